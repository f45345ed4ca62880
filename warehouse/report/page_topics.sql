-- What an engagement was about.
select coalesce(n.name, t.label) as topic, t.code, list(distinct t.stance order by t.stance) as stances, max(t.report_count) as report_count
from main.topics t left join core.topic n using (code) where engagement_id = $id group by all order by report_count desc, topic
