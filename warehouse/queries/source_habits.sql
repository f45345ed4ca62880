-- One row per source with all that warehouse/quality knows of it; the tables are made by `warehouse.check_runs.prepare`.
with
week as (
    select source, list({'week': week, 'release_count': release_count, 'usual_low': usual_low, 'usual_high': usual_high, 'is_quiet': is_quiet,
                         'outlier': outlier, 'words': words} order by week) as weeks
    from quality_week where is_shown group by all
),
layout as (
    select source, list(concat_ws(': ', address, reason) order by sign, address, reason) as layout_changes from quality_layout group by all
),
quarantined as (
    -- A source's quarantine goes by its publisher; what has none stands under 'unknown'.
    select source as publisher, count(distinct coalesce(report_id, release_id)) as quarantine_count from quality_quarantine group by all
),
gap as (
    select publisher, list(month order by month) as gap_months from main.coverage where is_gap group by all
),
final as (
    select s.source, s.source_id, s.publisher, s.is_followed, s.release_count, s.first_on, s.last_on, f.working_days, f.most_days, f.is_stale, f.words as freshness,
           coalesce(w.weeks, []) as weeks, m.words as month, m.outlier as month_outlier,
           coalesce(t.request_count, 0) as request_count, coalesce(t.failure_count, 0) as failure_count, t.last_failure, t.last_asked_at,
           coalesce(t.is_failing, false) as is_failing, coalesce(t.is_forgotten, false) as is_forgotten, t.words as fetches,
           coalesce(l.layout_changes, []) as layout_changes, e.new_share as engaged_share, e.old_share as usual_engaged_share, e.words as engaged,
           e.is_outlier as is_engaged_outlier, coalesce(q.quarantine_count, 0) as quarantine_count, coalesce(g.gap_months, []) as gap_months
    from quality_source s left join quality_freshness f using (source) left join week w using (source) left join quality_month m using (source)
    left join quality_fetch t using (source) left join layout l using (source) left join quality_engaged e using (source)
    left join quarantined q on q.publisher = s.publisher left join gap g on g.publisher = s.publisher
)
select * from final order by source
