-- How long ago each source published last, in working days (Monday to Friday, quiet weeks left out), beside its own pauses of the last year.
-- Stale is a followed source whose pause is longer than a working week and than twice what 95 of 100 of its pauses are.
create or replace temp table quality_freshness as
with
calendar as (
    select source, unnest(range(ends_on - interval 420 day, ends_on + interval 1 day, interval 1 day))::date as day, quiet_weeks from quality_source where ends_on is not null
),
worked as (
    select source, day, sum((isodow(day) < 6 and not list_contains(quiet_weeks, weekofyear(day)))::int) over (partition by source order by day) as working_no
    from calendar
),
published as (
    select distinct r.source, r.published_on as day, w.working_no from quality_release r join worked w on w.source = r.source and w.day = r.published_on
    join quality_source s on s.source = r.source where r.published_on > s.ends_on - 364
),
pause as (
    select source, working_no - lag(working_no) over (partition by source order by day) as day_count from published
),
usual as (
    select source, count(*) as pause_count, ceil(quantile_cont(day_count, 0.95))::bigint as usual_days from pause where day_count is not null group by all
),
final as (
    select s.source, s.is_followed, s.last_on, if(s.is_followed, (today.working_no - coalesce(newest.working_no, 0))::bigint, null) as working_days, u.usual_days,
           case when not s.is_followed then null when u.pause_count >= 7 then greatest(5, 2 * u.usual_days) when s.fewest_per_week > 0 then 10 end as most_days
    from quality_source s left join usual u using (source)
    left join worked today on today.source = s.source and today.day = s.ends_on
    left join worked newest on newest.source = s.source and newest.day = s.last_on
)
select *, coalesce(working_days > most_days, false) as is_stale,
       case when last_on is null then 'no release with a day of publication'
            when not is_followed then format('last release {}; not followed, so nothing newer is expected', last_on)
            else format('last release {}, {} working day{} ago', last_on, working_days, if(working_days = 1, '', 's'))
                 || coalesce(format('; 95 of 100 pauses are at most {}', usual_days), '') end as words
from final order by source;
