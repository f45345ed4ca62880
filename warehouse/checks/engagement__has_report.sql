-- severity: error. An engagement that no report tells of was made up.
select engagement_id from core.engagement anti join core.engagement_report using (engagement_id)
