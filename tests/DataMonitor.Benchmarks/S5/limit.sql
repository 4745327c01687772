SELECT count(*), count(*) - count(customer_id), count(*) - count(country), count(*) - count(amount), count(*) - count(discount), count(*) - count(tax_rate),
  count(*) FILTER (WHERE quantity NOT BETWEEN 1 AND 100), count(*) FILTER (WHERE country NOT IN ('C0','C1','C2','C3','C4','C5','C6','C7','C8','C9')),
  max(length(country)), max(created_at),
  min(quantity), max(quantity), avg(quantity), stddev(quantity), sum(quantity),
  min(amount), max(amount), avg(amount), stddev(amount), sum(amount),
  min(discount), max(discount), avg(discount), stddev(discount), sum(discount),
  min(tax_rate), max(tax_rate), avg(tax_rate), stddev(tax_rate), sum(tax_rate)
FROM read_parquet('FILE')
