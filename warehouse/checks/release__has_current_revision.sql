-- severity: error
-- dimension: consistency
-- meaning: A release points to the revision that feeds main.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.release
select r.release_id from core.release r where not exists (from core.revision v where v.revision_id = r.current_revision_id and v.release_id = r.release_id)
order by all
