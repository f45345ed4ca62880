-- How far the values of each field are believed: the best span of each value, in steps of 0.05; bin 0 holds all below 0.5, bin 10 those from 0.95.
with
valued as (
    select report_id, element as whole, split_part(element, '/', 1) as element, field, max(confidence) as confidence
    from core.evidence semi join core.engagement_report using (report_id)
    group by all
),
binned as (
    select element, field, confidence, least(greatest(floor(round((confidence - 0.5) * 20, 6)) + 1, 0), 10)::integer as bin_no from valued
),
final as (
    select element, field, count(*) as value_count, median(confidence) as median_confidence, count(*) filter (confidence < 0.7) as unsure_count,
           [count(*) filter (bin_no = 0), count(*) filter (bin_no = 1), count(*) filter (bin_no = 2), count(*) filter (bin_no = 3),
            count(*) filter (bin_no = 4), count(*) filter (bin_no = 5), count(*) filter (bin_no = 6), count(*) filter (bin_no = 7),
            count(*) filter (bin_no = 8), count(*) filter (bin_no = 9), count(*) filter (bin_no = 10)] as bins
    from binned group by all
)
select * from final order by element, field
