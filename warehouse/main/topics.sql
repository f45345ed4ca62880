-- One row per topic, stance and engagement, with how many reports say so.
create or replace table main.topics as
with
told as (
    select r.engagement_id, t.code, t.label, t.stance, count(distinct t.report_id) as report_count
    from core.engagement_report r join core.report_topic t using (report_id)
    group by all
),
final as (
    select t.engagement_id, t.code, t.label, t.stance, t.report_count, e.kind, e.start_on, e.parties
    from told t join main.engagements e using (engagement_id)
)
select * from final order by start_on nulls last, engagement_id, code, label, stance;
comment on table main.topics is 'One row per topic of an engagement';
comment on column main.topics.engagement_id is 'The engagement';
comment on column main.topics.code is 'Code of TOPICS.md; null where the release''s label fits none';
comment on column main.topics.label is 'The release''s own label';
comment on column main.topics.stance is 'How it was treated';
comment on column main.topics.report_count is 'Reports that say so';
comment on column main.topics.kind is 'Kind of the engagement';
comment on column main.topics.start_on is 'First day of the engagement';
comment on column main.topics.parties is 'Parties of the engagement';
