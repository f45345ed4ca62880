-- On what do two releases about one engagement disagree, and which value was believed?
-- One row per report and field on which the engagement's reports differ.
with
question as (select ['days', 'city', 'kind', 'status'] as fields),
final as (
    select c.field, c.engagement_id, c.value, c.is_chosen, c.publisher, c.published_on, r.title
    from main.conflicts c cross join question q join main.releases r using (release_id)
    where list_contains(q.fields, c.field) order by c.field, c.engagement_id, c.published_on, c.report_id
)
select * from final;
