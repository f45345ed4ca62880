-- One row per source: each publisher whose releases are here, and each followed source that was ever asked.
-- A followed source is judged up to today; a publisher that only came with folders up to its last release.
create or replace temp table quality_source as
with
published as (
    select coalesce(r.publisher, 'unknown') as publisher, count(*) as release_count, min(v.published_on) as first_on,
           max(v.published_on) filter (where v.published_on <= m.today) as last_on
    from core.release r join core.revision v on v.revision_id = r.current_revision_id, run_moment m group by all
),
asked as (
    select f.*, max(c.fetched_at) as last_asked_at
    from followed_source f join ops.capture c using (source_id) group by all
),
final as (
    select coalesce(a.source_id, p.publisher) as source, a.source_id, coalesce(p.publisher, a.publisher) as publisher, a.source_id is not null as is_followed,
           coalesce(a.quiet_weeks, m.quiet_weeks) as quiet_weeks, coalesce(a.fewest_per_week, 0) as fewest_per_week, a.most_per_week, a.last_asked_at,
           coalesce(p.release_count, 0) as release_count, p.first_on, p.last_on, if(a.source_id is null, least(p.last_on, m.today), m.today) as ends_on
    from published p full join asked a using (publisher), run_moment m
)
select * from final order by source;
