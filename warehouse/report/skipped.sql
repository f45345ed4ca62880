-- Why releases were skipped.
select reason, count(*) as release_count, min(document_id) as example from ops.skipped group by all order by release_count desc, reason limit 12
