-- Engagements as events between two actors, in CAMEO 1.1b3 and PLOVER; core.kind holds the crosswalk. Both directions of each pair, as event data have it.
create or replace table main.cameo_events as
with
placed as (
    select engagement_id, kind, status, start_on, date_precision, country, parties, topics,
           case when mode in ('phone', 'video') then 'remote'
                when len(parties) > 2 then 'multilateral'
                when list_contains(parties, country) then 'visit'
                when country is not null then 'third_place' end as setting
    from main.engagements
),
coded as (
    select p.*, k.cameo_code, k.cameo_name, k.host_cameo_code, k.host_cameo_name, k.plover_event, k.plover_mode
    from placed p join core.kind k on k.status = p.status and coalesce(k.kind, p.kind) = p.kind and (k.setting is null or k.setting = p.setting)
    qualify row_number() over (partition by p.engagement_id order by k.rank_no) = 1
),
final as (
    select c.engagement_id, c.start_on as event_on, c.date_precision, a.party as source, b.party as target,
           case when a.party = c.country then coalesce(c.host_cameo_code, c.cameo_code) else c.cameo_code end as cameo_code,
           case when a.party = c.country then coalesce(c.host_cameo_name, c.cameo_name) else c.cameo_name end as cameo_name,
           c.plover_event, c.plover_mode, c.country, c.topics
    from coded c, unnest(c.parties) as a(party), unnest(c.parties) as b(party)
    where a.party <> b.party
)
select * from final order by event_on nulls last, engagement_id, source, target;
comment on table main.cameo_events is 'One row per engagement and ordered pair of its parties, as an event of CAMEO and PLOVER; cancelled engagements are no events';
comment on column main.cameo_events.engagement_id is 'The engagement';
comment on column main.cameo_events.event_on is 'First day';
comment on column main.cameo_events.date_precision is 'day, month, year or span';
comment on column main.cameo_events.source is 'The party that acts';
comment on column main.cameo_events.target is 'The party acted upon';
comment on column main.cameo_events.cameo_code is 'CAMEO code: 036, 040 to 044, 057, 062, 0312';
comment on column main.cameo_events.cameo_name is 'Its name';
comment on column main.cameo_events.plover_event is 'PLOVER event: AGREE for what is still to come, CONSULT, COOPERATE, SUPPORT for a signing';
comment on column main.cameo_events.plover_mode is 'Its mode: visit, phone, multilateral, third-party, meet, military';
comment on column main.cameo_events.country is 'Where it took place';
comment on column main.cameo_events.topics is 'Codes of what was discussed';
