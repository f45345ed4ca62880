-- severity: error
-- dimension: completeness
-- meaning: A source's pages are no longer laid out as its settings say, or its newest releases are unlike all before: releases are missed or cut short.
-- threshold: 0
-- blocking: no
-- population: select count(*) from quality_source
select source, address, reason, seen_at, sign from quality_layout order by all
