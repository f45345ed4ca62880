-- Signs that a source's pages have changed their layout: a selector that no longer finds what it should, or newest releases unlike those before.
create or replace temp table quality_layout as
with
asked as (
    -- A listing that could not be read, and has not been since.
    select source_id as source, url as address, reason, fetched_at as seen_at
    from ops.capture semi join followed_source using (source_id), run_moment m where fetched_at <= m.now
    qualify row_number() over (partition by source_id, url order by fetched_at desc) = 1 and outcome = 'misread'
),
host as (
    select distinct source_id, split_part(url, '/', 3) as host from ops.capture semi join followed_source using (source_id)
),
skipped as (
    -- A page whose settings' selectors found nothing, and which no release was read from since.
    select h.source_id as source, s.document_id as address, any_value(s.reason) as reason, max(l.loaded_at) as seen_at
    from ops.skipped s left join ops.load l using (load_id) join host h on h.host = split_part(s.document_id, '/', 3)
    where contains(s.reason, 'layout changed') and not exists (from core.release_address a where a.address = s.document_id)
    group by all
),
numbered as (
    select source, release_id, published_on, ln(character_count + 1) as size, published_on is null as is_undated,
           row_number() over (partition by source order by first_seen_at desc, published_on desc, release_id) as place_no
    from quality_release
),
compared as (
    -- The newest seven against up to two hundred before them.
    select source, median(size) filter (where place_no <= 7) as new_size, median(size) filter (where place_no > 7) as old_size,
           greatest(1.4826 * mad(size) filter (where place_no > 7), 0.3) as spread, max(place_no) as release_count,
           count(*) filter (where place_no <= 7 and is_undated) as new_undated, avg(is_undated::int) filter (where place_no > 7) as old_undated
    from numbered where place_no <= 207 group by all
),
unlike as (
    -- Five times as far as chance leads: none of 240 windows of the State Department is so far out, 7 are at 3.5. A median of seven scatters 1.2533 / sqrt(7) times as much as one length.
    select source, null as address, format('the newest seven releases have {:.0f} characters in the middle, those before {:.0f}', exp(new_size) - 1, exp(old_size) - 1) as reason
    from compared where release_count >= 27 and abs(new_size - old_size) > 5 * spread * 1.2533 / sqrt(7)
    union all
    select source, null, format('{} of the newest seven releases have no day of publication; {:.0f} of 100 before', new_undated, 100 * old_undated)
    from compared where release_count >= 27 and new_undated >= 4 and old_undated < 0.1
),
final as (
    select *, 'selector' as sign from asked union all by name select *, 'selector' as sign from skipped
    union all by name select *, null::timestamptz as seen_at, 'releases' as sign from unlike
)
select * from final order by source, sign, address;
