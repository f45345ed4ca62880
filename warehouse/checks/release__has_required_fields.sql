-- severity: error
-- dimension: completeness
-- meaning: A release lacks a field that its source's settings require (assertions in config/sources).
-- threshold: 0
-- blocking: no
-- population: select count(*) from core.release semi join followed_source using (publisher)
with
required as (
    select publisher, source_id, unnest(required) as field from followed_source
),
final as (
    select r.release_id, v.revision_id, v.url, q.source_id as source, q.field
    from core.release r join core.revision v on v.revision_id = r.current_revision_id join required q on q.publisher = r.publisher
    where case q.field when 'title' then v.title = '' when 'published_on' then v.published_on is null when 'language' then v.language is null else v.url is null end
)
select * from final order by all
