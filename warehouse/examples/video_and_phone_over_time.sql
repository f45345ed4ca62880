-- How did meeting by video and by phone give way to meeting in person?
-- Engagements held per quarter and mode; video_share is of those whose mode is known.
with
question as (select date '2020-01-01' as since),
held as (
    select date_trunc('quarter', start_on)::date as quarter, mode from main.engagements cross join question
    where status = 'held' and start_on >= since and date_precision in ('day', 'month', 'span')
),
final as (
    select quarter, count(*) filter (where mode = 'in_person') as in_person, count(*) filter (where mode = 'phone') as phone,
           count(*) filter (where mode = 'video') as video,
           round(count(*) filter (where mode = 'video') / nullif(count(*) filter (where mode <> 'unknown'), 0), 3) as video_share
    from held group by quarter order by quarter
)
select * from final;
