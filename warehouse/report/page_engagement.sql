-- An engagement as people see it, with the occasion that it was part of.
select e.*, o.kind as parent_kind, o.event_name as parent_name, o.start_on as parent_start_on,
       (select list(coalesce(p.name, u.party) order by coalesce(p.name, u.party)) from (select unnest(e.parties) as party) u left join core.party p using (party)) as party_names
from main.engagements e left join main.engagements o on o.engagement_id = e.parent_engagement_id
where e.engagement_id = $id
