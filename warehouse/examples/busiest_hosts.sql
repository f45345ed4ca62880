-- Which states host the most engagements of others, and in which cities?
-- Engagements held on a state's soil in which another party took part, by kind.
with
question as (select date '2021-01-01' as since, 10 as most_rows),
hosted as (
    select * from main.engagements cross join question where status = 'held' and country is not null and len(parties) > 1 and start_on >= since
),
final as (
    select country, count(*) as engagements, count(*) filter (where kind = 'visit') as visits, count(*) filter (where kind in ('meeting', 'dialogue')) as meetings,
           count(*) filter (where kind = 'conference') as conferences, mode(city) as most_often_in, any_value(most_rows) as most_rows
    from hosted group by country
    qualify row_number() over (order by engagements desc, country) <= any_value(most_rows)
)
select * exclude (most_rows) from final order by engagements desc, country;
