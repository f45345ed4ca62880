-- severity: error. A report without its revision cannot be proved.
select p.report_id from core.report p anti join core.revision v using (revision_id)
