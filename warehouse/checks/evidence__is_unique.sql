-- severity: error
-- dimension: duplicates
-- meaning: The same evidence twice means that something was loaded twice.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.evidence
select report_id, element, field, span_no, count(*) as row_count from core.evidence group by all having count(*) > 1
order by all
