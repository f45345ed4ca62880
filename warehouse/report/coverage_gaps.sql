-- Months of which less than a fourth of the usual is here.
select publisher, month, seen_count, expected_count from main.coverage where is_gap order by month desc, publisher limit 24
