CREATE TABLE run (
    id uuid NOT NULL PRIMARY KEY,
    dataset text NOT NULL,
    scheduled_at bigint NOT NULL,
    run_trigger text NOT NULL,
    status text NOT NULL,
    fence bigint NOT NULL,
    node text,
    lease_until bigint,
    created_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint,
    problem text,
    catalog_hash text,
    is_source_down boolean NOT NULL DEFAULT false,
    commit_tx bigint,
    commit_seq bigint,
    UNIQUE (dataset, scheduled_at)
);
CREATE INDEX run_queued ON run (scheduled_at) WHERE status = 'Queued';
CREATE INDEX run_running ON run (dataset, lease_until) WHERE status = 'Running';
CREATE INDEX run_committed ON run (commit_tx, commit_seq);
CREATE INDEX run_scheduled ON run (scheduled_at);

CREATE TABLE run_detail (
    run_id uuid NOT NULL PRIMARY KEY,
    dataset text NOT NULL,
    scheduled_at bigint NOT NULL,
    profiles json NOT NULL,
    columns json,
    statements json NOT NULL
);
CREATE INDEX run_detail_columns ON run_detail (dataset, scheduled_at) WHERE columns IS NOT NULL;

CREATE TABLE result (
    run_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    dataset text NOT NULL,
    check_id text NOT NULL,
    scheduled_at bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    column_name text,
    dimension text NOT NULL,
    severity text NOT NULL,
    outcome text NOT NULL,
    value double precision,
    unit text NOT NULL,
    limit_text text,
    lower_bound double precision,
    upper_bound double precision,
    failed_rows bigint,
    row_count bigint,
    explanation text NOT NULL,
    duration_us bigint NOT NULL,
    PRIMARY KEY (run_id, ordinal)
);
CREATE INDEX result_history ON result (dataset, check_id, scheduled_at DESC);

CREATE TABLE dataset_state (
    dataset text NOT NULL PRIMARY KEY,
    newest_scheduled_at bigint,
    run_id uuid,
    run_at bigint,
    results_run_id uuid,
    results_at bigint
);

CREATE TABLE run_count (
    status text NOT NULL,
    slot bigint NOT NULL,
    total bigint NOT NULL,
    PRIMARY KEY (status, slot)
);

CREATE TABLE incident (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    dataset text NOT NULL,
    source text NOT NULL,
    subject text NOT NULL,
    title text NOT NULL,
    severity text NOT NULL,
    worst text NOT NULL,
    explanation text NOT NULL,
    streak bigint NOT NULL,
    is_recovering boolean NOT NULL,
    started_at bigint NOT NULL,
    opened_at bigint,
    resolved_at bigint,
    last_at bigint NOT NULL,
    told json NOT NULL
);
CREATE UNIQUE INDEX incident_unresolved ON incident (dataset, source, kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX incident_resolved ON incident (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX incident_resolved_dataset ON incident (dataset, resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE notification (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    receiver text NOT NULL,
    endpoint text NOT NULL,
    message json NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    created_at bigint NOT NULL,
    next_attempt_at bigint,
    finished_at bigint,
    leased_by text,
    leased_until bigint,
    last_answer text
);
CREATE INDEX notification_pending ON notification (receiver, endpoint, seq) WHERE state = 'Pending';
CREATE INDEX notification_pending_age ON notification (created_at) WHERE state = 'Pending';
CREATE INDEX notification_state ON notification (state, seq);
CREATE INDEX notification_finished ON notification (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE sink (
    name text NOT NULL PRIMARY KEY,
    commit_tx bigint NOT NULL,
    commit_seq bigint NOT NULL,
    dropped bigint NOT NULL,
    problem text,
    seen_at bigint NOT NULL
);

CREATE SEQUENCE commit_order;
