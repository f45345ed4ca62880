-- severity: error
-- dimension: volume
-- meaning: The last whole week holds fewer or more releases than the source's settings assert (assertions in config/sources); a quiet week may hold fewer.
-- threshold: 0
-- blocking: no
-- population: select count(*) from quality_source where is_followed and first_on is not null
with
last_week as (
    select source, week, release_count, is_quiet from quality_week qualify row_number() over (partition by source order by week desc) = 1
),
final as (
    select w.source, format('{} releases in the week of {}; {} to {} are asserted', w.release_count, w.week, s.fewest_per_week, s.most_per_week) as words,
           w.week, w.release_count, s.fewest_per_week, s.most_per_week
    from last_week w join quality_source s using (source)
    where s.is_followed and (w.release_count > s.most_per_week or (w.release_count < s.fewest_per_week and not w.is_quiet))
)
select * from final order by source
