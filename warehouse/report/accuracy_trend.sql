-- The accuracy that earlier reports measured, the last sixty of each figure.
select name, made_at, value, count from ops.quality_figure where topic = 'accuracy' and made_at < $now
qualify row_number() over (partition by name order by made_at desc) <= 60
order by name, made_at
