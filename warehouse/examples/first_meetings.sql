-- When did two ministers or heads first meet, as far as this warehouse goes?
-- One row per pair of people of different parties who met in person; first_on is the earliest dated engagement held, times how many there are.
with
question as (select ['head', 'minister'] as levels, 'USA' as party),
present as (
    select p.* from main.participants p join main.engagements e using (engagement_id) cross join question q
    where p.person_id is not null and p.status = 'held' and e.mode = 'in_person' and e.date_precision = 'day' and list_contains(q.levels, p.level)
),
pair as (
    select a.person_id as a_id, b.person_id as b_id, a.name as a, b.name as b, b.party, a.start_on, a.engagement_id
    from present a join present b using (engagement_id) cross join question q where a.party = q.party and b.party <> q.party
),
final as (
    select min(start_on) as first_on, any_value(a) as one, any_value(b) as other, any_value(party) as party, count(*) as times,
           arg_min(engagement_id, (start_on, engagement_id)) as engagement_id
    from pair group by a_id, b_id order by first_on, one, other
)
select * from final;
