-- What an id leads to: an engagement, by any id that it ever had, or a release.
select 'engagement' as kind, engagement_id as id from core.engagement_alias where alias_id = $id and engagement_id is not null
union all
select 'release', release_id from core.release where release_id = $id
