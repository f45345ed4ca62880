-- Which commitments fell due and were not spoken of again?
-- last_topic_on: the last day on which the same parties touched one of the engagement's topics after the day it fell due; null where they never did.
-- due_on is the last day of the month or year where only that is known.
with
question as (select date '2021-01-01' as since, ['agreement', 'commitment', 'next_engagement'] as kinds),
due as (
    select o.*, case length(due_on) when 10 then due_on::date
                                    when 7 then last_day((due_on || '-01')::date)
                                    else make_date(due_on::integer, 12, 31) end as due_day
    from main.outcomes o cross join question q where o.due_on is not null and list_contains(q.kinds, o.kind)
),
known_until as (select max(published_on) as day from main.releases),
fallen as (
    select d.*, e.topics, e.published_on from due d join main.engagements e using (engagement_id) cross join known_until k cross join question q
    where d.due_day between q.since and k.day and d.due_day > coalesce(d.start_on, e.published_on)
),
later as (
    select f.report_id, f.outcome_no, max(e.start_on) as last_topic_on
    from fallen f join main.engagements e on e.start_on > f.due_day and list_has_all(e.parties, f.parties) and list_has_any(e.topics, f.topics)
    group by all
),
final as (
    select f.due_day as due_on, f.parties, f.actor, f.verb, f.content, f.due_text, f.start_on, l.last_topic_on, f.engagement_id
    from fallen f left join later l using (report_id, outcome_no)
    order by l.last_topic_on nulls first, f.due_day, f.engagement_id, f.outcome_no
)
select * from final;
