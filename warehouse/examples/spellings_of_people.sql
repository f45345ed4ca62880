-- Under which spellings is one person known here?
-- People with more than one spelling, the commonest first.
with
question as (select 2 as fewest_spellings),
final as (
    select p.name, p.party, p.names, p.engagement_count, p.first_on, p.last_on from main.people p cross join question q
    where len(p.names) >= q.fewest_spellings order by p.engagement_count desc, p.person_id
)
select * from final;
