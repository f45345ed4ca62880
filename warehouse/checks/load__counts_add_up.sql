-- severity: error
-- dimension: completeness
-- meaning: Every release and report that went in came out under one heading.
-- threshold: 0
-- blocking: yes
-- population: select count(*) from ops.load
select * from ops.load
where release_count <> new_count + changed_count + unchanged_count + skipped_count + quarantined_count
   or report_count <> loaded_report_count + quarantined_report_count
order by all
