-- How right production is, by the reports that were drawn at random and judged (`readout review`).
select field, judged_count as count, share as value, low, high from ops.accuracy order by field = 'engagement' desc, field = 'all' desc, field
