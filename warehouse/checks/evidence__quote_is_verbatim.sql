-- severity: error
-- dimension: evidence
-- meaning: A quote that is not the words at its span proves nothing.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.evidence
select e.report_id, e.element, e.field, e.quote
from core.evidence e join core.report p using (report_id) join core.revision v using (revision_id)
where substr(case e.part when 'body' then v.text when 'title' then v.title else v.metadata_text end, e.start_no + 1, e.end_no - e.start_no) <> e.quote
order by all
