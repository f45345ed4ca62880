-- How often, and at what level, did two states meet in each quarter, and how much of what is usually published do we have?
-- coverage_share: releases here over releases usual for the publishers; a quarter below 0.25 proves nothing by its silence.
with
question as (select 'JPN' as party_a, 'USA' as party_b),
met as (
    select date_trunc('quarter', p.month)::date as quarter, sum(p.engagement_count)::bigint as engagements,
           sum(p.meeting_count)::bigint as meetings, sum(p.call_count)::bigint as calls, sum(p.visit_count)::bigint as visits,
           list(distinct p.level order by p.level) filter (where p.level is not null) as levels
    from main.country_pairs p join question q using (party_a, party_b) group by all
),
covered as (
    select date_trunc('quarter', month)::date as quarter, round(sum(seen_count) / nullif(sum(expected_count), 0), 2) as coverage_share
    from main.coverage group by all
),
final as (
    select c.quarter, coalesce(m.engagements, 0) as engagements, m.meetings, m.calls, m.visits, m.levels, c.coverage_share
    from covered c left join met m using (quarter) order by c.quarter
)
select * from final;
