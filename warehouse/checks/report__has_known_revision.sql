-- severity: error
-- dimension: consistency
-- meaning: A report without its revision cannot be proved.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report
select p.report_id from core.report p anti join core.revision v using (revision_id)
order by all
