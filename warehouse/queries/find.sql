-- Engagements that meet every condition given; a null or empty one asks for nothing.
-- An engagement without a date stands on the day of publication.
with
seen as (
    -- Taken in since a moment: the release is new, or its text is.
    select r.release_id from core.release r join core.revision v on v.revision_id = r.current_revision_id
    where r.first_seen_at >= $seen_since or (v.fetched_at >= $seen_since and v.revision_no > 1)
),
named as (
    select distinct p.engagement_id from main.participants p left join main.people q using (person_id)
    where list_has_all(search.words(concat_ws(' ', p.name, p.name_text, array_to_string(q.names, ' '))), $person)
),
reported as (
    select distinct engagement_id from core.engagement_report join core.report using (report_id)
    where ($releases is null or release_id in (select unnest($releases)))
      and ($seen_since is null or release_id in (select release_id from seen))
),
final as (
    select e.engagement_id, e.start_on, e.end_on, e.date_precision, e.kind, e.status, e.mode, e.parties, e.participants,
           e.venue, e.city, e.country, e.topics, e.event_name, e.focus, e.release_count, e.release_title, e.publisher, e.published_on, e.url
    from main.engagements e
    where list_has_all(e.parties, $parties)
      and (len($person) = 0 or e.engagement_id in (select engagement_id from named))
      and ($since is null or coalesce(e.end_on, e.start_on, e.published_on) >= $since)
      and ($until is null or coalesce(e.start_on, e.published_on) <= $until)
      and (len($kinds) = 0 or e.kind in (select unnest($kinds)))
      and (len($statuses) = 0 or e.status in (select unnest($statuses)))
      and (len($topics) = 0 or list_has_any(e.topics, $topics))
      and (($releases is null and $seen_since is null) or e.engagement_id in (select engagement_id from reported))
)
select * from final order by coalesce(start_on, published_on) nulls last, engagement_id;
