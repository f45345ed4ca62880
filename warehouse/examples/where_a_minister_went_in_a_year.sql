-- Which countries did a minister visit in a year?
-- One row per country: engagements there in person, the first and last day, and the cities named.
with
question as (select 'Antony J. Blinken' as name, 2022 as year),
present as (
    select e.* from main.participants p join main.engagements e using (engagement_id) join question q on p.name = q.name
    where e.mode = 'in_person' and e.status = 'held' and e.country is not null and e.country <> p.party and year(e.start_on) = q.year
),
final as (
    select country, count(*) as engagements, min(start_on) as first_on, max(coalesce(end_on, start_on)) as last_on,
           list(distinct city order by city) filter (where city is not null) as cities
    from present group by country order by first_on, country
)
select * from final;
