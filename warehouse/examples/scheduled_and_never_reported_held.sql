-- What was announced, has passed, and was never reported as held?
-- Silence may be a gap of ours: is_gap says whether a month of the announcing publisher since then is thin (main.coverage).
with
question as (select 14 as days_of_grace),
known_until as (select max(published_on) as day from main.releases),
open as (
    select e.* from main.engagements e cross join known_until k cross join question q
    where e.status = 'scheduled' and e.date_precision in ('day', 'span') and coalesce(e.end_on, e.start_on) + q.days_of_grace < k.day
),
final as (
    select o.start_on, o.kind, o.parties, o.participants, o.release_title, o.published_on, coalesce(bool_or(c.is_gap), true) as is_gap, o.engagement_id
    from open o left join main.coverage c on c.publisher = o.publisher and c.month between date_trunc('month', o.start_on) and o.start_on + 31
    group by all order by o.start_on, o.engagement_id
)
select * from final;
