-- Whole engagements that were not believed, by reason: candidates in current revisions whose kind was turned down.
select regexp_replace(w.reason, ' \(found: .*\)$', '') as reason, count(*) as candidate_count, count(distinct w.revision_id) as release_count
from core.withheld w semi join core.release r on r.current_revision_id = w.revision_id
where w.field = 'kind'
group by all order by candidate_count desc, reason
