-- severity: error. The same evidence twice means that something was loaded twice.
select report_id, element, field, span_no, count(*) as row_count from core.evidence group by all having count(*) > 1
