CREATE TABLE recheck (
    dataset TEXT NOT NULL,
    check_id TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    partition_start INTEGER NOT NULL,
    partition_end INTEGER NOT NULL,
    first_measured_at INTEGER NOT NULL,
    first_value REAL,
    measured_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    value REAL,
    unit TEXT NOT NULL,
    lower_bound REAL,
    upper_bound REAL,
    result TEXT NOT NULL,
    PRIMARY KEY (dataset, check_id, scheduled_at)
) WITHOUT ROWID;
CREATE INDEX recheck_run ON recheck (run_id);
