"""Which release a name means, for whoever wants to correct it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connect import open_reader

# The release of an id or address, the report of an id, or the first report of an engagement's present or former id.
FIND = """
with named as (
    select release_id, null as report_id, 1 as rank from core.release where release_id = $1
    union all select release_id, null, 2 from core.release_address where address = $1
    union all select release_id, report_id, 3 from core.report where report_id = $1
    union all select p.release_id, p.report_id, 4
    from core.engagement_alias a join core.report p on p.report_id = a.engagement_id where a.alias_id = $1
)
select n.release_id, v.title, v.archive_segment, v.archive_offset, p.trigger_part, p.trigger_start_no,
       (select min(address) from core.release_address a where a.release_id = n.release_id and address like 'http%') as address
from named n join core.release r using (release_id) join core.revision v on v.revision_id = r.current_revision_id
left join core.report p on p.report_id = n.report_id
order by n.rank, n.release_id limit 1
"""


@dataclass(frozen=True, slots=True)
class Correctable:
    """A release: where its current body lies, and where the report is announced (part and first code point) if one was named."""

    release_id: str
    title: str
    segment: str
    offset: int
    trigger: tuple[str, int] | None
    address: str | None


def find_correctable(snapshot: Path, name: str) -> Correctable | None:
    """The release that a release's id or address, or a report's or engagement's id means.  Raises `WarehouseError`."""
    with closing(open_reader(snapshot)) as con:
        rows = con.execute(FIND, [name]).fetchall()
    if not rows:
        return None
    release_id, title, segment, offset, part, start, address = rows[0]
    return Correctable(release_id, title, segment, offset, None if part is None else (part, start), address)


def correction_states(snapshot: Path) -> dict[str, tuple[str, str | None]]:
    """By correction, its state in the published warehouse and why it is stale.  Raises `WarehouseError`."""
    with closing(open_reader(snapshot)) as con:
        try:
            rows = con.execute("select correction_id, state, problem from main.corrections").fetchall()
        except duckdb.CatalogException:
            return {}  # Published before there were corrections.
    return {row[0]: (row[1], row[2]) for row in rows}
