"""Loading: frames into core, one transaction per batch, replace-by-release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from schemas.tables import CORE, OF_REPORT, OF_REVISION, RESOLVED, RUN_COLUMNS
from warehouse.connect import WarehouseError, transaction
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame


@dataclass(frozen=True, slots=True)
class KnownRevision:
    """The current revision of a release as the warehouse holds it."""

    revision_id: str
    revision_no: int
    text_digest: str
    capture_digest: str
    parser_version: str
    extractor_version: str
    corrections_digest: str | None
    url: str | None
    metadata_text: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """Where a capture was read last by the current code, and where the current body of its release lies; (segment, offset)."""

    read_at: tuple[str, int] | None
    current_at: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address of a release, and what that release says now; a tombstone has no text and no title."""

    address: str
    release_id: str
    publisher: str | None
    text_digest: str | None
    text_length: int
    published_on: dt.date | None
    title: str


def known_revisions(con: duckdb.DuckDBPyConnection) -> dict[str, KnownRevision]:
    """The current revision of every release, by release_id."""
    create_tables(con)
    rows = con.sql(
        """select r.release_id, v.revision_id, v.revision_no, v.text_digest, v.capture_digest, v.parser_version, v.extractor_version,
                  v.corrections_digest, v.url, v.metadata_text, r.is_withdrawn
           from core.release r join core.revision v on v.revision_id = r.current_revision_id"""
    ).fetchall()
    return {row[0]: KnownRevision(*row[1:]) for row in rows}


