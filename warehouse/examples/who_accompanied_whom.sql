-- Who travels with whom: people of one party named in the same engagements?
-- together: engagements in which both are named; principal is the one of higher rank there.
with
question as (select 2 as fewest),
ranked as (
    select engagement_id, person_id, name, party, role,
           list_position(['head', 'minister', 'chief_of_defence', 'deputy_minister', 'senior_officer', 'senior_official', 'envoy', 'other'], level) as rank
    from main.participants where person_id is not null
),
final as (
    select p.party, p.name as principal, a.name as companion, count(distinct a.engagement_id) as together,
           count(*) filter (where a.role = 'accompanying') as said_to_accompany
    from ranked p join ranked a on a.engagement_id = p.engagement_id and a.party = p.party and a.rank > p.rank cross join question q
    group by p.party, p.name, a.name, q.fewest having count(distinct a.engagement_id) >= q.fewest
)
select * from final order by together desc, principal, companion;
