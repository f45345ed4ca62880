-- One row per person and office: who held an office on a date.
create or replace table main.tenures as
select t.person_id, p.name, p.party, t.office, t.level, t.first_on, t.last_on, t.mention_count
from core.tenure t join core.person p using (person_id)
order by p.party, t.office, t.first_on nulls last, t.person_id;
comment on table main.tenures is 'One row per office that a person was seen in; it may have been held before and after';
comment on column main.tenures.person_id is 'The person';
comment on column main.tenures.name is 'Name';
comment on column main.tenures.party is 'Code of the state or organisation';
comment on column main.tenures.office is 'The office in the words that most reports use';
comment on column main.tenures.level is 'Rank of the office';
comment on column main.tenures.first_on is 'First day on which the person was seen in it';
comment on column main.tenures.last_on is 'Last such day';
comment on column main.tenures.mention_count is 'Reports that name it';