def known_revision_ids(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Every revision_id ever given."""
    return {row[0] for row in con.sql("select revision_id from core.revision").fetchall()}


def known_captures(con: duckdb.DuckDBPyConnection, versions: tuple[str, str]) -> dict[str, KnownCapture]:
    """By digest, every capture that was read and loaded; `versions` are those of the current parser and extractor."""
    create_tables(con)
    rows = con.execute(
        """select g.capture_digest, max({'s': g.archive_segment, 'o': g.archive_offset})
                      filter (g.parser_version = $1 and g.extractor_version = $2) as read_at,
                  any_value({'s': v.archive_segment, 'o': v.archive_offset}) as current_at
           from ops.reading g join core.release r using (release_id) join core.revision v on v.revision_id = r.current_revision_id
           where g.revision_id is not null
           group by all""",
        list(versions),
    ).fetchall()
    return {digest: KnownCapture(_place(read_at), _place(current_at)) for digest, read_at, current_at in rows}


def _place(row: dict[str, Any] | None) -> tuple[str, int] | None:
    return (row["s"], row["o"]) if row else None


def was_read_otherwise(con: duckdb.DuckDBPyConnection, versions: tuple[str, str]) -> bool:
    """Whether a capture was read by another parser or extractor than those of these versions."""
    create_tables(con)
    row = con.execute("select count(*) from ops.reading where (parser_version, extractor_version) <> ($1, $2)", list(versions)).fetchall()
    return bool(row[0][0])


def last_place_read(con: duckdb.DuckDBPyConnection) -> tuple[str, int] | None:
    """The last place of the archive from which a capture was read: (segment, offset)."""
    create_tables(con)
    row = con.execute("select max({'s': archive_segment, 'o': archive_offset}) from ops.reading").fetchall()[0][0]
    return _place(row)


def change_count(con: duckdb.DuckDBPyConnection) -> int:
    """How many loads and takedowns there were: while it stays, so does every address of a release."""
    create_tables(con)
    row = con.execute("select (select count(*) from ops.load) + (select count(*) from core.tombstone)").fetchall()[0]
    return int(row[0])


def known_addresses(con: duckdb.DuckDBPyConnection) -> list[KnownAddress]:
    """Every address under which a release was found, and those of releases that were taken down."""
    create_tables(con)
    rows = con.execute(
        """select a.address, a.release_id, r.publisher, v.text_digest, length(v.text), v.published_on, v.title
           from core.release_address a join core.release r using (release_id)
           join core.revision v on v.revision_id = r.current_revision_id
           union all select address, release_id, publisher, null, 0, null, '' from core.tombstone
           order by 2, 1"""
    ).fetchall()
    return [KnownAddress(*row) for row in rows]


def load(
    con: duckdb.DuckDBPyConnection,
    frames: Mapping[str, pl.DataFrame],
    counts: Mapping[str, Any],
    skipped: Sequence[Mapping[str, Any]],
    quarantine: Sequence[Mapping[str, Any]],
    readings: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write one batch: all of it or nothing.

    `readings` says which capture shows which revision. The revisions in `frames` replace those of the same key, the releases theirs; `counts` is
    the batch's row of ops.load, whose equations are checked before the commit.
    Raises `WarehouseError` where the equations fail or the commit did not hold.
    """
    _check_equations(counts)
    try:
        with transaction(con):
            for name, frame in frames.items():
                if frame.height:
                    con.register(f"new_{name}", frame.to_arrow())
            if frames and frames["release_address"].height:
                con.execute(
                    "delete from core.release_address where (release_id, address) in (select (release_id, address) from new_release_address)"
                )
            if frames and frames["revision"].height:
                _replace(con, has_releases=bool(frames["release"].height))
            for name, frame in frames.items():
                if frame.height:
                    con.execute(f"insert into core.{name} by name select {FIRST_SEEN if name == 'release' else '*'} from new_{name}")
            for table, rows in (("load", [counts]), ("skipped", skipped), ("quarantine", quarantine), ("reading", readings)):
                if rows:
                    con.register("new_ops", checked_frame(table, rows).to_arrow())
                    con.execute(f"insert into ops.{table} by name select * from new_ops")
                    con.unregister("new_ops")
            _check_loaded(con, frames)
    finally:
        for name, frame in frames.items():
            if frame.height:
                con.unregister(f"new_{name}")
    # A commit after an error inside the transaction rolls back in silence (PITFALLS, DuckDB).
    if not con.execute("select count(*) from ops.load where load_id = ?", [counts["load_id"]]).fetchall()[0][0]:
        raise WarehouseError(f"load {counts['load_id']} was not committed; run the same command again")


# A release keeps the moment at which it was first seen, whatever replaces its row.
FIRST_SEEN = """* replace (coalesce((select min(s.first_seen_at) from seen_before s where s.release_id = new_release.release_id), first_seen_at)
                          as first_seen_at)"""


def _check_equations(counts: Mapping[str, Any]) -> None:
    parts = ("new_count", "changed_count", "unchanged_count", "skipped_count", "quarantined_count")
    if counts["release_count"] != sum(counts[name] for name in parts):
        raise WarehouseError(f"load {counts['load_id']}: releases do not add up: {dict(counts)}")
    if counts["report_count"] != counts["loaded_report_count"] + counts["quarantined_report_count"]:
        raise WarehouseError(f"load {counts['load_id']}: reports do not add up: {dict(counts)}")


def _replace(con: duckdb.DuckDBPyConnection, *, has_releases: bool) -> None:
    """Delete what the batch writes anew: its revisions with their children, its releases' rows where it has any."""
    for name in OF_REPORT:
        con.execute(
            f"""delete from core.{name} where report_id in
                (select report_id from core.report where revision_id in (select revision_id from new_revision))"""
        )
    for name in (*OF_REVISION, "report", "revision"):
        con.execute(f"delete from core.{name} where revision_id in (select revision_id from new_revision)")
    if not has_releases:
        return
    con.execute(
        "create or replace temp table seen_before as select release_id, first_seen_at from core.release semi join new_release using (release_id)"
    )
    con.execute("delete from core.release where release_id in (select release_id from new_release)")


def _check_loaded(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Within the transaction: what was handed over is there, and every quote is its span's words."""
    if not frames or not frames["revision"].height:
        return
    for name in ("revision", "report"):
        if not frames[name].height:
            continue
        key = f"{name}_id"
        there = con.execute(f"select count(*) from core.{name} where {key} in (select {key} from new_{name})").fetchall()[0][0]
        if there != frames[name].height:
            raise WarehouseError(f"core.{name}: {frames[name].height} rows handed over, {there} loaded")
    if frames["evidence"].height:
        wrong = con.execute(
            """select count(*) from new_evidence e join core.report p using (report_id) join core.revision v using (revision_id)
               where substr(case e.part when 'body' then v.text when 'title' then v.title else v.metadata_text end,
                            e.start_no + 1, e.end_no - e.start_no) <> e.quote"""
        ).fetchall()[0][0]
        if wrong:
            raise WarehouseError(f"core.evidence: {wrong} quotes are not the words at their spans")


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """A hash over all rows of core, whatever their order, without the columns that tell of a run."""
    sums = [f"{name}:{value}" for name, value in table_hashes(con).items()]
    return str(con.execute("select sha256(?)", ["\n".join(sums)]).fetchall()[0][0])


def table_hashes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The same for each table of core: the number of its rows and the sum of their hashes."""
    sums = {}
    for name, model in (CORE | RESOLVED).items():
        columns = ", ".join(f'"{column}"' for column in model.to_schema().columns if column not in RUN_COLUMNS)
        row = con.execute(f"select count(*), coalesce(sum(hash({columns})::hugeint), 0)::varchar from core.{name}").fetchall()[0]
        sums[name] = f"{row[0]}:{row[1]}"
    return sums
