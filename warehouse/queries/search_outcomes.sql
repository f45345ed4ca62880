-- Outcomes that hold one word sought, within the given revisions.
with
outcome as (
    select p.revision_id, p.report_id, o.outcome_no, o.kind, o.due_text, concat_ws(' ', o.actor, o.verb, o.content) as passage
    from core.report_outcome o join core.report p using (report_id)
    where p.revision_id in (select unnest($revisions))
),
final as (
    select revision_id, passage, [concat_ws(', due ', kind, due_text)] as about, report_id, outcome_no from outcome
    where contains(search.fold(passage), $word)
)
select * from final order by revision_id, report_id, outcome_no;
