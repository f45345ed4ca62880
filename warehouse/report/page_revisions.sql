-- The texts that a release has had.
select revision_no, seen_at, published_at, title, difference, is_current from main.revisions where release_id = $id order by revision_no desc
