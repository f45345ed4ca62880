-- severity: warn
-- dimension: duplicates
-- meaning: Two releases of one publisher, at most three days apart, have the same text of 400 characters or more: they are one, told twice.
-- threshold: 0
-- blocking: no
-- population: select count(*) from core.release
with
current as (
    select r.release_id, r.publisher, v.text_digest, v.published_on
    from core.release r join core.revision v on v.revision_id = r.current_revision_id where length(v.text) >= 400
)
select b.release_id, a.release_id as other_release_id, b.publisher, b.published_on
from current a join current b on b.text_digest = a.text_digest and b.publisher is not distinct from a.publisher and b.release_id > a.release_id
where abs(b.published_on - a.published_on) <= 3 order by all
