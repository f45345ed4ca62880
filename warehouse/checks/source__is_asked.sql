-- severity: warn
-- dimension: freshness
-- meaning: A followed source is no longer asked as often as it used to be: does the schedule run?
-- threshold: 0
-- blocking: no
-- population: select count(*) from quality_fetch
select source, words, last_asked_at, most_days from quality_fetch where is_forgotten order by source
