"""Publishing: core and main in a snapshot that readers open, put in place by rename."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from warehouse.check_runs import Result, failed_blocking
from warehouse.connect import BLOCK_BYTES, STORAGE_VERSION, WarehouseError, open_reader
from warehouse.differences import build_differences
from warehouse.snapshots import KEPT, replace_snapshot

# In the order in which they are built: later ones read earlier ones.
MAIN_TABLES = (
    "participants", "engagements", "reports", "people", "tenures", "topics", "outcomes", "releases", "revisions", "evidence", "conflicts", "country_pairs",
    "coverage", "cameo_events", "corrections",
)  # fmt: skip
SQL = Path(__file__).parent / "main"
SEARCH_INDEX = Path(__file__).parent / "queries" / "search_index.sql"


LAST_CHANGE = """select (select max(load_id) from ops.load where new_count + changed_count > 0),
                        (select sum(hash(correction_id, undone_by)::hugeint) from core.correction)"""


def is_current(con: duckdb.DuckDBPyConnection, snapshot: Path) -> bool:
    """Whether the snapshot holds the last load that changed anything; a run may have died between loading and publishing."""
    last_change = con.execute(LAST_CHANGE).fetchall()
    try:
        with closing(open_reader(snapshot)) as reader:
            return reader.execute(LAST_CHANGE).fetchall() == last_change
    except (WarehouseError, duckdb.Error):
        # Missing or damaged: publishing makes it anew.
        return False


class BlockedError(WarehouseError):
    """A snapshot that was not published, since a blocking check fails on it; the message names the check."""


def publish(con: duckdb.DuckDBPyConnection, snapshot: Path, kept: int = KEPT, *, unchecked: bool = False) -> None:
    """Write the snapshot beside the old one and rename it over: readers see the old or the new, whole. The `kept` ones before it stay.

    Raises `BlockedError` where a blocking check fails on the new one, unless it is published `unchecked`: the old one stays.
    """
    fresh = snapshot.with_name(snapshot.name + ".new")
    for leftover in (fresh, fresh.with_name(fresh.name + ".wal")):
        leftover.unlink(missing_ok=True)
    name = str(fresh).replace("'", "''")
    build_differences(con)
    con.execute(f"attach '{name}' as snapshot (storage_version '{STORAGE_VERSION}', block_size {BLOCK_BYTES})")
    try:
        con.execute("copy from database warehouse to snapshot")
        con.execute("use snapshot")
        con.execute("create schema if not exists main")
        for table in MAIN_TABLES:
            con.execute((SQL / f"{table}.sql").read_text(encoding="utf-8"))
        con.execute(SEARCH_INDEX.read_text(encoding="utf-8"))
        con.execute("checkpoint snapshot")
    finally:
        con.execute("use warehouse")
        con.execute("detach snapshot")
    if not unchecked:
        # Read-only: a check of the user's own is SQL like any other.
        with closing(open_reader(fresh)) as reader:
            blocking = failed_blocking(reader)
        if blocking:
            fresh.unlink()
            raise BlockedError(_blocked(blocking))
    replace_snapshot(fresh, snapshot, kept)


def _blocked(results: Sequence[Result]) -> str:
    """Why nothing is published: the first check that fails, and how many more."""
    first = results[0]
    more = f" and {len(results) - 1} more checks" if len(results) > 1 else ""
    found = f"{first.culprit_count} culprits" if first.culprit_count is not None else f"cannot be run: {first.reason}"
    return (
        f"not published: the check {first.name} ({found}){more} failed on what was loaded; readers keep the snapshot of before. "
        f"The first culprits: {first.sample[:300]}"
    )
