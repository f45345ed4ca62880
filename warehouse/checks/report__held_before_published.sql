-- severity: error
-- dimension: validity
-- meaning: What a release tells as held cannot begin after it was published (one day's grace for zones).
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report
select p.report_id, p.start_on, v.published_on
from core.report p join core.revision v using (revision_id)
where p.status = 'held' and p.start_on > v.published_on + 1
order by all
