-- On what the reports of one engagement disagree.
select c.*, r.release_title, r.url from main.conflicts c join main.reports r using (report_id) where c.engagement_id = $id
order by c.field, c.is_chosen desc, c.value, c.published_on nulls last
