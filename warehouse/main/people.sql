-- One row per person, with the career by date in one cell; main.tenures has it as rows.
create or replace table main.people as
with
spelling as (
    select person_id, list(name order by mention_count desc, name) as names from core.person_name group by all
),
career as (
    select person_id,
           list({'office': office, 'level': level, 'first_on': first_on, 'last_on': last_on} order by first_on nulls last, office) as career
    from core.tenure group by all
),
counted as (
    select person_id, count(distinct engagement_id) as engagement_count
    from core.report_participant join core.engagement_report using (report_id) where person_id is not null group by all
),
final as (
    select p.person_id, p.name, p.party, spelling.names, career.career, p.first_on, p.last_on, counted.engagement_count, p.mention_count
    from core.person p left join spelling using (person_id) left join career using (person_id) left join counted using (person_id)
)
select * from final order by name, party, person_id;
comment on table main.people is 'One row per person who took part in an engagement';
comment on column main.people.person_id is 'Key; ids the person had before resolve through core.person_alias';
comment on column main.people.name is 'The spelling most used';
comment on column main.people.party is 'Code of the state or organisation the person speaks for';
comment on column main.people.names is 'All spellings seen, the commonest first';
comment on column main.people.career is 'Offices in order, each with the first and last day on which the person was seen in it';
comment on column main.people.first_on is 'First day on which an engagement names the person';
comment on column main.people.last_on is 'Last such day';
comment on column main.people.engagement_count is 'Engagements';
comment on column main.people.mention_count is 'Reports that name the person';
