-- What analysts corrected, with what became of it: stale ones have lost what they were about, and come back with it.
create or replace table main.corrections as
with
effect as (
    select e.correction_id, e."end", e.about_report_id as report_id, e.name, e.note, t.engagement_id, a.person_id
    from core.correction_effect e
    join core.release r on r.current_revision_id = e.revision_id
    left join core.engagement_report t on t.report_id = e.about_report_id
    left join core.report_participant a on a.report_id = e.about_report_id and a.name = e.name
),
paired as (
    select c.*, t.report_id, t.engagement_id,
           case when t.correction_id is null then 'the release is not there'
                when t.note is not null then t.note
                when t.engagement_id is null and not (c.action = 'remove' and c.element = 'report')
                    then 'its report breaks a rule of its table (ops.quarantine)'
                when c.action not in ('merge', 'split') then null
                when o.correction_id is null then 'the other''s release is not there'
                when o.note is not null then 'the other: ' || o.note
                when coalesce(t.person_id, t.engagement_id) is not distinct from coalesce(o.person_id, o.engagement_id)
                    then case c.action when 'split' then 'another correction makes them one' end
                when c.action = 'merge' then 'another correction, two parties or one release keep them apart'
           end as problem
    from core.correction c
    left join effect t on t.correction_id = c.correction_id and t."end" = 'target'
    left join effect o on o.correction_id = c.correction_id and o."end" = 'other'
    where c.action <> 'undo'
),
final as (
    select p.correction_id, case when p.undone_by is not null then 'undone' when p.problem is not null then 'stale' else 'applied' end as state,
           case when p.undone_by is null then p.problem end as problem, p.action, p.element, p.field, p.value, p.quote, p.author, p.reason, p.made_at,
           p.undone_by, p.release_id, p.report_id, p.engagement_id, p.other_release_id, p.other_quote, p.other_element, p.line_no
    from paired p
)
select * from final order by line_no;
comment on table main.corrections is 'One row per correction: what analysts changed, why, and whether it stands';
comment on column main.corrections.correction_id is 'Key';
comment on column main.corrections.state is 'applied, stale (what it is about is gone) or undone';
comment on column main.corrections.problem is 'Why it is stale';
comment on column main.corrections.action is 'set, null, add, remove, merge or split';
comment on column main.corrections.element is 'report, participant/NAME, party/CODE, topic/CODE or outcome/WORDS';
comment on column main.corrections.field is 'The field';
comment on column main.corrections.value is 'The new value; of a missing element its fields as JSON';
comment on column main.corrections.quote is 'The passage in which the report is announced';
comment on column main.corrections.author is 'Who made it';
comment on column main.corrections.reason is 'Why';
comment on column main.corrections.made_at is 'When it was made';
comment on column main.corrections.undone_by is 'The correction that takes it back';
comment on column main.corrections.release_id is 'The release';
comment on column main.corrections.report_id is 'The report; of a removed one the id that it had';
comment on column main.corrections.engagement_id is 'The engagement that the report is of';
comment on column main.corrections.other_release_id is 'Of a merge or split: the other''s release';
comment on column main.corrections.other_quote is 'The passage in which the other is announced';
comment on column main.corrections.other_element is 'The other''s element';
comment on column main.corrections.line_no is 'Place among the corrections, from 1';
