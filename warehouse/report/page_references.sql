-- Other engagements that the releases about one name, and in which direction.
with
own as (select report_id from core.engagement_report where engagement_id = $id),
named as (
    select f.relation, t.engagement_id from core.report_reference f semi join own using (report_id)
    join core.engagement_report t on t.report_id = f.other_report_id
    union
    select case f.relation when 'follows' then 'precedes' when 'precedes' then 'follows' else 'holds' end, t.engagement_id
    from core.report_reference f join own on own.report_id = f.other_report_id join core.engagement_report t on t.report_id = f.report_id
)
select distinct n.relation, e.engagement_id, e.kind, e.start_on, e.end_on, e.date_precision, e.event_name,
    (select list(coalesce(p.name, u.party) order by coalesce(p.name, u.party)) from (select unnest(e.parties) as party) u left join core.party p using (party)) as party_names
from named n join main.engagements e using (engagement_id) where n.engagement_id <> $id order by e.start_on nulls last, e.engagement_id, n.relation
