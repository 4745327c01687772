CREATE TABLE failed_sample (
    dataset text NOT NULL,
    check_id text NOT NULL,
    scheduled_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (dataset, check_id)
);
CREATE INDEX failed_sample_expiry ON failed_sample (expires_at);

CREATE TABLE sample_salt (one int NOT NULL PRIMARY KEY CHECK (one = 1), value text NOT NULL);
