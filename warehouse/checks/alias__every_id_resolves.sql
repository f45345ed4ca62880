-- severity: error
-- dimension: consistency
-- meaning: Every id that an engagement or a person has, or could have had, resolves to one.
-- threshold: 0
-- blocking: yes
-- population: select (select count(*) from core.report) + (select count(*) from core.person)
select report_id as id from core.report p where not exists (from core.engagement_alias a where a.alias_id = p.report_id)
union all select alias_id from core.engagement_alias group by alias_id having count(*) > 1
union all select person_id from core.person p where not exists (from core.person_alias a where a.alias_id = p.person_id and a.person_id = p.person_id)
union all select alias_id from core.person_alias group by alias_id having count(*) > 1
order by all
