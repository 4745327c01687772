CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY,
    dataset TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    run_trigger TEXT NOT NULL,
    status TEXT NOT NULL,
    fence INTEGER NOT NULL,
    node TEXT,
    lease_until INTEGER,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    problem TEXT,
    catalog_hash TEXT,
    is_source_down INTEGER NOT NULL DEFAULT 0,
    commit_tx INTEGER,
    commit_seq INTEGER,
    UNIQUE (dataset, scheduled_at)
) WITHOUT ROWID;
CREATE INDEX run_queued ON run (scheduled_at) WHERE status = 'Queued';
CREATE INDEX run_running ON run (dataset, lease_until) WHERE status = 'Running';
CREATE INDEX run_committed ON run (commit_tx, commit_seq);
CREATE INDEX run_scheduled ON run (scheduled_at);

CREATE TABLE run_detail (
    run_id TEXT NOT NULL PRIMARY KEY,
    dataset TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    profiles TEXT NOT NULL,
    columns TEXT,
    statements TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX run_detail_columns ON run_detail (dataset, scheduled_at) WHERE columns IS NOT NULL;

CREATE TABLE result (
    run_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    dataset TEXT NOT NULL,
    check_id TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    column_name TEXT,
    dimension TEXT NOT NULL,
    severity TEXT NOT NULL,
    outcome TEXT NOT NULL,
    value REAL,
    unit TEXT NOT NULL,
    limit_text TEXT,
    lower_bound REAL,
    upper_bound REAL,
    failed_rows INTEGER,
    row_count INTEGER,
    explanation TEXT NOT NULL,
    duration_us INTEGER NOT NULL,
    PRIMARY KEY (run_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX result_history ON result (dataset, check_id, scheduled_at DESC);

CREATE TABLE dataset_state (
    dataset TEXT NOT NULL PRIMARY KEY,
    newest_scheduled_at INTEGER,
    run_id TEXT,
    run_at INTEGER,
    results_run_id TEXT,
    results_at INTEGER
) WITHOUT ROWID;

CREATE TABLE run_count (
    status TEXT NOT NULL,
    slot INTEGER NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (status, slot)
) WITHOUT ROWID;

CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    dataset TEXT NOT NULL,
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    worst TEXT NOT NULL,
    explanation TEXT NOT NULL,
    streak INTEGER NOT NULL,
    is_recovering INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    opened_at INTEGER,
    resolved_at INTEGER,
    last_at INTEGER NOT NULL,
    told TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX incident_unresolved ON incident (dataset, source, kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX incident_resolved ON incident (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX incident_resolved_dataset ON incident (dataset, resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE notification (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    receiver TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    message TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_attempt_at INTEGER,
    finished_at INTEGER,
    leased_by TEXT,
    leased_until INTEGER,
    last_answer TEXT
);
CREATE INDEX notification_pending ON notification (receiver, endpoint, seq) WHERE state = 'Pending';
CREATE INDEX notification_pending_age ON notification (created_at) WHERE state = 'Pending';
CREATE INDEX notification_state ON notification (state, seq);
CREATE INDEX notification_finished ON notification (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE sink (
    name TEXT NOT NULL PRIMARY KEY,
    commit_tx INTEGER NOT NULL,
    commit_seq INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    problem TEXT,
    seen_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE commit_counter (value INTEGER NOT NULL);
INSERT INTO commit_counter (value) VALUES (0);
