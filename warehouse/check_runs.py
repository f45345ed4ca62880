"""Running checks on an open database: culprits counted, held against the threshold, the first of them kept."""

from __future__ import annotations

import datetime as dt
import json
import math
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from schemas.vocabulary import CheckOutcome
from warehouse.checking import Check, read_checks
from warehouse.connect import WarehouseError
from warehouse.load import content_hash
from warehouse.quality import QUALITY

# Enough to see what is wrong.
SAMPLE_ROWS = 10
# A cell of a sample is looked at, not read.
SAMPLE_CHARACTERS = 300
BATCH_ROWS = 10_000
# ISO weeks about Christmas and New Year, in which most ministries rest.
QUIET_WEEKS = (52, 53, 1)
BEYOND: dict[str, CheckOutcome] = {"error": "failed", "warn": "warned", "info": "passed"}


@dataclass(frozen=True, slots=True)
class Followed:
    """A source that is followed, as far as checks ask: what its settings assert, and the ISO weeks in which it rests."""

    source_id: str
    publisher: str
    fewest_per_week: int = 0
    most_per_week: int = 1000
    required: tuple[str, ...] = ()
    quiet_weeks: tuple[int, ...] = QUIET_WEEKS


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What checks cannot read in the database: the moment that counts as now, the sources that are followed, and when all others rest."""

    now: dt.datetime
    sources: tuple[Followed, ...] = ()
    quiet_weeks: tuple[int, ...] = QUIET_WEEKS


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of the data that were checked: their last load and their content hash."""

    load_id: str | None
    content_digest: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found; the columns of ops.check_result that do not tell of the run."""

    name: str
    severity: str
    dimension: str
    is_blocking: bool
    outcome: CheckOutcome
    culprit_count: int | None
    population_count: int | None
    share: float | None
    threshold: str
    sample: str
    reason: str | None
    duration_seconds: float
    check_digest: str


def prepare(con: duckdb.DuckDBPyConnection, circumstances: Circumstances) -> None:
    """Make the temporary tables `run_moment` and `followed_source` and the views of warehouse/quality, which checks may ask.

    Raises `WarehouseError` where the database lacks what they read.
    """
    sources = [
        {"source_id": s.source_id, "publisher": s.publisher, "fewest_per_week": s.fewest_per_week, "most_per_week": s.most_per_week,
         "required": list(s.required), "quiet_weeks": list(s.quiet_weeks)}
        for s in circumstances.sources
    ]  # fmt: skip
    types: dict[str, Any] = {
        "source_id": pl.String, "publisher": pl.String, "fewest_per_week": pl.Int64, "most_per_week": pl.Int64,
        "required": pl.List(pl.String), "quiet_weeks": pl.List(pl.Int64),
    }  # fmt: skip
    now = circumstances.now.astimezone(dt.UTC)
    con.execute(
        "create or replace temp table run_moment as select ?::timestamptz as now, ?::date as today, ?::bigint[] as quiet_weeks",
        [now, now.date(), list(circumstances.quiet_weeks)],
    )
    con.register("new_source", pl.DataFrame(sources, schema=types).to_arrow())
    con.execute("create or replace temp table followed_source as from new_source")
    con.unregister("new_source")
    for path in QUALITY:
        try:
            con.execute(path.read_text(encoding="utf-8"))
        except duckdb.Error as error:
            raise WarehouseError(
                f"{path.name}: {str(error).splitlines()[0]}; was the warehouse made by an older version? `readout rebuild`"
            ) from error


def seen(con: duckdb.DuckDBPyConnection) -> Seen:
    """The state of the data of an open database."""
    return Seen(con.execute("select max(load_id) from ops.load").fetchall()[0][0], content_hash(con))


def run_on(con: duckdb.DuckDBPyConnection, checks: Sequence[Check], seconds: float | None = None) -> Iterator[Result]:
    """What each check finds, one after the other; `seconds` is the longest that one may take.

    A check that cannot be run is `errored` and the next one runs.
    """
    for check in checks:
        began = time.perf_counter()
        timer = threading.Timer(seconds, con.interrupt) if seconds is not None else None
        if timer is not None:
            timer.start()
        try:
            found = _found(con, check)
        except (duckdb.Error, MemoryError, RuntimeError) as error:
            found = {"outcome": "errored", "reason": _reason(error, seconds)}
        finally:
            if timer is not None:
                timer.cancel()
        yield result_of(check, time.perf_counter() - began, **found)


def failed_blocking(con: duckdb.DuckDBPyConnection, checks: Sequence[Check] | None = None) -> list[Result]:
    """The blocking checks (of all by default) that fail or cannot be run on an open database; publish it only where there is none."""
    known = read_checks() if checks is None else checks
    blocking = [check for check in known if check.is_blocking]
    return [result for result in run_on(con, blocking) if result.outcome in {"failed", "errored"}]


def result_of(check: Check, seconds: float, outcome: CheckOutcome, **found: Any) -> Result:
    """A result with what the check's head says."""
    values = {"culprit_count": None, "population_count": None, "share": None, "sample": "[]", "reason": None} | found
    return Result(
        name=check.name, severity=check.severity, dimension=check.dimension, is_blocking=check.is_blocking, outcome=outcome,
        threshold=str(check.threshold), duration_seconds=round(seconds, 4), check_digest=check.digest, **values,
    )  # fmt: skip


def _found(con: duckdb.DuckDBPyConnection, check: Check) -> dict[str, Any]:
    population = None
    if check.population is not None:
        population = int(con.execute(check.population).fetchall()[0][0])
    count, rows = _culprits(con, check.sql)
    found: dict[str, Any] = {"culprit_count": count, "population_count": population, "sample": sample_of(rows)}
    if population:
        found["share"] = count / population
    if population == 0 and not count:
        return found | {"outcome": "skipped", "reason": "nothing to check"}
    return found | {"outcome": BEYOND[check.severity] if check.threshold.is_passed_by(count, population) else "passed"}


def _culprits(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, list[dict[str, Any]]]:
    """How many rows a query gives, and the first of them; the others are counted as they pass."""
    relation = con.sql(sql)
    if relation is None:
        raise duckdb.InvalidInputException("the check returns no rows: it must be a query for culprits")
    rows: list[dict[str, Any]] = []
    count = 0
    with closing(relation.to_arrow_reader(BATCH_ROWS)) as reader:
        for batch in reader:
            if len(rows) < SAMPLE_ROWS:
                rows += batch.slice(0, SAMPLE_ROWS - len(rows)).to_pylist()
            count += batch.num_rows
    return count, rows


def sample_of(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as a JSON list, long values cut."""
    return json.dumps([{key: _cell(value) for key, value in row.items()} for row in rows], ensure_ascii=False, default=str)


def _cell(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number.
    if isinstance(value, str) and len(value) > SAMPLE_CHARACTERS:
        return value[:SAMPLE_CHARACTERS] + "…"
    return value


def _reason(error: Exception, seconds: float | None) -> str:
    if isinstance(error, duckdb.InterruptException):
        return f"stopped after {seconds:g} seconds" if seconds is not None else "stopped"
    return str(error).strip() or type(error).__name__
