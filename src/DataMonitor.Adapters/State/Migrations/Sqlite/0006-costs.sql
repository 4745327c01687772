CREATE TABLE spending (
    source TEXT NOT NULL,
    day INTEGER NOT NULL,
    dataset TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    bytes_read INTEGER NOT NULL,
    time_us INTEGER NOT NULL,
    PRIMARY KEY (source, day, dataset)
) WITHOUT ROWID;
CREATE INDEX spending_day ON spending (day);
