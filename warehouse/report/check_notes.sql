-- The last note on each check.
select name, kind, noted_at, until_on, reason from ops.check_note
qualify row_number() over (partition by name order by noted_at desc) = 1
