-- Releases whose address no longer answers.
select release_id, title, publisher, url, seen_at from main.revisions where is_withdrawn and is_current order by seen_at desc, release_id limit 20
