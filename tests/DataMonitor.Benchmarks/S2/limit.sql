-- One aggregate statement a table, one after the other: 2,000 figures in 200 statements; two of these side by side use both cores.
SELECT format($q$SELECT '%1$s', count(*), count(*)-count(email), count(*)-count(amount),
  count(*) FILTER (WHERE email !~ '^[A-Za-z0-9._%%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'),
  count(*) FILTER (WHERE status NOT IN ('new','open','done','void')), count(id)-count(DISTINCT id),
  min(amount), max(amount), avg(amount), max(created_at) FROM %1$s$q$, 't_' || lpad(i::text, 3, '0'))
FROM generate_series(:from, :to) i \gexec
