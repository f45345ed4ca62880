-- severity: warn
-- dimension: duplicates
-- meaning: Two engagements of different releases with the same kind, day, place and two or more of the same people and no others: one event counted twice.
-- threshold: 0
-- blocking: no
-- population: select count(*) from core.engagement where date_precision = 'day'
with
told as (
    select e.engagement_id, e.kind, e.mode, e.start_on, e.city, list(distinct p.release_id) as release_ids,
           list(distinct a.person_id order by a.person_id) filter (where a.person_id is not null) as person_ids
    from core.engagement e join core.engagement_report t using (engagement_id) join core.report p using (report_id)
    left join core.report_participant a using (report_id)
    where e.date_precision = 'day' group by all
)
select b.engagement_id, a.engagement_id as other_engagement_id, b.kind, b.start_on, b.city, b.release_ids[1] as release_id
from told a join told b on b.start_on = a.start_on and b.kind = a.kind and b.mode = a.mode and b.person_ids = a.person_ids and b.engagement_id > a.engagement_id
where len(a.person_ids) >= 2 and coalesce(a.city, b.city, '') = coalesce(b.city, a.city, '') and not list_has_any(a.release_ids, b.release_ids) order by all
