-- Which meetings and visits belonged to which trip or conference?
-- One row per part, under the engagement it was part of.
with
question as (select date '2020-01-01' as since),
final as (
    select t.start_on as trip_on, t.kind as trip, t.parties as trip_parties, e.start_on, e.kind, e.city, e.country, e.participants, e.engagement_id
    from main.engagements e join main.engagements t on t.engagement_id = e.parent_engagement_id cross join question q
    where coalesce(e.start_on, q.since) >= q.since order by t.start_on nulls last, t.engagement_id, e.start_on nulls last, e.engagement_id
)
select * from final;
