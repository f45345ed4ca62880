-- What waits in quarantine: turned away by the last load that read its release, with what a retry needs.
create or replace temp view quality_quarantine as
with
last_reading as (
    select release_id, archive_segment, archive_offset, parser_version, extractor_version from ops.reading
    qualify row_number() over (partition by release_id order by load_id desc, archive_segment desc, archive_offset desc) = 1
),
final as (
    select coalesce(r.publisher, q.payload ->> '$.release[0].publisher', 'unknown') as source, q.release_id, q.report_id, q.table_name, q.column_name, q.check_name,
           q.reason, q.load_id, g.archive_segment, g.archive_offset, g.parser_version, g.extractor_version
    from ops.quarantine q left join core.release r using (release_id) left join last_reading g using (release_id)
    where (r.load_id is null or r.load_id <= q.load_id)
      and q.load_id = (select max(o.load_id) from ops.quarantine o where o.release_id = q.release_id)
)
select * from final order by release_id, report_id nulls first, table_name, column_name, reason;
