-- severity: warn
-- dimension: accuracy
-- meaning: A release issued to report what was held tells of recent days: one more than sixty days back is most likely misread, often by a year.
-- threshold: 2%
-- blocking: no
-- population: select count(*) from core.report where focus = 'primary' and status = 'held' and date_precision = 'day'
select p.report_id, p.release_id, p.start_on, p.date_text, v.published_on
from core.report p join core.revision v using (revision_id)
where p.focus = 'primary' and p.status = 'held' and p.date_precision = 'day' and p.start_on < v.published_on - 60 order by all
