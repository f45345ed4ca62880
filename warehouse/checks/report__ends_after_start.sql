-- severity: error. An engagement cannot end before it begins.
select report_id, start_on, end_on from core.report where end_on < start_on
