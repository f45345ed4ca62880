-- severity: warn
-- dimension: freshness
-- meaning: A followed source has published nothing for longer than a working week and twice its usual pause: has it moved, or is it no longer read?
-- threshold: 0
-- blocking: no
-- population: select count(*) from quality_freshness where most_days is not null
select source, words, last_on, working_days, most_days from quality_freshness where is_stale order by source
