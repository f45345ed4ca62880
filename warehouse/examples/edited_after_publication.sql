-- Which releases were edited after publication, and what changed?
-- One row per paragraph that one text has and the one before or after it lacks; change says whether it was added or taken out.
with
question as (select 40 as fewest_characters),
edited as materialized (
    select v.* from core.revision v
    where v.release_id in (select release_id from core.revision where revision_no > 1)
),
paragraph as (
    select v.release_id, v.revision_no, v.fetched_at, b.block_no, trim(substr(v.text, b.start_no + 1, b.end_no - b.start_no)) as words
    from edited v join core.block b using (revision_id) cross join question q
    where b.kind <> 'table' and b.end_no - b.start_no >= q.fewest_characters
),
added as (
    select n.*, 'added' as change from paragraph n
    where n.revision_no > 1 and not exists (
        select 1 from paragraph o where o.release_id = n.release_id and o.revision_no = n.revision_no - 1 and o.words = n.words)
),
taken as (
    select o.* replace (o.revision_no + 1 as revision_no), 'taken out' as change from paragraph o
    where exists (select 1 from core.revision v where v.release_id = o.release_id and v.revision_no = o.revision_no + 1)
      and not exists (
        select 1 from paragraph n where n.release_id = o.release_id and n.revision_no = o.revision_no + 1 and n.words = o.words)
),
final as (
    select r.title, c.revision_no, c.change, c.words, r.published_on, r.release_id
    from (from added union all by name from taken) c join main.releases r using (release_id)
    order by r.published_on, r.release_id, c.revision_no, c.change, c.block_no
)
select * from final;
