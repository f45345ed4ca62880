-- What went into each step and what became of it; the parts of a step add up to what went in.
with
loaded as (
    select coalesce(sum(release_count), 0) as release_count, coalesce(sum(new_count), 0) as new_count, coalesce(sum(changed_count), 0) as changed_count,
           coalesce(sum(unchanged_count), 0) as unchanged_count, coalesce(sum(skipped_count), 0) as skipped_count,
           coalesce(sum(quarantined_count), 0) as quarantined_count, coalesce(sum(report_count), 0) as report_count,
           coalesce(sum(loaded_report_count), 0) as loaded_report_count, coalesce(sum(quarantined_report_count), 0) as quarantined_report_count
    from ops.load
),
stored as (
    select count(*) as report_count, count(t.report_id) as current_count, count(distinct t.engagement_id) as engagement_count
    from core.report left join core.engagement_report t using (report_id)
),
mention as (
    select count(*) as mention_count, count(person_id) as known_count, count(distinct person_id) as person_count
    from core.report_participant semi join core.engagement_report using (report_id)
),
part as (
    select 1 as step_no, 'fetched' as step, 'requests' as unit, (select count(*) from ops.capture) as in_count, outcome as part, count(*) as part_count,
           outcome in ('soft_failure', 'misread', 'refused', 'failed') as is_loss
    from ops.capture group by outcome
    union all
    select 2, 'parsed', 'releases', release_count, unnest(['new', 'changed', 'unchanged', 'skipped', 'quarantined whole']),
           unnest([new_count, changed_count, unchanged_count, skipped_count, quarantined_count]), unnest([false, false, false, true, true]) from loaded
    union all
    select 3, 'extracted and validated', 'reports', report_count, unnest(['loaded', 'quarantined']),
           unnest([loaded_report_count, quarantined_report_count]), unnest([false, true]) from loaded
    union all
    select 4, 'stored', 'reports', report_count, unnest(['of current texts', 'of former texts']),
           unnest([current_count, report_count - current_count]), unnest([false, false]) from stored
    union all
    select 5, 'resolved', 'reports', current_count, unnest(['first of an engagement', 'joined to another report']),
           unnest([engagement_count, current_count - engagement_count]), unnest([false, false]) from stored
    union all
    select 6, 'resolved', 'names', mention_count, unnest(['first of a person', 'joined to a person', 'left open']),
           unnest([person_count, known_count - person_count, mention_count - known_count]), unnest([false, false, true]) from mention
    union all
    select 7, 'published', 'engagements', (select count(*) from core.engagement), unnest(['in main', 'missing']),
           unnest([(select count(*) from main.engagements), (select count(*) from core.engagement) - (select count(*) from main.engagements)]), unnest([false, true])
)
select * from part order by step_no, is_loss, part_count desc, part
