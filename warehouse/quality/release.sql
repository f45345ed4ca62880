-- The current releases of each source, with what its habits are measured by.
create or replace temp table quality_release as
with
reported as (
    select distinct release_id from core.report p join core.release r using (release_id) where p.revision_id = r.current_revision_id
),
measured as (
    -- Before the join, or it would hold all texts in memory.
    select revision_id, published_on, length(text) as character_count from core.revision
),
final as (
    select s.source, r.release_id, v.published_on, r.first_seen_at, v.character_count, e.release_id is not null as has_engagement
    from quality_source s join core.release r on coalesce(r.publisher, 'unknown') = s.publisher
    join measured v on v.revision_id = r.current_revision_id left join reported e on e.release_id = r.release_id
)
select * from final;
