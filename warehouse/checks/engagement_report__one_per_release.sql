-- severity: error
-- dimension: duplicates
-- meaning: What one release tells as two engagements is never joined: two of its reports are one only where they are of one kind and, where both say when, of days that meet.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement_report
with
told as (
    select e.engagement_id, p.release_id, p.report_id, p.kind, p.start_on, coalesce(p.end_on, p.start_on) as last_on
    from core.engagement_report e join core.report p using (report_id)
)
select distinct a.engagement_id, a.release_id
from told a join told b on b.engagement_id = a.engagement_id and b.release_id = a.release_id and b.report_id > a.report_id
where a.kind not in ('visit', 'meeting', 'call', 'dialogue') or a.kind <> b.kind or a.start_on > b.last_on or b.start_on > a.last_on order by all
