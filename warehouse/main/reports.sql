-- What each release says of an engagement, side by side, and what joined it to the others.
create or replace table main.reports as
select t.engagement_id, p.report_id, r.release_id, r.publisher, v.published_on, v.title as release_title, v.url, p.kind, p.mode, p.status, p.focus,
       p.start_on, p.end_on, p.date_precision, p.date_text, p.venue, p.city, p.country, p.event_name, p.edition_no, p.confidence, t.joined_to, t.score
from core.engagement_report t
join core.report p using (report_id)
join core.release r using (release_id)
join core.revision v on v.revision_id = p.revision_id
order by t.engagement_id, v.published_at nulls last, p.report_id;
comment on table main.reports is 'One row per report: what one release says of one engagement';
comment on column main.reports.engagement_id is 'The engagement';
comment on column main.reports.report_id is 'Key';
comment on column main.reports.release_id is 'The release';
comment on column main.reports.publisher is 'Who published it';
comment on column main.reports.published_on is 'Day of publication at the publisher';
comment on column main.reports.release_title is 'Title of the release';
comment on column main.reports.url is 'Where it stands';
comment on column main.reports.kind is 'Kind, as this release has it';
comment on column main.reports.mode is 'in_person, phone, video or unknown';
comment on column main.reports.status is 'held, scheduled or cancelled, as of this release';
comment on column main.reports.focus is 'primary or mentioned';
comment on column main.reports.start_on is 'First day';
comment on column main.reports.end_on is 'Last day';
comment on column main.reports.date_precision is 'day, month, year or span';
comment on column main.reports.date_text is 'The date as written';
comment on column main.reports.venue is 'Building, base, ship or site';
comment on column main.reports.city is 'City';
comment on column main.reports.country is 'ISO alpha-3 code of the country';
comment on column main.reports.event_name is 'The occasion''s name as written';
comment on column main.reports.edition_no is 'Which session or edition';
comment on column main.reports.confidence is 'The least confidence among its own fields';
comment on column main.reports.joined_to is 'The report that it matched best; null where it is alone';
comment on column main.reports.score is 'How well they match, 0 to 1; the parts are in core.engagement_report';
