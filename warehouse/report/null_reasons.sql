-- Why a value was not believed, by field of the current revisions: candidates that were turned down.
select split_part(w.element, '/', 1) as element, w.field, regexp_replace(w.reason, ' \(found: .*\)$', '') as reason, count(*) as candidate_count
from core.withheld w semi join core.release r on r.current_revision_id = w.revision_id
group by all order by element, field, candidate_count desc, reason
