CREATE TABLE spending (
    source text NOT NULL,
    day bigint NOT NULL,
    dataset text NOT NULL,
    rows_read bigint NOT NULL,
    bytes_read bigint NOT NULL,
    time_us bigint NOT NULL,
    PRIMARY KEY (source, day, dataset)
);
CREATE INDEX spending_day ON spending (day);
