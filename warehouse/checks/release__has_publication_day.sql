-- severity: warn
-- dimension: completeness
-- meaning: Releases without a day of publication: their relative dates ("yesterday") cannot be read.
-- threshold: 2%
-- blocking: no
-- population: select count(*) from core.release
select r.release_id, r.publisher, v.url from core.release r join core.revision v on v.revision_id = r.current_revision_id where v.published_on is null order by all
