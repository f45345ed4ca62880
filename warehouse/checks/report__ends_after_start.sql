-- severity: error
-- dimension: validity
-- meaning: An engagement cannot end before it begins.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report
select report_id, start_on, end_on from core.report where end_on < start_on
order by all
