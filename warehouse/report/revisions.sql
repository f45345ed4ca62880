-- The texts that changed last, with what changed.
with
total as (select count(*) as change_count, count(distinct release_id) as release_count from main.revisions where revision_no > 1),
final as (
    select v.release_id, v.revision_no, v.seen_at, v.title, v.url, v.publisher, v.difference, v.is_withdrawn, t.change_count, t.release_count
    from main.revisions v cross join total t where v.revision_no > 1
)
select * from final order by seen_at desc, release_id, revision_no desc limit 20
