-- Which engagements did only one side report, although releases of the other side's publishers are here?
-- told_by: the party whose publisher told of it; silent: parties of the engagement that publish here and did not.
with
question as (select date '2021-01-01' as since, 'primary' as focus),
publishing as (select distinct publisher_party as party from core.release where publisher_party is not null and is_primary),
telling as (
    select g.engagement_id, list(distinct r.publisher_party order by r.publisher_party) as told_by
    from core.engagement_report g join core.report p using (report_id) join core.release r using (release_id)
    where r.publisher_party is not null group by all
),
silent as (
    select e.engagement_id, list(p.party order by p.party) as silent
    from main.engagements e join publishing p on list_contains(e.parties, p.party) join telling t using (engagement_id)
    where not list_contains(t.told_by, p.party) group by all
),
final as (
    select e.start_on, e.kind, e.parties, t.told_by, s.silent, e.release_title, e.engagement_id
    from silent s join main.engagements e using (engagement_id) join telling t using (engagement_id) cross join question q
    where e.focus = q.focus and coalesce(e.start_on, q.since) >= q.since order by e.start_on nulls last, e.engagement_id
)
select * from final;
