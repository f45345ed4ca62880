-- Which joint statements were issued, by whom, after which engagement?
-- Releases of that type with the engagement they were issued to report, where they report one.
with
question as (select 'joint_statement' as release_type),
final as (
    select r.published_on, r.title, e.kind, e.start_on, e.parties, e.topics, r.url, e.engagement_id
    from main.releases r join question q using (release_type)
    left join main.engagements e on e.release_id = r.release_id and e.focus = 'primary'
    order by r.published_on nulls last, r.release_id, e.start_on, e.engagement_id
)
select * from final;
