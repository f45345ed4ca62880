-- How often and at what level two parties met, per month; held engagements only, those without a day by the month in which they were reported.
create or replace table main.country_pairs as
with
dated as (
    select engagement_id, kind, mode, publisher_count,
           date_trunc('month', coalesce(start_on, published_on))::date as month
    from main.engagements
    where status = 'held' and coalesce(date_precision, 'day') <> 'year' and coalesce(start_on, published_on) is not null
),
sided as (
    select distinct engagement_id, party from core.engagement_report join core.report_party using (report_id)
),
ranked as (
    select engagement_id, party,
           min(list_position(['head', 'minister', 'deputy_minister', 'chief_of_defence', 'senior_official', 'senior_officer', 'envoy', 'other'], level)) as rank_no
    from main.participants where party is not null group by all
),
paired as (
    select d.month, a.party as party_a, b.party as party_b, d.engagement_id, d.kind, d.mode, d.publisher_count,
           coalesce(greatest(x.rank_no, y.rank_no), x.rank_no, y.rank_no) as rank_no
    from dated d
    join sided a using (engagement_id)
    join sided b on b.engagement_id = d.engagement_id and a.party < b.party
    left join ranked x on x.engagement_id = d.engagement_id and x.party = a.party
    left join ranked y on y.engagement_id = d.engagement_id and y.party = b.party
),
final as (
    select month, party_a, party_b, count(*) as engagement_count,
           count(*) filter (where kind = 'call') as call_count,
           count(*) filter (where kind in ('meeting', 'dialogue')) as meeting_count,
           count(*) filter (where kind = 'visit') as visit_count,
           count(*) filter (where kind = 'exercise') as exercise_count,
           (['head', 'minister', 'deputy_minister', 'chief_of_defence', 'senior_official', 'senior_officer', 'envoy', 'other'])[min(rank_no)] as level
    from paired group by all
)
select * from final order by month, party_a, party_b;
comment on table main.country_pairs is 'One row per month and pair of parties that met, held engagements only; see main.coverage before reading an absence as no meeting';
comment on column main.country_pairs.month is 'First day of the month; engagements without a date by the month of publication';
comment on column main.country_pairs.party_a is 'The party whose code comes first';
comment on column main.country_pairs.party_b is 'The other';
comment on column main.country_pairs.engagement_count is 'Engagements in which both took part';
comment on column main.country_pairs.call_count is 'Of these calls';
comment on column main.country_pairs.meeting_count is 'Of these meetings and dialogues';
comment on column main.country_pairs.visit_count is 'Of these visits';
comment on column main.country_pairs.exercise_count is 'Of these exercises';
comment on column main.country_pairs.level is 'Highest level at which they met: of an engagement the level of its lower side, as far as people are named';
