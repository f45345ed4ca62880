-- One wide row per engagement: who met whom, when, where, how, about what, and how many tell of it.
create or replace table main.engagements as
with
told as (
    select t.engagement_id, p.report_id, p.focus, r.release_id, r.publisher, r.publisher_party, r.is_primary, v.title, v.published_on, v.published_at, v.url
    from core.engagement_report t
    join core.report p using (report_id)
    join core.release r using (release_id)
    join core.revision v on v.revision_id = p.revision_id
),
lead_report as (
    -- The release to read first: issued to report it, by a source of its own, and first to appear.
    select * from told
    qualify row_number() over (partition by engagement_id order by focus = 'primary' desc, is_primary desc, published_at nulls last, report_id) = 1
),
publisher as (
    select engagement_id, list(distinct publisher order by publisher) filter (where publisher is not null) as publishers from told group by all
),
party as (
    select engagement_id, list(distinct party order by party) as parties from core.engagement_report join core.report_party using (report_id) group by all
),
person as (
    select engagement_id,
           string_agg(coalesce(title || ' ', '') || name || coalesce(' (' || party || ')', ''), '; ' order by participant_no) as participants
    from main.participants group by all
),
topic as (
    select engagement_id, list(distinct code order by code) filter (where code is not null) as topics
    from core.engagement_report join core.report_topic using (report_id) group by all
),
final as (
    select e.engagement_id, e.kind, e.mode, e.status, e.focus, e.start_on, e.end_on, e.date_precision, e.venue, e.city, e.country,
           party.parties, person.participants, topic.topics, e.event_name, e.series, e.edition_no, e.parent_engagement_id,
           e.report_count, e.release_count, e.publisher_count, publisher.publishers,
           l.title as release_title, l.publisher, l.published_on, l.url, l.release_id, e.confidence
    from core.engagement e
    join lead_report l using (engagement_id)
    left join publisher using (engagement_id)
    left join party using (engagement_id)
    left join person using (engagement_id)
    left join topic using (engagement_id)
)
select * from final order by start_on nulls last, engagement_id;
comment on table main.engagements is 'One row per engagement: who met whom, when, where and about what';
comment on column main.engagements.engagement_id is 'Key; ids it had before resolve through core.engagement_alias';
comment on column main.engagements.kind is 'meeting, call, visit, dialogue, conference, exercise, signing or ceremony';
comment on column main.engagements.mode is 'in_person, phone, video or unknown';
comment on column main.engagements.status is 'held, scheduled or cancelled, as of the latest report that tells of it';
comment on column main.engagements.focus is 'primary: a release was issued to report it; mentioned: background';
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
comment on column main.engagements.series is 'The name without edition and year';
comment on column main.engagements.edition_no is 'Which session or edition';
comment on column main.engagements.parent_engagement_id is 'The trip or conference it was part of';
comment on column main.engagements.report_count is 'Reports of it';
comment on column main.engagements.release_count is 'Releases that report it';
comment on column main.engagements.publisher_count is 'Publishers of these releases';
comment on column main.engagements.publishers is 'Who published them';
comment on column main.engagements.release_title is 'Title of the release to read first: issued to report it, by a source of its own, earliest';
comment on column main.engagements.publisher is 'Who published that release';
comment on column main.engagements.published_on is 'Day of its publication at the publisher';
comment on column main.engagements.url is 'Where it stands';
comment on column main.engagements.release_id is 'That release';
comment on column main.engagements.confidence is 'Confidence of its best report: the least among the fields of that report';
