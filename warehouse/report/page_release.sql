-- A release with its current texts.
select r.release_id, r.publisher, r.publisher_party, r.release_type, r.is_primary, r.is_withdrawn, r.first_seen_at, r.last_seen_at, v.revision_id, v.revision_no,
       v.title, v.url, v.published_on, v.published_at, v.language, v.text as body, v.metadata_text as metadata, v.skipped, v.parser_version, v.extractor_version
from core.release r join core.revision v on v.revision_id = r.current_revision_id where r.release_id = $id
