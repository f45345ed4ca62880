-- severity: error
-- dimension: evidence
-- meaning: A span that reaches beyond its text, or ends before it begins, points at nothing.
-- threshold: 0
-- blocking: yes
-- population: select (select count(*) from core.evidence) + (select count(*) from core.block)
with
part as (
    select revision_id, release_id, 'body' as part, length(text) as length from core.revision
    union all select revision_id, release_id, 'title', length(title) from core.revision
    union all select revision_id, release_id, 'metadata', length(metadata_text) from core.revision
),
span as (
    select 'evidence' as "table", revision_id, report_id, part, start_no, end_no from core.evidence join core.report using (report_id)
    union all by name select 'report' as "table", revision_id, report_id, trigger_part as part, trigger_start_no as start_no, trigger_end_no as end_no from core.report
    union all by name select 'withheld' as "table", revision_id, part, start_no, end_no from core.withheld
    union all by name select 'attribution' as "table", revision_id, part, start_no, end_no from core.attribution
    union all by name select 'section' as "table", revision_id, 'body' as part, start_no, end_no from core.section
    union all by name select 'block' as "table", revision_id, 'body' as part, start_no, end_no from core.block
    union all by name select 'table_cell' as "table", revision_id, 'body' as part, start_no, end_no from core.table_cell
)
select "table", release_id, report_id, part, start_no, end_no, length
from span join part using (revision_id, part) where start_no < 0 or end_no < start_no or end_no > length order by all
