-- Which editions of recurring dialogues and exercises are known, and when did each take place?
-- series is the name without edition and year; days_since_last is the distance to the edition before.
with
question as (select 1 as fewest_editions),
edition as (
    select series, edition_no, min(start_on) as start_on, any_value(parties) as parties, count(*) as engagements
    from main.engagements where series is not null and edition_no is not null group by all
),
final as (
    select series, edition_no, start_on, start_on - lag(start_on) over (partition by series order by edition_no) as days_since_last, parties, engagements
    from edition cross join question
    qualify count(*) over (partition by series) >= fewest_editions
    order by series, edition_no
)
select * from final;
