-- severity: error
-- dimension: consistency
-- meaning: An id that leads nowhere: a person, an engagement or a report that is not there.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from core.report_participant
select 'report_participant.person_id' as reference, person_id as id from core.report_participant anti join core.person using (person_id) where person_id is not null
union all select 'person_name.person_id', person_id from core.person_name anti join core.person using (person_id)
union all select 'tenure.person_id', person_id from core.tenure anti join core.person using (person_id)
union all select 'person_alias.person_id', person_id from core.person_alias anti join core.person using (person_id) where person_id is not null
union all select 'engagement_report.engagement_id', engagement_id from core.engagement_report anti join core.engagement using (engagement_id)
union all select 'engagement_alias.engagement_id', engagement_id from core.engagement_alias anti join core.engagement using (engagement_id) where engagement_id is not null
union all select 'engagement.parent_engagement_id', a.parent_engagement_id from core.engagement a
    where a.parent_engagement_id is not null and not exists (from core.engagement b where b.engagement_id = a.parent_engagement_id)
union all select 'engagement_report.joined_to', a.joined_to from core.engagement_report a
    where a.joined_to is not null and not exists (from core.engagement_report b where b.report_id = a.joined_to and b.engagement_id = a.engagement_id)
order by all
