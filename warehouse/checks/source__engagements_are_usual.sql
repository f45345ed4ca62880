-- severity: warn
-- dimension: accuracy
-- meaning: Far more or fewer releases of the last four weeks report an engagement than those of the year before: has their language or layout changed?
-- threshold: 0
-- blocking: no
-- population: select count(*) from quality_engaged where new_count >= 10 and old_count >= 20
select source, words, new_share, old_share from quality_engaged where is_outlier order by source
