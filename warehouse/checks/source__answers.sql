-- severity: warn
-- dimension: completeness
-- meaning: More than a fifth of the requests to a source within seven days (three or more, or all) failed or brought no release: some releases are not here.
-- threshold: 0
-- blocking: no
-- population: select count(*) from quality_fetch where request_count > 0
select source, words, failure_count, request_count, last_failure from quality_fetch where is_failing order by source
