-- The engagements that given revisions were issued to report, as one line each.
with
party as (
    select report_id, string_agg(party, ' ' order by party) as parties from core.report_party group by all
),
final as (
    select p.revision_id, list(concat_ws(' ', p.kind, p.start_on, y.parties) order by p.start_on, p.report_id) as engagements
    from core.report p left join party y using (report_id)
    where p.revision_id in (select unnest($revisions)) and p.focus = 'primary' group by all
)
select * from final;
