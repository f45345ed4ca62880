-- What each release says of an engagement, with the release's texts.
select r.*, v.title, v.text as body, v.metadata_text as metadata, v.language
from main.reports r join core.report p using (report_id) join core.revision v using (revision_id)
where r.engagement_id = $id order by r.focus = 'primary' desc, r.published_on nulls last, r.report_id
