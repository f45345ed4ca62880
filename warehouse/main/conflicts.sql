-- Fields on which reports of one engagement disagree. Less precise is no disagreement: a month around the day, "unknown", null; nor is a status that moved on.
create or replace table main.conflicts as
with
valued as (
    select engagement_id, report_id, release_id, publisher, published_on, 'kind' as field, kind as value from main.reports
    union all by name
    select engagement_id, report_id, release_id, publisher, published_on, 'mode' as field, mode as value from main.reports where mode <> 'unknown'
    union all by name
    select engagement_id, report_id, release_id, publisher, published_on, 'days' as field,
           strftime(start_on, '%Y-%m-%d') || coalesce('/' || strftime(end_on, '%Y-%m-%d'), '') as value
    from main.reports r
    -- A trip's days around the day of a stop say less than the day, and no other; nor is a day of what lasted several another.
    where date_precision in ('day', 'span') and not exists (
        from core.engagement e
        where e.engagement_id = r.engagement_id and e.date_precision in ('day', 'span')
            and (r.start_on, coalesce(r.end_on, r.start_on)) <> (e.start_on, coalesce(e.end_on, e.start_on))
            and (
                r.start_on <= e.start_on and coalesce(r.end_on, r.start_on) >= coalesce(e.end_on, e.start_on)
                or e.kind in ('visit', 'conference', 'exercise')
                and r.start_on >= e.start_on and coalesce(r.end_on, r.start_on) <= coalesce(e.end_on, e.start_on)
            )
    )
    union all by name
    select engagement_id, report_id, release_id, publisher, published_on, 'city' as field, city as value from main.reports
    -- A visit has as many towns as it has stops.
    where city is not null and kind <> 'visit'
    union all by name
    select engagement_id, report_id, release_id, publisher, published_on, 'country' as field, country as value from main.reports where country is not null
    union all by name
    select engagement_id, report_id, release_id, publisher, published_on, 'status' as field, status as value from main.reports where status <> 'scheduled'
    union all by name
    select engagement_id, report_id, release_id, publisher, published_on, 'edition_no' as field, edition_no::varchar as value from main.reports where edition_no is not null
),
disputed as (
    -- A town with and without its accents is one.
    select engagement_id, field from valued group by all having count(distinct strip_accents(value)) > 1
),
chosen as (
    unpivot (
        select engagement_id, kind, mode, strftime(start_on, '%Y-%m-%d') || coalesce('/' || strftime(end_on, '%Y-%m-%d'), '') as days, city, country, status,
               edition_no::varchar as edition_no
        from core.engagement
    ) on kind, mode, days, city, country, status, edition_no into name field value value
),
final as (
    select v.engagement_id, v.field, v.value, c.value is not distinct from v.value as is_chosen, v.report_id, v.release_id, v.publisher, v.published_on
    from valued v join disputed using (engagement_id, field) left join chosen c on c.engagement_id = v.engagement_id and c.field = v.field
)
select * from final order by engagement_id, field, is_chosen desc, published_on nulls last, report_id;
comment on table main.conflicts is 'Fields on which reports of one engagement disagree: one row per report and field';
comment on column main.conflicts.engagement_id is 'The engagement';
comment on column main.conflicts.field is 'kind, mode, days, city, country, status or edition_no';
comment on column main.conflicts.value is 'What this report says';
comment on column main.conflicts.is_chosen is 'Whether the engagement has this value: what says more, then what more publishers say (flows/resolve/best.py)';
comment on column main.conflicts.report_id is 'The report';
comment on column main.conflicts.release_id is 'The release';
comment on column main.conflicts.publisher is 'Who published it';
comment on column main.conflicts.published_on is 'Day of publication at the publisher';
