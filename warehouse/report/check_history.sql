-- What each check said in its last thirty runs, the oldest first.
with
final as (
    select name, checked_at, outcome, culprit_count, population_count from ops.check_result
    qualify row_number() over (partition by name order by checked_at desc) <= 30
)
select * from final order by name, checked_at
