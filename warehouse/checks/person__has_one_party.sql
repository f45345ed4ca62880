-- severity: error
-- dimension: consistency
-- meaning: Two people of different parties are never one.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.person
select a.person_id, p.party, a.party as other_party
from core.report_participant a join core.person p using (person_id)
where a.party is not null and a.party is distinct from p.party
order by all
