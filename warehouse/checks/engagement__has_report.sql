-- severity: error
-- dimension: consistency
-- meaning: An engagement that no report tells of was made up.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement
select engagement_id from core.engagement anti join core.engagement_report using (engagement_id)
order by all
