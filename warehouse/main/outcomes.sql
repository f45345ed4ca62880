-- One row per outcome that a report gives of an engagement.
create or replace table main.outcomes as
select r.engagement_id, o.report_id, o.outcome_no, o.kind, o.actor, o.verb, o.content, o.due_text, o.due_on, e.kind as engagement_kind, e.start_on, e.parties,
       p.release_id
from core.engagement_report r
join core.report_outcome o using (report_id)
join core.report p using (report_id)
join main.engagements e using (engagement_id)
order by e.start_on nulls last, r.engagement_id, o.report_id, o.outcome_no;
comment on table main.outcomes is 'One row per outcome: what was agreed, pledged or announced, and the next step';
comment on column main.outcomes.engagement_id is 'The engagement';
comment on column main.outcomes.report_id is 'The report that gives it';
comment on column main.outcomes.outcome_no is 'Place among the report''s outcomes';
comment on column main.outcomes.kind is 'agreement, commitment, announcement or next_engagement';
comment on column main.outcomes.actor is 'Who, as written';
comment on column main.outcomes.verb is 'Did what, as written';
comment on column main.outcomes.content is 'What, as written';
comment on column main.outcomes.due_text is 'By when, as written';
comment on column main.outcomes.due_on is 'By when: YYYY, YYYY-MM or YYYY-MM-DD';
comment on column main.outcomes.engagement_kind is 'Kind of the engagement';
comment on column main.outcomes.start_on is 'First day of the engagement';
comment on column main.outcomes.parties is 'Parties of the engagement';
comment on column main.outcomes.release_id is 'The release';
