-- severity: error
-- dimension: validity
-- meaning: An engagement cannot end before it begins.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.engagement
select engagement_id, start_on, end_on from core.engagement where end_on < start_on
order by all
