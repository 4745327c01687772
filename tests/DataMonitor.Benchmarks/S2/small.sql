-- 200 tables of 10,000 rows × 8 columns, every value a hash of the row number.
\set ON_ERROR_STOP on
CREATE OR REPLACE FUNCTION u(i bigint, k bigint) RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (hashint8extended(i, k) & 9007199254740991)::float8 / 9007199254740992.0 $$;
SELECT format('DROP TABLE IF EXISTS t_%1$s; CREATE TABLE t_%1$s AS
  SELECT i::int AS id,
         CASE WHEN u(i, %2$s1) < 0.02 THEN NULL WHEN u(i, %2$s1) < 0.03 THEN ''bad.example.com'' ELSE ''u'' || i || ''@example.com'' END AS email,
         (ARRAY[''new'', ''open'', ''done'', ''void''])[1 + (u(i, %2$s2) * 4)::int %% 4] AS status,
         CASE WHEN u(i, %2$s3) < 0.05 THEN NULL ELSE round((u(i, %2$s4) * 1000)::numeric, 2) END AS amount,
         1 + (u(i, %2$s5) * 50)::int AS quantity,
         u(i, %2$s6) AS score,
         now() - (10000 - i) * interval ''1 minute'' AS created_at,
         ''note '' || i AS note
  FROM generate_series(1, 10000) i', lpad(n::text, 3, '0'), n), format('VACUUM (ANALYZE, FREEZE) t_%s', lpad(n::text, 3, '0'))
FROM generate_series(1, 200) n
\gexec
