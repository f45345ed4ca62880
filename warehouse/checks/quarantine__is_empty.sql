-- severity: warn
-- dimension: completeness
-- meaning: What broke a schema waits in quarantine and is in no table: `readout quarantine list`, and `readout quarantine retry` once the code was mended.
-- threshold: 0
-- blocking: no
select source, release_id, report_id, table_name, column_name, check_name, reason from quality_quarantine order by all
