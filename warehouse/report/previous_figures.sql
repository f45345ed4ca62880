-- The figures of the report before this one.
select topic, name, value, made_at from ops.quality_figure
where made_at = (select max(made_at) from ops.quality_figure where made_at < $now)
