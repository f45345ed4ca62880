-- What was called off or put off?
-- Engagements whose latest report says cancelled, with the words that say so.
with
question as (select 'cancelled' as status),
said as (
    select engagement_id, list(distinct quote order by quote) as quotes from main.evidence where element = 'report' and field = 'status' group by all
),
final as (
    select e.start_on, e.kind, e.parties, e.participants, s.quotes, e.release_title, e.published_on, e.engagement_id
    from main.engagements e join question q using (status) left join said s using (engagement_id) order by e.start_on nulls last, e.engagement_id
)
select * from final;
