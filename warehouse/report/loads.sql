-- The last days on which something was loaded: batches, how long from the first to the last, what came of it.
with
counted as (
    select loaded_at::date as day, count(*) as batch_count, min(loaded_at) as first_at, max(loaded_at) as last_at,
           epoch(max(loaded_at) - min(loaded_at)) as seconds,
           sum(release_count) as release_count, sum(new_count) as new_count, sum(changed_count) as changed_count, sum(unchanged_count) as unchanged_count,
           sum(skipped_count) as skipped_count, sum(quarantined_count + quarantined_report_count) as quarantined_count, sum(loaded_report_count) as report_count
    from ops.load group by all
)
select * from counted where release_count > 0 order by day desc limit 14
