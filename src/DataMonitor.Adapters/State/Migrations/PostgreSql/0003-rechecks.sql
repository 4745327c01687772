CREATE TABLE recheck (
    dataset text NOT NULL,
    check_id text NOT NULL,
    scheduled_at bigint NOT NULL,
    run_id uuid NOT NULL,
    partition_start bigint NOT NULL,
    partition_end bigint NOT NULL,
    first_measured_at bigint NOT NULL,
    first_value double precision,
    measured_at bigint NOT NULL,
    outcome text NOT NULL,
    value double precision,
    unit text NOT NULL,
    lower_bound double precision,
    upper_bound double precision,
    result json NOT NULL,
    PRIMARY KEY (dataset, check_id, scheduled_at)
);
CREATE INDEX recheck_run ON recheck (run_id);
