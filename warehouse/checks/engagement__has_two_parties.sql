-- severity: warn
-- dimension: accuracy
-- meaning: Meetings, calls and dialogues with fewer than two parties: somebody's state or organisation was not recognised.
-- threshold: 10%
-- blocking: no
-- population: select count(*) from core.engagement where kind in ('meeting', 'call', 'dialogue')
with
counted as (
    select e.engagement_id, any_value(p.release_id) as release_id, any_value(e.kind) as kind, count(distinct b.party) as party_count
    from core.engagement e join core.engagement_report t using (engagement_id) join core.report p using (report_id)
    left join core.report_party b using (report_id)
    where e.kind in ('meeting', 'call', 'dialogue') group by e.engagement_id
)
select engagement_id, release_id, kind, party_count from counted where party_count < 2 order by all
