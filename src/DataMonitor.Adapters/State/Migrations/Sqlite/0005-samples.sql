CREATE TABLE failed_sample (
    dataset TEXT NOT NULL,
    check_id TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (dataset, check_id)
);
CREATE INDEX failed_sample_expiry ON failed_sample (expires_at);

CREATE TABLE sample_salt (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), value TEXT NOT NULL);
