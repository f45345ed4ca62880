-- severity: error
-- dimension: validity
-- meaning: A code that the reference data do not hold cannot be explained to anybody.
-- threshold: 0
-- blocking: yes
-- population: select (select count(*) from core.report_party) + (select count(*) from core.report_topic)
select 'report_party.party' as field, party as code from core.report_party anti join core.party using (party)
union all select 'report_participant.party', party from core.report_participant anti join core.party using (party) where party is not null
union all select 'report.country', r.country from core.report r where r.country is not null and not exists (from core.party p where p.party = r.country)
union all select 'report_topic.code', code from core.report_topic anti join core.topic using (code) where code is not null
union all select 'release.publisher_party', publisher_party from core.release r where publisher_party is not null and not exists (from core.party p where p.party = r.publisher_party)
