-- Releases of each source in each whole week (from Monday; of the last 80, the last 26 are shown), beside the band that the 52 weeks before make usual.
-- Median and MAD on the scale of Anscombe's square root, where counts scatter alike whatever their size (Biometrika 35, 1948); 3.5 scaled MADs either
-- way are usual (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993). The tested week is never among its own points, nor is a quiet week;
-- an empty week of a source that has four or more in most weeks is a gap, and no point either. A week that was as far out a year before is the season's.
create or replace temp table quality_week as
with
spanned as (
    select source, ends_on, quiet_weeks, unnest(range(
        greatest(date_trunc('week', first_on) + interval 7 day, date_trunc('week', ends_on) - interval 560 day), date_trunc('week', ends_on)::timestamp, interval 7 day
    ))::date as week
    from quality_source where first_on is not null
),
seen as (
    select source, date_trunc('week', published_on)::date as week, count(*) as release_count, count(*) filter (where has_engagement) as engaged_count
    from quality_release where published_on is not null group by all
),
counted as (
    select p.source, p.ends_on, p.week, coalesce(n.release_count, 0) as release_count, coalesce(n.engaged_count, 0) as engaged_count,
           list_contains(p.quiet_weeks, weekofyear(p.week)) as is_quiet
    from spanned p left join seen n using (source, week)
),
scaled as (
    select *, 2 * sqrt(release_count + 0.375) as score,
           not is_quiet and not (release_count = 0 and coalesce(median(release_count) filter (where release_count > 0) over (partition by source), 0) >= 4) as is_point
    from counted
),
usual as (
    select t.source, t.week, count(p.score) as point_count, median(p.score) as middle, greatest(1.4826 * mad(p.score), 0.5) as spread
    from scaled t left join scaled p on p.source = t.source and p.is_point and p.week < t.week and p.week >= t.week - 364
    group by all
),
judged as (
    select s.*, u.point_count, u.middle, u.spread, u.point_count >= 7 and not s.is_quiet as is_judged,
           (s.score - u.middle) / u.spread as distance,
           exists (
               from scaled y where y.source = s.source and y.is_point and y.week between s.week - 371 and s.week - 357
                   and abs(y.score - u.middle) > 3.5 * u.spread and sign(y.score - u.middle) = sign(s.score - u.middle)
           ) as is_seasonal
    from scaled s join usual u using (source, week)
),
final as (
    select source, week, release_count, engaged_count, is_quiet, is_point, is_judged, score, week >= date_trunc('week', ends_on)::date - 182 as is_shown,
           if(is_judged, greatest(ceil(pow(greatest(middle - 3.5 * spread, 0) / 2, 2) - 0.375), 0)::bigint, null) as usual_low,
           if(is_judged, floor(pow((middle + 3.5 * spread) / 2, 2) - 0.375)::bigint, null) as usual_high,
           case when not is_judged or is_seasonal or abs(distance) <= 3.5 then null when distance < 0 then 'low' else 'high' end as outlier
    from judged
)
select *, format('{} release{} in the week of {}', release_count, if(release_count = 1, '', 's'), week)
       || case when is_quiet then '; a quiet week' when not is_judged then '; too few weeks before it to say what is usual'
               else format('; {} to {} are usual', usual_low, usual_high) end as words
from final order by source, week;
