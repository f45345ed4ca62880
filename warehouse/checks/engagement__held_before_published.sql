-- severity: error
-- dimension: validity
-- meaning: What was held did not begin after the last release that tells of it (one day's grace for zones).
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement
select e.engagement_id, e.start_on, max(v.published_on) as published_on
from core.engagement e
join core.engagement_report t using (engagement_id)
join core.report p using (report_id)
join core.revision v on v.revision_id = p.revision_id
where e.status = 'held'
group by all having e.start_on > max(v.published_on) + 1
order by all
