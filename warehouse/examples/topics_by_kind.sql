-- What is talked about in which kind of engagement?
-- Engagements per topic and kind; one engagement counts once for each of its topics.
with
question as (select date '2021-01-01' as since),
topic as (
    select distinct t.engagement_id, t.code, t.kind from main.topics t cross join question q where t.code is not null and t.start_on >= q.since
),
final as (
    select code as topic, count(*) as engagements, count(*) filter (where kind = 'meeting') as meetings, count(*) filter (where kind = 'call') as calls,
           count(*) filter (where kind = 'visit') as visits, count(*) filter (where kind = 'dialogue') as dialogues,
           count(*) filter (where kind = 'conference') as conferences
    from topic group by code order by engagements desc, topic
)
select * from final;
