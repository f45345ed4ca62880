-- Engagements held per month and kind.
select date_trunc('month', coalesce(start_on, published_on))::date as month, kind, count(*) as engagement_count
from main.engagements
where status = 'held' and coalesce(date_precision, 'day') <> 'year' and coalesce(start_on, published_on) between $since and $until
group by all order by month, kind
