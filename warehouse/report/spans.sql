-- The evidence of reports.
select report_id, element, field, part, start_no, end_no, quote, rule, basis, confidence
from core.evidence where report_id in (select unnest($report_ids))
order by report_id, element, field, span_no
