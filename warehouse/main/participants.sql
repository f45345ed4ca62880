-- One row per person and engagement; of several reports that name the person, the own side's wins, then the fuller office, then the first.
create or replace table main.participants as
with
named as (
    select t.engagement_id, a.*, coalesce(p.name, a.name) as person_name, coalesce(a.person_id, a.name) as who,
           r.publisher_party is not distinct from a.party as is_own_side, r.is_primary, v.published_at, r.publisher
    from core.engagement_report t
    join core.report_participant a using (report_id)
    join core.report q using (report_id)
    join core.release r using (release_id)
    join core.revision v on v.revision_id = q.revision_id
    left join core.person p using (person_id)
),
counted as (
    select engagement_id, who, count(distinct report_id) as report_count from named group by all
),
chosen as (
    select * from named
    qualify row_number() over (partition by engagement_id, who
        order by is_own_side desc, is_primary desc, title is null, length(title) desc, published_at nulls last, report_id, participant_no) = 1
),
party as (
    select engagement_id, list(distinct party order by party) as parties from core.engagement_report join core.report_party using (report_id) group by all
),
final as (
    select c.engagement_id, c.person_id, c.person_name as name, c.name as name_text, c.title, c.party, c.level, c.role, c.institution,
           n.report_count, e.kind, e.status, e.start_on, party.parties, c.publisher, c.participant_no
    from chosen c
    join counted n using (engagement_id, who)
    join core.engagement e using (engagement_id)
    left join party using (engagement_id)
)
select * from final order by start_on nulls last, engagement_id, participant_no, name;
comment on table main.participants is 'One row per person named as taking part in an engagement';
comment on column main.participants.engagement_id is 'The engagement';
comment on column main.participants.person_id is 'The person; null where a surname alone does not tell who it is';
comment on column main.participants.name is 'The person''s usual name';
comment on column main.participants.name_text is 'The name in the report that was chosen';
comment on column main.participants.title is 'The office in that report: the own side''s, else the fullest';
comment on column main.participants.party is 'Code of the state or organisation the person speaks for';
comment on column main.participants.level is 'Rank of the office';
comment on column main.participants.role is 'principal, host, co_chair or accompanying';
comment on column main.participants.institution is 'Command, ministry, unit or ship as written';
comment on column main.participants.report_count is 'Reports of the engagement that name the person';
comment on column main.participants.kind is 'Kind of the engagement';
comment on column main.participants.status is 'Status of the engagement';
comment on column main.participants.start_on is 'First day of the engagement';
comment on column main.participants.parties is 'All parties of the engagement';
comment on column main.participants.publisher is 'Who published the report that was chosen';
comment on column main.participants.participant_no is 'The person''s place in that report';
