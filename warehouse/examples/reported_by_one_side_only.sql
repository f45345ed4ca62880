-- Which engagements did only one side report, although releases of the other side's publishers are here?
-- told_by: the party whose publisher told of it; silent: parties of the engagement that publish here and did not.
with
question as (select date '2021-01-01' as since, 'primary' as focus),
house as (select distinct publisher, publisher_party as party, is_primary from core.release where publisher_party is not null),
publishing as (select list(distinct party) as parties from house where is_primary),
-- Few lists of publishers and parties recur over all engagements: each is looked at once.
telling as (
    select publishers, list(distinct h.party order by h.party) as told_by
    from (select distinct publishers from main.engagements) join house h on list_contains(publishers, h.publisher) group by all
),
silent as (
    select e.publishers, e.parties, t.told_by,
           list_sort(list_filter(list_intersect(e.parties, p.parties), lambda party: not list_contains(t.told_by, party))) as silent
    from (select distinct publishers, parties from main.engagements) e join telling t using (publishers) cross join publishing p
),
final as (
    select e.start_on, e.kind, e.parties, s.told_by, s.silent, e.release_title, e.engagement_id
    from main.engagements e join silent s using (publishers, parties) cross join question q
    where len(s.silent) > 0 and e.focus = q.focus and coalesce(e.start_on, q.since) >= q.since order by e.start_on nulls last, e.engagement_id
)
select * from final;
