-- Engagements per quarter in which a topic was treated, for the topics treated most.
with
treated as (
    select distinct engagement_id, code, date_trunc('quarter', start_on)::date as quarter
    from main.topics where code is not null and start_on between $since and $until
),
picked as (select code, count(*) as total from treated group by all order by total desc, code limit 16),
final as (
    select t.quarter, n.name as topic, p.total, count(*) as engagement_count
    from treated t join picked p using (code) join core.topic n using (code) group by all
)
select * from final order by total desc, topic, quarter
