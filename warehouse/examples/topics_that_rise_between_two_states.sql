-- Which topics rise in US-Philippines talks?
-- Share of the pair's dated engagements that touched a topic, before and since the turning day; change is in percentage points.
with
question as (select ['PHL', 'USA'] as parties, date '2023-01-01' as turn),
talk as (
    select e.engagement_id, e.topics, e.start_on >= q.turn as is_late
    from main.engagements e cross join question q where list_has_all(e.parties, q.parties) and e.start_on is not null
),
size as (select count(*) filter (where not is_late) as early_talks, count(*) filter (where is_late) as late_talks from talk),
topic as (
    select unnest(topics) as topic, is_late from talk
),
counted as (
    select topic, count(*) filter (where not is_late) as early_count, count(*) filter (where is_late) as late_count from topic group by topic
),
final as (
    select topic, early_count, early_talks, late_count, late_talks,
           round(100.0 * late_count / nullif(late_talks, 0) - 100.0 * early_count / nullif(early_talks, 0), 1) as change
    from counted cross join size order by change desc nulls last, topic
)
select * from final;
