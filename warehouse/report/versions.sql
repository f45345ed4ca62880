-- By which versions of the code the stored texts were read.
select parser_version, extractor_version, count(*) as revision_count, max(fetched_at) as last_at from core.revision group by all order by last_at desc
