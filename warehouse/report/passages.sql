-- The texts to which ids lead: of a report, an engagement, a person, a release or a revision.
with
asked as (select unnest($ids) as id),
led as (
    select id, p.revision_id, p.report_id, 1 as rank_no from asked join core.report p on p.report_id = id
    union all
    select id, p.revision_id, p.report_id, 2 from asked join core.engagement_report t on t.engagement_id = id join core.report p using (report_id)
    union all
    select id, p.revision_id, p.report_id, 3 from asked join core.report_participant a on a.person_id = id join core.report p using (report_id)
    union all
    select id, r.current_revision_id, null, 4 from asked join core.release r on r.release_id = id
    union all
    select id, v.revision_id, null, 5 from asked join core.revision v on v.revision_id = id
),
picked as (select * from led qualify row_number() over (partition by id order by rank_no, report_id nulls last) = 1),
final as (
    select k.id, k.report_id, v.release_id, r.publisher, v.published_on, v.url, v.title, v.text as body, v.metadata_text as metadata,
           p.trigger_part, p.trigger_start_no, p.trigger_end_no
    from picked k join core.revision v using (revision_id) join core.release r on r.release_id = v.release_id left join core.report p using (report_id)
)
select * from final order by id
