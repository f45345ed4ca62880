-- severity: error
-- dimension: completeness
-- meaning: The tables for people hold every engagement and every release of core once: a join that drops or doubles rows goes unnoticed otherwise.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement
select 'engagements' as "table", engagement_id, null as release_id from core.engagement anti join main.engagements using (engagement_id)
union all select 'engagements', engagement_id, null from main.engagements group by all having count(*) > 1
union all select 'releases', null, release_id from core.release anti join main.releases using (release_id)
union all select 'releases', null, release_id from main.releases group by all having count(*) > 1
order by all
