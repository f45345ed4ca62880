-- How much of each publisher is here, month by month, so that "no meeting" differs from "not covered".
create or replace table main.coverage as
with
dated as (
    select coalesce(r.publisher, 'unknown') as publisher, v.published_on, r.release_id
    from core.release r join core.revision v on v.revision_id = r.current_revision_id
    where v.published_on is not null
),
span as (
    select publisher, unnest(range(date_trunc('month', min(published_on))::timestamp, date_trunc('month', max(published_on))::timestamp + interval 1 month, interval 1 month))::date as month
    from dated group by publisher
),
seen as (
    select publisher, date_trunc('month', published_on)::date as month, count(*) as seen_count, count(distinct published_on) as day_count from dated group by all
),
reported as (
    select coalesce(publisher, 'unknown') as publisher, date_trunc('month', published_on)::date as month, count(distinct engagement_id) as engagement_count
    from main.reports where published_on is not null group by all
),
filled as (
    select s.publisher, s.month, coalesce(n.seen_count, 0) as seen_count, coalesce(n.day_count, 0) as day_count, coalesce(e.engagement_count, 0) as engagement_count
    from span s left join seen n using (publisher, month) left join reported e using (publisher, month)
),
usual as (
    select *, median(seen_count) over (partition by publisher) as expected_count from filled
),
final as (
    select publisher, month, seen_count, expected_count, day_count, engagement_count, seen_count * 4 < expected_count as is_gap from usual
)
select * from final order by publisher, month;
comment on table main.coverage is 'One row per publisher and month, from its first release here to its last';
comment on column main.coverage.publisher is 'Who published';
comment on column main.coverage.month is 'First day of the month';
comment on column main.coverage.seen_count is 'Releases of that month that are here';
comment on column main.coverage.expected_count is 'The median of the publisher''s months: what a usual month holds';
comment on column main.coverage.day_count is 'Days on which something was published';
comment on column main.coverage.engagement_count is 'Engagements that these releases report';
comment on column main.coverage.is_gap is 'Whether less than a fourth of a usual month is here: the absence of an engagement says nothing';
