-- Those who took part in most engagements.
with
counted as (
    select p.person_id, q.name, q.party, count(distinct p.engagement_id) as engagement_count, count(distinct p.engagement_id) filter (p.kind = 'call') as call_count
    from main.participants p join main.people q using (person_id)
    where p.status = 'held' and p.start_on between $since and $until
    group by all
),
final as (
    select c.*, (select max_by(office, (last_on, mention_count)) from main.tenures t where t.person_id = c.person_id) as office
    from counted c
)
select * from final order by engagement_count desc, name limit 20
