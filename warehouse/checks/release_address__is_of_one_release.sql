-- severity: error
-- dimension: duplicates
-- meaning: One address, of the web or an id, leads to two releases that say the same day: one release was taken for two. A path stands in many folders.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.release_address where regexp_matches(address, '^(https?://|id:)')
select a.address, b.release_id, a.release_id as other_release_id
from core.release_address a join core.release_address b on b.address = a.address and b.release_id > a.release_id
join core.revision v on v.revision_id = (select current_revision_id from core.release r where r.release_id = a.release_id)
join core.revision w on w.revision_id = (select current_revision_id from core.release r where r.release_id = b.release_id)
where v.published_on is not distinct from w.published_on and regexp_matches(a.address, '^(https?://|id:)') order by all
