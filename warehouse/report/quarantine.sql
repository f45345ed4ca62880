-- What waits in quarantine, by what was wrong with it.
with
final as (
    select q.table_name, q.column_name, q.check_name, min(q.reason) as reason, count(distinct q.report_id) as report_count,
           count(distinct q.release_id) as release_count, max(l.loaded_at) as last_at,
           list(distinct {'release_id': q.release_id, 'title': r.title, 'url': r.url})[:5] as samples
    from quality_quarantine q left join ops.load l using (load_id) left join main.releases r using (release_id)
    group by all
)
select * from final order by report_count + release_count desc, table_name, check_name
