-- How many releases the warehouse took in since a moment, by what they were to it.
with
seen as (
    select case when r.first_seen_at >= $seen_since then 'new' else 'changed' end as state
    from core.release r join core.revision v on v.revision_id = r.current_revision_id
    where r.first_seen_at >= $seen_since or (v.fetched_at >= $seen_since and v.revision_no > 1)
),
final as (select count(*) filter (where state = 'new') as new_count, count(*) filter (where state = 'changed') as changed_count from seen)
select * from final;
