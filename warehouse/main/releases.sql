-- One row per release, with its current text and how many engagements it reports.
create or replace table main.releases as
with
counted as (
    select release_id, count(distinct engagement_id) as engagement_count from main.reports group by all
)
select r.release_id, r.document_id, r.publisher, r.release_type, r.is_primary, v.title, v.published_at, v.published_on, v.language, v.url,
       coalesce(c.engagement_count, 0) as engagement_count, v.revision_no, v.skipped, v.text
from core.release r join core.revision v on v.revision_id = r.current_revision_id left join counted c on c.release_id = r.release_id
order by v.published_on nulls last, r.release_id;
comment on table main.releases is 'One row per release with its current text';
comment on column main.releases.release_id is 'Key';
comment on column main.releases.document_id is 'The id under which its source lists it';
comment on column main.releases.publisher is 'Who published it';
comment on column main.releases.release_type is 'What kind of publication it is';
comment on column main.releases.is_primary is 'False for newspapers and rewriters';
comment on column main.releases.title is 'The title';
comment on column main.releases.published_at is 'The moment of publication, where more than the day is known';
comment on column main.releases.published_on is 'Day of publication at the publisher';
comment on column main.releases.language is 'ISO 639-1 code';
comment on column main.releases.url is 'Where it stands';
comment on column main.releases.engagement_count is 'Engagements it reports';
comment on column main.releases.revision_no is 'How many texts it has had';
comment on column main.releases.skipped is 'Why it was not read for engagements';
comment on column main.releases.text is 'The canonical text';
