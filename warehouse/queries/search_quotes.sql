-- Quotes that hold one word sought, with what they are evidence of, within the given revisions.
with
final as (
    select p.revision_id, e.part, e.start_no, any_value(e.quote) as passage,
           list(distinct e.element || '.' || e.field order by e.element || '.' || e.field) as about
    from core.evidence e join core.report p using (report_id)
    where p.revision_id in (select unnest($revisions)) and contains(search.fold(e.quote), $word)
    group by p.revision_id, e.part, e.start_no, e.end_no
)
select * from final order by revision_id, part, start_no;
