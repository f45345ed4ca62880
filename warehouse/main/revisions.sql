-- One row per revision of a release: when it was seen, and what changed since the one before.
create or replace table main.revisions as
with
final as (
    select v.release_id, v.revision_no, v.revision_id, v.fetched_at as seen_at, v.published_at, v.title, v.url, r.publisher, d.difference,
           v.revision_id = r.current_revision_id as is_current, r.is_withdrawn
    from core.revision v join core.release r using (release_id) left join revision_difference d using (release_id, revision_no)
)
select * from final order by release_id, revision_no;
comment on table main.revisions is 'One row per text that a release has had, with what changed';
comment on column main.revisions.release_id is 'The release';
comment on column main.revisions.revision_no is '1 for the first text seen';
comment on column main.revisions.revision_id is 'Key';
comment on column main.revisions.seen_at is 'When the body that first showed it was fetched or read';
comment on column main.revisions.published_at is 'Publication as that text tells it';
comment on column main.revisions.title is 'The title';
comment on column main.revisions.url is 'Where it stands';
comment on column main.revisions.publisher is 'Who published it';
comment on column main.revisions.difference is 'Lines that went (-) and came (+) since the revision before; null for the first';
comment on column main.revisions.is_current is 'Whether it feeds the other tables';
comment on column main.revisions.is_withdrawn is 'Whether the release''s address answers 404 or 410';
