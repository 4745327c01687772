CREATE TABLE result_segment (
    run_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    place INTEGER NOT NULL,
    dataset TEXT NOT NULL,
    check_id TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    segment TEXT NOT NULL,
    outcome TEXT NOT NULL,
    value REAL,
    unit TEXT NOT NULL,
    lower_bound REAL,
    upper_bound REAL,
    failed_rows INTEGER,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (run_id, ordinal, place)
) WITHOUT ROWID;
CREATE INDEX result_segment_history ON result_segment (dataset, check_id, column_name, segment, scheduled_at DESC);
