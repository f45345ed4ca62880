-- What became of the requests to each followed source within the last seven days, and whether it is asked as often as it used to be.
create or replace temp table quality_fetch as
with
request as (
    select c.*, c.fetched_at > m.now - interval 7 day as is_recent, c.outcome in ('failed', 'refused', 'soft_failure', 'misread') as is_failure
    from ops.capture c semi join followed_source using (source_id), run_moment m where c.fetched_at <= m.now
),
day as (
    select source_id, fetched_at::date as day, fetched_at::date - lag(fetched_at::date) over (partition by source_id order by fetched_at::date) as day_count
    from (select distinct source_id, date_trunc('day', fetched_at) as fetched_at from request)
),
habit as (
    select source_id, greatest(7, 5 * coalesce(median(day_count), 0))::bigint as most_days from day group by all
),
total as (
    select source_id, max(fetched_at) as last_asked_at, max(fetched_at) filter (where not is_failure) as last_answered_at,
           count(*) filter (where is_recent) as request_count, count(*) filter (where is_recent and is_failure) as failure_count,
           arg_max(coalesce(reason, outcome), fetched_at) filter (where is_recent and is_failure) as last_failure
    from request group by all
),
final as (
    select source_id as source, last_asked_at, last_answered_at, request_count, failure_count, last_failure, h.most_days,
           last_asked_at < m.now - h.most_days * interval 1 day as is_forgotten,
           failure_count >= 3 and failure_count > request_count * 0.2 or (failure_count > 0 and failure_count = request_count) as is_failing
    from total join habit h using (source_id), run_moment m
)
select *, case when request_count = 0 then format('last asked {}; nothing within seven days', last_asked_at::date)
               when failure_count = 0 then format('{} requests within seven days, none failed', request_count)
               else format('{} of {} requests within seven days failed; the last: {}', failure_count, request_count, last_failure) end as words
from final order by source;
