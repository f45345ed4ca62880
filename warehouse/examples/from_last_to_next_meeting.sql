-- How long is it between two meetings of the same two states at the level of ministers or above?
-- days_between: median and longest distance in days of the pair's dated engagements; pairs that met three times or more.
with
question as (select ['head', 'minister'] as levels, 3 as fewest),
high as (
    select distinct p.engagement_id, p.party, p.start_on from main.participants p join main.engagements e using (engagement_id) cross join question q
    where list_contains(q.levels, p.level) and p.status = 'held' and e.date_precision = 'day' and p.party is not null
),
met as (
    select distinct a.party as party_a, b.party as party_b, a.start_on from high a join high b using (engagement_id) where a.party < b.party
),
gap as (
    select *, start_on - lag(start_on) over (partition by party_a, party_b order by start_on) as days from met
),
final as (
    select party_a, party_b, count(*) as days_met, median(days) as median_days_between, max(days) as longest_days_between, max(start_on) as last_on
    from gap cross join question group by party_a, party_b, fewest having count(*) >= fewest order by days_met desc, party_a, party_b
)
select * from final;
