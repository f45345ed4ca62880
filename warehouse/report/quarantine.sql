-- What was turned away and is still missing, by what was wrong with it.
with
missing as (
    select * from ops.quarantine q
    where case when q.report_id is null then not exists (from core.release r where r.release_id = q.release_id)
               else not exists (from core.report p where p.report_id = q.report_id) end
),
final as (
    select m.table_name, m.column_name, m.check_name, any_value(m.reason) as reason,
           count(distinct m.report_id) as report_count, count(distinct m.release_id) as release_count,
           max(l.loaded_at) as last_at,
           list(distinct {'release_id': m.release_id, 'title': r.title, 'url': r.url})[:5] as samples
    from missing m left join ops.load l using (load_id) left join main.releases r using (release_id)
    group by all
)
select * from final order by report_count + release_count desc, table_name, check_name
