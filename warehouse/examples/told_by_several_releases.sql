-- Which engagements do several releases tell of, side by side?
-- One row per report: what each release calls it, its day and place; score is how well the report matches the one it was joined to.
with
question as (select 2 as fewest_releases),
final as (
    select r.engagement_id, r.publisher, r.published_on, r.kind, r.status, r.start_on, r.city, r.release_title, round(r.score, 2) as score
    from main.reports r join main.engagements e using (engagement_id) cross join question q
    where e.release_count >= q.fewest_releases order by e.start_on nulls last, r.engagement_id, r.published_on, r.report_id
)
select * from final;
