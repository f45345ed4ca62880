-- severity: warn
-- dimension: validity
-- meaning: A release was seen before the day on which it says that it was published (one day's grace for zones): its date is misread.
-- threshold: 0
-- blocking: no
-- population: select count(*) from core.release
select r.release_id, r.publisher, v.published_on, r.first_seen_at from core.release r join core.revision v on v.revision_id = r.current_revision_id
where v.published_on > r.first_seen_at::date + 1 order by all
