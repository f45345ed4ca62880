-- One wide row per engagement: who met whom, when, where, how, about what. Over reports until they are resolved.
create or replace table main.engagements as
with
current_report as (
    select p.* from core.report p join core.release r on r.current_revision_id = p.revision_id
),
party as (
    select report_id, list(party order by party) as parties from core.report_party group by all
),
person as (
    select report_id,
           string_agg(coalesce(title || ' ', '') || name || coalesce(' (' || party || ')', ''), '; ' order by participant_no) as participants
    from core.report_participant group by all
),
topic as (
    select report_id, list(distinct code order by code) filter (where code is not null) as topics from core.report_topic group by all
),
final as (
    select c.report_id as engagement_id, c.kind, c.mode, c.status, c.focus, c.start_on, c.end_on, c.date_precision,
           c.venue, c.city, c.country, party.parties, person.participants, topic.topics, c.event_name, c.edition_no,
           v.title as release_title, r.publisher, v.published_on, v.url, r.release_id, c.confidence
    from current_report c
    join core.release r on r.release_id = c.release_id
    join core.revision v on v.revision_id = c.revision_id
    left join party using (report_id)
    left join person using (report_id)
    left join topic using (report_id)
)
select * from final order by start_on nulls last, engagement_id;
comment on table main.engagements is 'One row per engagement: who met whom, when, where and about what';
comment on column main.engagements.engagement_id is 'Key';
comment on column main.engagements.kind is 'meeting, call, visit, dialogue, conference, exercise, signing or ceremony';
comment on column main.engagements.mode is 'in_person, phone, video or unknown';
comment on column main.engagements.status is 'held, scheduled or cancelled, as of the release';
comment on column main.engagements.focus is 'primary: the release was issued to report it; mentioned: background';
comment on column main.engagements.start_on is 'First day; the first of the month or year where only that is known';
comment on column main.engagements.end_on is 'Last day where several are spanned, or of the month or year';
comment on column main.engagements.date_precision is 'day, month, year or span';
comment on column main.engagements.venue is 'Building, base, ship or site';
comment on column main.engagements.city is 'English name of the city';
comment on column main.engagements.country is 'ISO alpha-3 code of where it took place';
comment on column main.engagements.parties is 'Codes of the states and organisations that took part';
comment on column main.engagements.participants is 'Those named as taking part, with office and party';
comment on column main.engagements.topics is 'Codes of what was discussed';
comment on column main.engagements.event_name is 'The occasion''s name as written';
comment on column main.engagements.edition_no is 'Which session or edition';
comment on column main.engagements.release_title is 'Title of the release';
comment on column main.engagements.publisher is 'Who published it';
comment on column main.engagements.published_on is 'Day of publication at the publisher';
comment on column main.engagements.url is 'Where the release stands';
comment on column main.engagements.release_id is 'The release';
comment on column main.engagements.confidence is 'The least confidence among its own fields';
