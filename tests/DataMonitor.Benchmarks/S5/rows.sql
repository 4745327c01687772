COPY (
  SELECT i AS id, (hash(i, 1) % 1000000)::INTEGER AS customer_id,
    CASE WHEN hash(i, 2) % 100 < 2 THEN NULL ELSE 'C' || (hash(i, 3) % 10) END AS country,
    (1 + hash(i, 4) % 100)::INTEGER AS quantity,
    CASE WHEN hash(i, 5) % 100 < 5 THEN NULL ELSE (hash(i, 6) % 1000000) / 100.0 END AS amount,
    CASE WHEN hash(i, 7) % 100 < 20 THEN NULL ELSE (hash(i, 8) % 10000) / 100.0 END AS discount,
    (hash(i, 9) % 1000000) / 4000000.0 AS tax_rate,
    TIMESTAMP '2026-01-01' + to_seconds(i) AS created_at
  FROM range(ROWS) r(i)
) TO 'FILE' (FORMAT parquet, ROW_GROUP_SIZE 122880)
