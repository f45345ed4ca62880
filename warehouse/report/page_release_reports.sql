-- The engagements that a release tells of.
select r.*, e.parties, e.participants, e.release_count from main.reports r join main.engagements e using (engagement_id)
where r.release_id = $id order by r.focus = 'primary' desc, r.start_on nulls last, r.report_id
