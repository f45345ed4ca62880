-- Who met whom: the parties that met most, each with each.
with
pair as (
    select party_a, party_b, sum(engagement_count) as engagement_count from main.country_pairs where month between $since and $until group by all
),
side as (select party_a as party, party_b as other, engagement_count from pair union all select party_b, party_a, engagement_count from pair),
picked as (
    select party, sum(engagement_count) as total from side group by all order by total desc, party limit 14
),
final as (
    select a.party, s.other, s.engagement_count, a.total as party_total, b.total as other_total, p.name as party_name, q.name as other_name
    from side s join picked a using (party) join picked b on b.party = s.other
    left join core.party p using (party) left join core.party q on q.party = s.other
)
select * from final order by party_total desc, party, other_total desc, other
