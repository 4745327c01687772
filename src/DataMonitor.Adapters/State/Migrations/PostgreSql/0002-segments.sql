CREATE TABLE result_segment (
    run_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    place bigint NOT NULL,
    dataset text NOT NULL,
    check_id text NOT NULL,
    scheduled_at bigint NOT NULL,
    column_name text NOT NULL,
    segment text NOT NULL,
    outcome text NOT NULL,
    value double precision,
    unit text NOT NULL,
    lower_bound double precision,
    upper_bound double precision,
    failed_rows bigint,
    row_count bigint NOT NULL,
    PRIMARY KEY (run_id, ordinal, place)
);
CREATE INDEX result_segment_history ON result_segment (dataset, check_id, column_name, segment, scheduled_at DESC);
