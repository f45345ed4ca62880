-- Engagements on which reports disagree, the latest first, one row per field and report.
with
disputed as (select engagement_id, count(distinct field) as field_count from main.conflicts group by all),
picked as (
    select d.engagement_id, count(*) over () as total_count, e.kind, e.start_on, e.date_precision,
           (select list(coalesce(p.name, u.party) order by coalesce(p.name, u.party)) from (select unnest(e.parties) as party) u left join core.party p using (party)) as party_names, e.published_on as reported_on
    from disputed d join main.engagements e using (engagement_id)
    order by e.published_on desc nulls last, d.engagement_id limit 12
),
final as (
    select p.*, c.field, c.value, c.is_chosen, c.publisher, c.published_on, r.release_title, r.url
    from picked p join main.conflicts c using (engagement_id) join main.reports r using (report_id)
)
select * from final order by reported_on desc nulls last, engagement_id, field, is_chosen desc, value, published_on nulls last
