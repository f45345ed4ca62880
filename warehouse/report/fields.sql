-- How often each field is filled in what feeds main; "unknown" and "other" count as not filled.
-- may_be_null: fields that an engagement, a person or a release may rightly lack.
with
report as (from core.report semi join core.engagement_report using (report_id)),
participant as (from core.report_participant semi join report using (report_id)),
topic as (from core.report_topic semi join report using (report_id)),
outcome as (from core.report_outcome semi join report using (report_id)),
revision as (from core.revision v semi join core.release r on r.current_revision_id = v.revision_id),
filled as (
    select 'report' as element, 1 as rank_no, (select count(*) from report) as row_count, * from (unpivot (
        select count(nullif(mode, 'unknown')) as mode, count(start_on) as start_on, count(end_on) as end_on, count(venue) as venue, count(city) as city,
               count(country) as country, count(event_name) as event_name, count(series) as series, count(edition_no) as edition_no,
               count(parent_report_id) as parent_report_id
        from report) on columns(*) into name field value filled_count)
    union all
    select 'participant', 2, (select count(*) from participant), * from (unpivot (
        select count(title) as title, count(party) as party, count(institution) as institution, count(nullif(level, 'other')) as level,
               count(person_id) as person_id
        from participant) on columns(*) into name field value filled_count)
    union all
    select 'topic', 3, (select count(*) from topic), * from (unpivot (
        select count(code) as code, count(label) as label from topic) on columns(*) into name field value filled_count)
    union all
    select 'outcome', 4, (select count(*) from outcome), * from (unpivot (
        select count(actor) as actor, count(due_on) as due_on from outcome) on columns(*) into name field value filled_count)
    union all
    select 'release', 5, (select count(*) from core.release), * from (unpivot (
        select count(publisher) as publisher, count(publisher_party) as publisher_party from core.release) on columns(*) into name field value filled_count)
    union all
    select 'revision', 6, (select count(*) from revision), * from (unpivot (
        select count(nullif(title, '')) as title, count(url) as url, count(published_on) as published_on, count(published_at) as published_at,
               count(language) as language
        from revision) on columns(*) into name field value filled_count)
),
final as (
    select element, rank_no, field, row_count, filled_count, filled_count / nullif(row_count, 0) as share,
           field in ('end_on', 'venue', 'event_name', 'series', 'edition_no', 'parent_report_id', 'institution', 'label', 'due_on') as may_be_null
    from filled
)
select * from final order by rank_no, share desc, field
