-- severity: warn
-- dimension: volume
-- meaning: The last whole week, or the last four together, hold far fewer or far more releases than the year before makes usual for the source.
-- threshold: 0
-- blocking: no
-- population: select count(distinct source) from quality_week where is_judged
with
last_week as (
    select source, week as since_on, words, outlier from quality_week qualify row_number() over (partition by source order by week desc) = 1
),
final as (
    select source, outlier, words, since_on from last_week where outlier is not null
    union all select source, outlier, words, first_week from quality_month where outlier is not null
)
select * from final order by all
