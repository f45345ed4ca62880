-- What the warehouse holds, and when it last took something in.
select (select count(*) from core.release) as release_count,
       (select count(distinct publisher) from core.release) as publisher_count,
       (select count(*) from core.engagement) as engagement_count,
       (select count(*) from core.person) as person_count,
       (select count(*) from core.evidence) as evidence_count,
       (select min(published_on) from main.releases) as first_on,
       (select max(published_on) from main.releases) as last_on,
       (select max(loaded_at) from ops.load where release_count > 0) as loaded_at,
       (select max(fetched_at) from ops.capture) as asked_at
