-- What a release seemed to say and was not believed.
select w.element, w.field, w.candidate, w.reason, w.confidence, w.part, w.start_no, w.end_no
from core.withheld w join core.release r on r.current_revision_id = w.revision_id where r.release_id = $id order by w.part, w.start_no
