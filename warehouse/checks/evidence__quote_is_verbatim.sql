-- severity: error
-- dimension: evidence
-- meaning: A quote that is not the words at its span proves nothing.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.evidence
with
expected as (
    -- All spans of a text together, quotes as their hashes: a join of spans with texts would hold every text in memory.
    select p.revision_id, list({'report_id': e.report_id, 'part': e.part, 'start_no': e.start_no, 'end_no': e.end_no, 'digest': hash(e.quote)}) as spans
    from core.evidence e join core.report p using (report_id) group by all
),
told as (
    select v.text, v.title, v.metadata_text, unnest(x.spans) as span from core.revision v join expected x using (revision_id)
),
broken as (
    select distinct span.report_id as report_id, span.part as part, span.start_no as start_no, span.end_no as end_no, span.digest as digest from told
    where hash(substr(case span.part when 'body' then text when 'title' then title else metadata_text end, span.start_no + 1, span.end_no - span.start_no)) <> span.digest
)
select p.release_id, e.report_id, e.element, e.field, e.part, e.start_no, e.end_no, e.quote
from broken b join core.evidence e using (report_id, part, start_no, end_no) join core.report p using (report_id)
where hash(e.quote) = b.digest order by all
