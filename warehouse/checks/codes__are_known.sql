-- severity: error
-- dimension: validity
-- meaning: A code that the reference data do not hold cannot be explained to anybody.
-- threshold: 0
-- blocking: yes
-- population: select (select count(*) from core.report_party) + (select count(*) from core.report_topic)
with
coded as (
    select 'report_party.party' as field, b.party as code, b.report_id, p.release_id from core.report_party b join core.report p using (report_id)
    union all select 'report_participant.party', a.party, a.report_id, p.release_id from core.report_participant a join core.report p using (report_id)
    union all select 'report.country', country, report_id, release_id from core.report
    union all select 'release.publisher_party', publisher_party, null, release_id from core.release
),
final as (
    select field, code, release_id, report_id from coded where code is not null and code not in (select party from core.party)
    union all select 'report_topic.code', t.code, p.release_id, t.report_id from core.report_topic t join core.report p using (report_id)
    where t.code is not null and t.code not in (select code from core.topic)
)
select * from final order by all
