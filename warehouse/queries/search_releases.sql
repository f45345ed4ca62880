-- Releases that hold every phrase and the most of the words sought, with their best passage, ranked by BM25
-- (k1 = 1.2, b = 0.75: Robertson and Zaragoza, 2009) where a word counts once per passage.
with
sought as (
    select unnest($words) as word, unnest($prefixes) as is_prefix, generate_subscripts($words, 1) as word_no
),
posting as (
    select s.word_no, unnest(p.passage_nos) as passage_no
    from search.posting p join sought s on p.word = s.word or (s.is_prefix and starts_with(p.word, s.word))
),
held as materialized (
    select distinct h.word_no, h.passage_no, p.release_no from posting h join search.passage p using (passage_no)
),
-- Phrases: passages that hold all words of one, then of these those that hold them in order.
phrase as (
    select unnest($phrases) as phrase, generate_subscripts($phrases, 1) as phrase_no
),
phrase_word as (
    select phrase_no, word_no, count(*) over (partition by phrase_no) as word_count
    from (select unnest($phrase_nos) as phrase_no, unnest($word_nos) as word_no)
),
candidate as (
    select w.phrase_no, h.passage_no from held h join phrase_word w using (word_no)
    group by w.phrase_no, h.passage_no having count(*) = any_value(w.word_count)
),
spoken as materialized (
    select c.phrase_no, p.release_no, c.passage_no
    from candidate c join phrase f using (phrase_no) join search.passage p using (passage_no)
    join search.release n using (release_no) join core.revision v using (revision_id)
    where contains(' ' || regexp_replace(search.fold(
              case when p.start_no is null then v.title else substr(v.text, p.start_no + 1, p.end_no - p.start_no) end),
              '[^\p{L}\p{N}]+', ' ', 'g') || ' ', f.phrase)
),
worded as (
    select release_no from spoken group by all having count(distinct phrase_no) = len($phrases)
),
-- Ranks: rare words weigh more, repeated ones less each time, long texts less.
size as (
    select release_no, count(*) as passage_count from search.passage group by all
),
collection as (
    select count(*) as release_count, avg(passage_count) as mean_passage_count from size
),
occurrence as (
    select word_no, release_no, count(*) as times from held group by all
),
rarity as materialized (
    select word_no, ln(1 + (any_value(c.release_count) - count(*) + 0.5) / (count(*) + 0.5)) as rarity
    from occurrence cross join collection c group by word_no
),
ranked as (
    select o.release_no, count(*) as held_count,
           sum(w.rarity * o.times * 2.2 / (o.times + 1.2 * (0.25 + 0.75 * z.passage_count / c.mean_passage_count))) as score
    from occurrence o join rarity w using (word_no) join size z using (release_no) cross join collection c
    where len($phrases) = 0 or o.release_no in (select release_no from worded)
    group by all
),
dated as materialized (
    select k.*, v.revision_id, v.title, v.url, v.published_on, r.publisher, r.release_id
    from ranked k join search.release n using (release_no) join core.revision v using (revision_id) join core.release r using (release_id)
    where ($since is null or v.published_on >= $since) and ($until is null or v.published_on <= $until)
),
best as materialized (
    select *, count(*) over () as total_count from dated
    where held_count = (select max(held_count) from dated) order by score desc, revision_id limit $limit
),
weighed as (
    select h.release_no, h.passage_no, sum(w.rarity) + 100 * any_value(coalesce(s.phrase_count, 0)) as weight
    from held h join rarity w using (word_no)
    left join (select passage_no, count(*) as phrase_count from spoken group by all) s using (passage_no)
    where h.release_no in (select release_no from best) group by all
),
passage as (
    select release_no, arg_max(passage_no, (weight, -passage_no)) as passage_no from weighed group by all
),
final as (
    select b.release_id, b.revision_id, b.published_on, b.publisher, b.title, b.url, b.score, b.held_count, b.total_count,
           case when p.start_no is null then v.title else substr(v.text, p.start_no + 1, p.end_no - p.start_no) end as passage
    from best b join passage using (release_no) join search.passage p using (passage_no) join core.revision v using (revision_id)
)
select * from final order by score desc, revision_id;
