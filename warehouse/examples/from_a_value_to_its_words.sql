-- Which words of which release stand behind a value: here, the days of engagements with Japan?
-- One row per span: the value, the quote, whether it was stated, derived or from context, and where it stands in the text.
with
question as (select 'JPN' as party, 'start_on' as field),
final as (
    select e.start_on, e.kind, v.quote, v.basis, v.rule, v.part, v.start_no, v.end_no, r.title, r.url, e.engagement_id
    from main.engagements e cross join question q
    join main.evidence v on v.engagement_id = e.engagement_id and v.element = 'report' and v.field = q.field
    join main.releases r on r.release_id = v.release_id
    where list_contains(e.parties, q.party)
    order by e.start_on, e.engagement_id, v.report_id, v.span_no
)
select * from final;
