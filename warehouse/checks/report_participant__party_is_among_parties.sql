-- severity: error
-- dimension: consistency
-- meaning: Who takes part makes their state a party.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report_participant
select a.report_id, a.name, a.party from core.report_participant a anti join core.report_party b on a.report_id = b.report_id and a.party = b.party where a.party is not null
order by all
