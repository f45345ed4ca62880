-- severity: error
-- dimension: consistency
-- meaning: A child without its report was left behind by a load.
-- threshold: 0
-- blocking: yes
-- population: select (select count(*) from core.evidence) + (select count(*) from core.report_party)
select 'report_party' as "table", report_id from core.report_party anti join core.report using (report_id)
union all by name select 'report_participant' as "table", report_id from core.report_participant anti join core.report using (report_id)
union all by name select 'report_topic' as "table", report_id from core.report_topic anti join core.report using (report_id)
union all by name select 'evidence' as "table", report_id from core.evidence anti join core.report using (report_id)
union all by name select 'report_reference' as "table", other_report_id as report_id from core.report_reference r where not exists (from core.report p where p.report_id = r.other_report_id)
order by all
