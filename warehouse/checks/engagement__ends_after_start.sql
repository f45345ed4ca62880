-- severity: error. An engagement cannot end before it begins.
select engagement_id, start_on, end_on from core.engagement where end_on < start_on
