"""What checks found and what people said of them, in ops: added, never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from schemas.vocabulary import CheckNoteKind
from warehouse.check_runs import Result
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame
from warehouse.guarded_checks import Checked


def add_results(con: duckdb.DuckDBPyConnection, checked: Checked, checked_at: dt.datetime) -> str:
    """Add the results of one run to ops.check_result, with the notes that held; gives the run's id."""
    create_tables(con)
    names = "\n".join(result.name for result in checked.results)
    run_id = f"{checked_at.astimezone(dt.UTC):%Y%m%dT%H%M%S}-{hashlib.sha256(f'{checked_at.isoformat()}{checked.seen}{names}'.encode()).hexdigest()[:8]}"
    notes = holding_notes(con, checked.results, checked_at.astimezone(dt.UTC).date())
    rows = [
        {"run_id": run_id, "checked_at": checked_at.astimezone(dt.UTC), **asdict(checked.seen), **asdict(result), "note": notes.get(result.name)}
        for result in checked.results
    ]  # fmt: skip
    _insert(con, "check_result", rows)
    return run_id


def add_note(
    con: duckdb.DuckDBPyConnection, name: str, kind: CheckNoteKind, noted_at: dt.datetime, reason: str, *, until_on: dt.date | None = None,
    culprit_count: int | None = None,
) -> None:  # fmt: skip
    """Add what somebody says of a check to ops.check_note."""
    create_tables(con)
    row = {"name": name, "kind": kind, "noted_at": noted_at, "until_on": until_on, "culprit_count": culprit_count, "reason": reason}
    _insert(con, "check_note", [row])


def holding_notes(con: duckdb.DuckDBPyConnection, results: Sequence[Result], today: dt.date) -> dict[str, str]:
    """By check, the kind of the last note that holds on a day for what was found: an acknowledgement only while nothing more is found."""
    rows = con.execute(
        "select name, kind, until_on, culprit_count from ops.check_note qualify row_number() over (partition by name order by noted_at desc) = 1"
    ).fetchall()
    last = {row[0]: row[1:] for row in rows}
    holding: dict[str, str] = {}
    for result in results:
        kind, until_on, count = last.get(result.name, ("unmute", None, None))
        if kind == "unmute" or (until_on is not None and until_on < today):
            continue
        if kind == "mute" or (result.culprit_count is not None and count is not None and result.culprit_count <= count):
            holding[result.name] = kind
    return holding


@dataclass(frozen=True, slots=True)
class Before:
    """What the run before found of a check."""

    checked_at: dt.datetime
    outcome: str
    culprit_count: int | None


def results_before(con: duckdb.DuckDBPyConnection, moment: dt.datetime) -> dict[str, Before]:
    """By check, what its last run before a moment found: against it a report tells what is new."""
    create_tables(con)
    rows = con.execute(
        """select name, checked_at, outcome, culprit_count from ops.check_result where checked_at < ?
           qualify row_number() over (partition by name order by checked_at desc, run_id) = 1""",
        [moment.astimezone(dt.UTC)],
    ).fetchall()
    return {row[0]: Before(*row[1:]) for row in rows}


def last_count(con: duckdb.DuckDBPyConnection, name: str) -> int | None:
    """The culprits that the last run of a check found; None where it never ran or could not be run."""
    create_tables(con)
    rows = con.execute("select culprit_count from ops.check_result where name = ? order by checked_at desc limit 1", [name]).fetchall()
    return rows[0][0] if rows else None


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    con.register("new_rows", checked_frame(table, rows).to_arrow())
    con.execute(f"insert into ops.{table} by name select * from new_rows")
    con.unregister("new_rows")
