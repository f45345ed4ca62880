-- What was announced for days to come.
select engagement_id, start_on, end_on, date_precision, kind, parties, participants, city, country, release_title, publisher, published_on, url
from main.engagements
where status = 'scheduled' and coalesce(end_on, start_on) >= $today and coalesce(date_precision, 'day') <> 'year'
order by start_on, engagement_id limit 20
