-- One row per topic and engagement.
create or replace table main.topics as
select t.report_id as engagement_id, t.code, t.label, t.stance, e.kind, e.start_on, e.parties
from core.report_topic t join main.engagements e on e.engagement_id = t.report_id
order by e.start_on nulls last, engagement_id, t.code, t.label;
comment on table main.topics is 'One row per topic of an engagement';
comment on column main.topics.engagement_id is 'The engagement';
comment on column main.topics.code is 'Code of TOPICS.md; null where the release''s label fits none';
comment on column main.topics.label is 'The release''s own label';
comment on column main.topics.stance is 'How it was treated';
comment on column main.topics.kind is 'Kind of the engagement';
comment on column main.topics.start_on is 'First day of the engagement';
comment on column main.topics.parties is 'Parties of the engagement';
