-- The share of releases that report an engagement: of the last four weeks, against the year before them.
create or replace temp table quality_engaged as
with
dated as (
    select r.source, r.has_engagement, r.published_on > s.ends_on - 28 as is_new
    from quality_release r join quality_source s using (source) where r.published_on <= s.ends_on and r.published_on > s.ends_on - 392
),
counted as (
    select source, count(*) filter (where is_new) as new_count, count(*) filter (where is_new and has_engagement) as new_engaged,
           count(*) filter (where not is_new) as old_count, count(*) filter (where not is_new and has_engagement) as old_engaged
    from dated group by all
),
final as (
    -- Distance in standard errors of a share; half a release is added so that none and all scatter too.
    select *, (old_engaged + 0.5) / (old_count + 1) as old_share, new_engaged / nullif(new_count, 0) as new_share,
           (new_share - old_share) / sqrt(old_share * (1 - old_share) / nullif(new_count, 0)) as distance
    from counted
)
select source, new_count, new_engaged, old_count, old_engaged, new_share, old_share,
       coalesce(new_count >= 10 and old_count >= 20 and abs(distance) > 3.5, false) as is_outlier,
       format('{} of {} releases of the last four weeks report an engagement', new_engaged, new_count)
           || if(old_count > 0, format('; {} of {} in the year before', old_engaged, old_count), '') as words
from final order by source;
