"""Resolution's part of the warehouse: what it reads of core, the pairs worth comparing, and writing its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl

from schemas.tables import RESOLVED
from warehouse.connect import transaction

# The day by which a report is placed: its own where it has one, else that of publication.
CURRENT = """
with current_report as (
    select p.*, v.published_on, coalesce(v.published_at, v.published_on::timestamp at time zone 'UTC') as published_at,
           r.publisher, r.publisher_party, r.release_type, r.is_primary,
           -- Words enough that two texts share them by being one text; what stands in a title or in metadata has none around it.
           case when p.trigger_part = 'body' then md5(substr(v.text, greatest(p.trigger_start_no - 200, 1), 500)) end as wording
    from core.report p
    join core.release r on r.current_revision_id = p.revision_id
    join core.revision v on v.revision_id = p.revision_id
)
"""

MENTIONS = f"""{CURRENT}
select a.report_id, a.name, a.title, a.party, a.level,
       coalesce(case when c.date_precision in ('day', 'span') then c.start_on end, c.published_on) as "on", c.published_at
from core.report_participant a join current_report c using (report_id)
order by all
"""

REPORTS = f"""{CURRENT},
party as (
    select report_id, list(party order by party) as parties from core.report_party group by all
)
select c.report_id, c.release_id, c.kind, c.mode, c.status, c.focus, c.start_on, c.end_on, c.date_precision, c.date_basis, c.venue, c.city,
       c.country, c.event_name, c.series, c.edition_no, c.parent_report_id, c.confidence, c.published_on, c.published_at, c.publisher,
       c.publisher_party, c.release_type, c.is_primary, c.wording, coalesce(party.parties, []) as parties,
       c.kind = 'visit' and c.start_on is not null
           and count(distinct c.country) over (partition by c.release_id, c.kind, c.start_on, c.end_on) > 1 as shares_days
from current_report c left join party using (report_id)
order by c.report_id
"""

# Blocking: reports of different releases, or of one kind in one release, that share two parties (or the only one that both name), in windows of days that meet.
# A window is cut into stretches of $stretch days, so that the join is on equal keys and never over all pairs of two busy states.
PAIRS = f"""{CURRENT},
windowed as (
    select report_id, release_id, kind,
           coalesce(start_on, case status when 'held' then published_on - $back::integer else published_on end) - 1 as low,
           coalesce(end_on, start_on, case status when 'held' then published_on else published_on + $ahead::integer end) + 1 as high
    from current_report
    where coalesce(start_on, published_on) is not null
),
bounded as (
    select * from windowed where high - low <= $longest::integer
),
stretched as (
    select report_id, release_id, kind, low, high, unnest(range(epoch(low)::bigint // 86400 // $stretch, epoch(high)::bigint // 86400 // $stretch + 1)) as stretch
    from bounded
),
counted as (
    select report_id, count(*) as party_count from core.report_party group by all
),
party_key as (
    select a.report_id, a.party || ' ' || b.party as key
    from core.report_party a join core.report_party b on a.report_id = b.report_id and a.party < b.party
    union all
    select report_id, party as key from core.report_party join counted using (report_id) where party_count = 1
),
keyed as (
    select s.*, k.key from stretched s join party_key k using (report_id)
),
final as (
    select distinct a.report_id as report_a, b.report_id as report_b
    from keyed a join keyed b on a.key = b.key and a.stretch = b.stretch
    where a.report_id < b.report_id and (a.release_id <> b.release_id or a.kind = b.kind) and a.low <= b.high and b.low <= a.high
)
select * from final order by all
"""

FORMER = """
select p.report_id, p.release_id, p.kind, p.start_on, coalesce(list(b.party order by b.party) filter (where b.party is not null), []) as parties
from core.report p
join core.release r using (release_id)
left join core.report_party b using (report_id)
where r.current_revision_id <> p.revision_id
group by all order by all
"""


def read_rows(con: duckdb.DuckDBPyConnection, sql: str, **values: int) -> list[dict[str, Any]]:
    """The rows of one of this module's queries; `values` fill its named parameters."""
    rows: list[dict[str, Any]] = con.sql(sql, params=values or None).to_arrow_table().to_pylist()
    return rows


def store(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame], person_of: pl.DataFrame) -> None:
    """Put the resolved tables in place of the old ones, and each mention's person beside it: all in one transaction.

    `frames` holds every table of `RESOLVED`; `person_of` has `report_id`, `name`, `person_id`.
    """
    with transaction(con):
        for name in RESOLVED:
            con.register("new_rows", frames[name].to_arrow())
            con.execute(f"delete from core.{name}")
            con.execute(f"insert into core.{name} by name select * from new_rows")
            con.unregister("new_rows")
        con.register("person_of", person_of.to_arrow())
        con.execute("update core.report_participant set person_id = null where person_id is not null")
        con.execute(
            """update core.report_participant a set person_id = p.person_id from person_of p where p.report_id = a.report_id and p.name = a.name"""
        )
        con.unregister("person_of")
