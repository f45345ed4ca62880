-- On which fields reports disagree, and how often.
select field, count(distinct engagement_id) as engagement_count from main.conflicts group by all order by engagement_count desc, field
