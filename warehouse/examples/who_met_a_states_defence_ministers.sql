-- Who met Peru's defence ministers since 2023?
-- One row per meeting and counterpart: the day, the minister, whom he or she met and for which party.
with
question as (select 'PER' as party, date '2023-01-01' as since),
minister as (
    select p.* from main.participants p join question q using (party)
    where p.level = 'minister' and regexp_matches(p.title, '(?i)defen[cs]e|defensa')
),
final as (
    select m.start_on, m.kind, m.status, m.name as minister, o.name as met, o.title, o.party, m.engagement_id
    from minister m join main.participants o using (engagement_id) cross join question q
    where o.party <> q.party and coalesce(m.start_on, q.since) >= q.since
    order by m.start_on nulls last, m.engagement_id, o.name
)
select * from final;
