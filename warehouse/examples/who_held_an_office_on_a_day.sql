-- Who was foreign minister of which state on a given day, as far as releases show?
-- first_on and last_on are the days on which somebody was seen in the office; distance is how many days the given day lies outside them.
with
question as (select date '2022-06-01' as day, '(?i)foreign minister|minister (of|for) foreign' as office, 120 as most_days),
near as (
    select t.party, t.name, t.office, t.first_on, t.last_on, t.mention_count,
           greatest(t.first_on - q.day, q.day - t.last_on, 0) as distance
    from main.tenures t cross join question q where regexp_matches(t.office, q.office) and t.party is not null
),
final as (
    select * from near cross join question
    where distance <= most_days
    qualify row_number() over (partition by party order by distance, mention_count desc, name) = 1
    order by party
)
select party, name, office, first_on, last_on, distance from final;
