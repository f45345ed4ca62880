"""How the published warehouse stands, for who looks after it: sources, quarantine, checks, runs and backfills; asked of the snapshot alone."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.check_runs import Circumstances, prepare
from warehouse.checking import read_checks
from warehouse.connect import WarehouseError, open_reader
from warehouse.verdict import Verdict, verdict

HABITS = Path(__file__).parent / "queries" / "source_habits.sql"
LAST_RESULTS = "from ops.check_result qualify row_number() over (partition by name order by checked_at desc) = 1"
# Months go from the newest back: what is missing between is left of a backfill that was cut short.
BACKFILLS = """
select source_id, min(month) as oldest, count(*) as done_count, date_diff('month', min(month), max(month)) + 1 - count(*) as left_count
from ops.backfilled_month group by all"""
LAST_RUNS = """
select * from ops.run where ended_at is not null and state <> 'skipped'
qualify row_number() over (partition by flow, source_id order by started_at desc) = 1"""
LAST_PLACE = "select archive_segment, archive_offset from ops.reading order by all desc limit 1"

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the snapshot tells: rows of source_habits.sql by source, backfills by source, ended runs, and the verdict of the checks that ran last."""

    release_count: int
    quarantine_count: int
    sources: dict[str, dict[str, Any]]
    backfills: dict[str, dict[str, Any]]
    runs: Rows
    verdict: Verdict | None
    failed_blocking: dict[str, str]
    last_place: tuple[str, int] | None
    _snapshot: Path

    def unread(self, digests: Collection[str]) -> int:
        """How many of the captures of these digests were never read."""
        with closing(open_reader(self._snapshot)) as con:
            known = con.execute(
                "select count(distinct capture_digest) from ops.reading where capture_digest in (select unnest($1))", [list(digests)]
            )
            return len(set(digests)) - int(known.fetchall()[0][0])


def standing(snapshot: Path, circumstances: Circumstances) -> Standing:
    """How the warehouse stands.  Raises `WarehouseError` where there is no snapshot, or it is damaged or of another form."""
    try:
        with closing(open_reader(snapshot)) as con:
            prepare(con, circumstances)
            names = {check.name for check in read_checks()}
            results = [row for row in _rows(con, LAST_RESULTS) if row["name"] in names]
            place = con.execute(LAST_PLACE).fetchall()
            return Standing(
                release_count=_count(con, "core.release"),
                quarantine_count=_count(con, "ops.quarantine"),
                sources={row["source"]: row for row in _rows(con, HABITS.read_text(encoding="utf-8"))},
                backfills={row["source_id"]: row for row in _rows(con, BACKFILLS)},
                runs=_rows(con, LAST_RUNS),
                verdict=verdict(results) if results else None,
                failed_blocking={
                    row["name"]: row["reason"] or f"{row['culprit_count']} culprits"
                    for row in results
                    if row["is_blocking"] and row["outcome"] in {"failed", "errored"} and not row["note"]
                },
                last_place=place[0] if place else None,
                _snapshot=snapshot,
            )
    except duckdb.Error as error:
        raise WarehouseError(f"{snapshot}: {str(error).splitlines()[0]}; `readout rebuild` makes it anew from the archive") from error


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    found: Rows = con.sql(sql).to_arrow_table().to_pylist()
    return found


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])
