-- The full-text index: one row per word with the passages that hold it, so that 4,000 releases take about 4 MB.
-- Built anew at each publish from the titles and current texts of all releases.
create schema if not exists search;
-- Accents and case folded; letters that carry a stroke have no accent to strip. warehouse/search.py folds the question alike.
create or replace macro search.fold(words) as strip_accents(translate(lower(words), 'øłđħıς', 'oldhiσ'));
create or replace macro search.words(words) as regexp_extract_all(search.fold(words), '[\p{L}\p{N}]+');

create or replace table search.release as
with
final as (
    select row_number() over (order by v.published_on nulls last, r.release_id)::integer as release_no, v.revision_id
    from core.release r join core.revision v on v.revision_id = r.current_revision_id
)
select * from final order by release_no;

create or replace table search.passage as
with
passage as (
    select release_no, null as start_no, null as end_no, -1 as block_no from search.release
    union all
    select n.release_no, b.start_no, b.end_no, b.block_no from core.block b join search.release n using (revision_id)
),
final as (
    select row_number() over (order by release_no, block_no)::integer as passage_no, release_no, start_no::integer as start_no, end_no::integer as end_no
    from passage
)
select * from final order by passage_no;

create or replace table search.posting as
with
occurrence as (
    select distinct p.passage_no,
           unnest(search.words(case when p.start_no is null then v.title else substr(v.text, p.start_no + 1, p.end_no - p.start_no) end)) as word
    from search.passage p join search.release n using (release_no) join core.revision v using (revision_id)
),
final as (
    select word, list(passage_no order by passage_no) as passage_nos from occurrence group by word
)
select * from final order by word;

comment on table search.release is 'Releases of the full-text index behind `readout search`, numbered by date';
comment on column search.release.release_no is 'Number within the index; given anew at each publish';
comment on column search.release.revision_id is 'Its current revision';
comment on table search.passage is 'Titles and paragraphs of the full-text index';
comment on column search.passage.passage_no is 'Number within the index; given anew at each publish';
comment on column search.passage.release_no is 'The release';
comment on column search.passage.start_no is 'First code point of the text; null for the title';
comment on column search.passage.end_no is 'Code point after the last; null for the title';
comment on table search.posting is 'Full-text index: which passages hold a word';
comment on column search.posting.word is 'The word, accents and case folded';
comment on column search.posting.passage_nos is 'Numbers of the passages that hold it, ascending';
