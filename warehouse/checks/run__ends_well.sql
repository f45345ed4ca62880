-- severity: error
-- dimension: freshness
-- meaning: The last run of its kind and source within seven days failed or was killed: what is published is older than what could be.
-- threshold: 0
-- blocking: no
-- population: select count(*) from ops.run
select coalesce(source_id, flow) as source, flow, source_id, state, ended_at, reason from ops.run, run_moment m
where started_at between m.now - interval 7 day and m.now and state <> 'skipped'
qualify row_number() over (partition by flow, source_id order by started_at desc, run_id) = 1 and state in ('failed', 'crashed') order by all
