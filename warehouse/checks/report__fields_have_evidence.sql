-- severity: error
-- dimension: evidence
-- meaning: A value without the words that say it cannot be proved.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report
with
valued as (
    unpivot (
        select report_id, release_id, kind, start_on::varchar as start_on, venue, city, country, event_name from core.report
    ) on kind, start_on, venue, city, country, event_name into name field value value
    union all by name select a.report_id, p.release_id, 'participant/' || a.name as element, 'name' as field, a.name as value
    from core.report_participant a join core.report p using (report_id)
    union all by name select b.report_id, p.release_id, 'party/' || b.party as element, 'code' as field, b.party as value
    from core.report_party b join core.report p using (report_id)
)
select report_id, release_id, coalesce(element, 'report') as element, field, value
from valued v
where not exists (from core.evidence e where e.report_id = v.report_id and e.element = coalesce(v.element, 'report') and e.field = v.field) order by all
