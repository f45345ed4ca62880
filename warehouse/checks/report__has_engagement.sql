-- severity: error
-- dimension: consistency
-- meaning: Every report of a current revision tells of one engagement, and no other report feeds main.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report
select p.report_id from core.report p join core.release r on r.current_revision_id = p.revision_id anti join core.engagement_report e on e.report_id = p.report_id
union all
select e.report_id from core.engagement_report e
where not exists (from core.report p join core.release r on r.current_revision_id = p.revision_id where p.report_id = e.report_id)
order by all
