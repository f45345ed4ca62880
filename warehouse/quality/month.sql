-- The last four whole weeks of each source together (quiet ones left out), against the weeks before them: what one week is too noisy to show.
create or replace temp table quality_month as
with
numbered as (
    select source, week, release_count, score, is_point, row_number() over (partition by source order by week desc) as place_no
    from quality_week where not is_quiet
),
usual as (
    select source, count(*) as point_count, median(score) as middle, greatest(1.4826 * mad(score), 0.5) as spread
    from numbered where place_no between 5 and 56 and is_point group by all
),
last_four as (
    select source, min(week) as first_week, sum(release_count)::bigint as release_count, avg(score) as score
    from numbered where place_no <= 4 group by all having count(*) = 4
),
judged as (
    -- The mean of four weeks scatters half as much as one week.
    select *, 4 * (pow(greatest(middle - 1.75 * spread, 0) / 2, 2) - 0.375) as low, 4 * (pow((middle + 1.75 * spread) / 2, 2) - 0.375) as high
    from last_four join usual using (source) where point_count >= 7
),
final as (
    select source, first_week, release_count, greatest(ceil(low), 0)::bigint as usual_low, floor(high)::bigint as usual_high,
           case when abs(score - middle) <= 1.75 * spread then null when score < middle then 'low' else 'high' end as outlier
    from judged
)
select *, format('{} releases in the four weeks from {}; {} to {} are usual', release_count, first_week, usual_low, usual_high) as words from final order by source;
