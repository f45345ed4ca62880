-- One row per person and engagement.
create or replace table main.participants as
select p.report_id as engagement_id, p.name, p.title, p.party, p.level, p.role, p.institution, e.kind, e.status, e.start_on, e.parties, e.publisher
from core.report_participant p join main.engagements e on e.engagement_id = p.report_id
order by e.start_on nulls last, engagement_id, p.participant_no;
comment on table main.participants is 'One row per person named as taking part in an engagement';
comment on column main.participants.engagement_id is 'The engagement';
comment on column main.participants.name is 'The fullest form in the release, without title';
comment on column main.participants.title is 'The fullest office in the release';
comment on column main.participants.party is 'Code of the state or organisation the person speaks for';
comment on column main.participants.level is 'Rank of the office';
comment on column main.participants.role is 'principal, host, co_chair or accompanying';
comment on column main.participants.institution is 'Command, ministry, unit or ship as written';
comment on column main.participants.kind is 'Kind of the engagement';
comment on column main.participants.status is 'Status of the engagement';
comment on column main.participants.start_on is 'First day of the engagement';
comment on column main.participants.parties is 'All parties of the engagement';
comment on column main.participants.publisher is 'Who published the release';
