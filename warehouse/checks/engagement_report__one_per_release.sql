-- severity: error
-- dimension: duplicates
-- meaning: What one release tells as two engagements is never joined.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement_report
select e.engagement_id, p.release_id from core.engagement_report e join core.report p using (report_id) group by all having count(*) > 1
order by all
