-- severity: error
-- dimension: consistency
-- meaning: An engagement's id is its report that was published first, whatever came first; else ids would tell of the order of arrival.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement
select e.engagement_id, p.report_id
from core.engagement_report e
join core.report p using (report_id)
join core.revision v on v.revision_id = p.revision_id
qualify row_number() over (partition by e.engagement_id
    order by coalesce(v.published_at, v.published_on::timestamp at time zone 'UTC') nulls last, p.report_id) = 1 and p.report_id <> e.engagement_id
