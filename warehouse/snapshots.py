"""The published snapshot and the ones before it: put in place by rename, kept as hard links, brought back."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connect import WarehouseError, open_reader

FOLDER = "snapshots"
# Earlier snapshots that stay.
KEPT = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot on disk; `number` is None for the one that people open now."""

    number: int | None
    path: Path
    published_at: dt.datetime
    byte_count: int


def put_in_place(fresh: Path, target: Path) -> None:
    """Rename a file over another, both on one disk: after a power cut there is the old or the new one, whole."""
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(old: Path, new: Path) -> None:
    """The same file under another name; a copy of it where the disk knows no hard links."""
    try:
        new.hardlink_to(old)
    except OSError:
        shutil.copy2(old, new)


def replace_snapshot(fresh: Path, snapshot: Path, kept: int) -> None:
    """Put a new snapshot in place and keep the `kept` ones before it. Readers of the old one go on reading it."""
    before = kept_snapshots(snapshot)
    if kept and snapshot.is_file() and not any(one.path.samefile(snapshot) for one in before):
        number = (before[-1].number or 0) + 1 if before else 1
        folder = snapshot.parent / FOLDER
        folder.mkdir(exist_ok=True)
        link_or_copy(snapshot, folder / f"{number:06d}.duckdb")
        sync_folder(folder)
    put_in_place(fresh, snapshot)
    earlier = kept_snapshots(snapshot)
    for one in earlier[: max(len(earlier) - kept, 0)]:
        one.path.unlink()


def kept_snapshots(snapshot: Path) -> list[Kept]:
    """The snapshots before the one that people open, oldest first."""
    found = [path for path in (snapshot.parent / FOLDER).glob("*.duckdb") if path.stem.isdecimal()]
    return sorted((_kept(path, int(path.stem)) for path in found), key=lambda one: one.number or 0)


def all_snapshots(snapshot: Path) -> list[Kept]:
    """The snapshots that are kept, oldest first, and the one that people open at the end."""
    return [*kept_snapshots(snapshot), *([_kept(snapshot, None)] if snapshot.is_file() else [])]


def _kept(path: Path, number: int | None) -> Kept:
    stat = path.stat()
    return Kept(number, path, dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC), stat.st_size)


def bring_back(snapshot: Path, number: int, kept: int) -> Kept:
    """Put a kept snapshot in the place of the one that people open, which is then kept itself.

    Raises `WarehouseError` where there is none of that number, or it is damaged.
    """
    found = [one for one in kept_snapshots(snapshot) if one.number == number]
    if not found:
        raise WarehouseError(f"{snapshot.parent / FOLDER}: no snapshot {number}; `readout restore` lists them")
    wanted = found[0]
    read_whole(wanted.path)
    fresh = snapshot.with_name(snapshot.name + ".restored")
    fresh.unlink(missing_ok=True)
    link_or_copy(wanted.path, fresh)
    # One more for the moment, or the snapshot that is brought back could be the one that is dropped.
    replace_snapshot(fresh, snapshot, kept + 1)
    wanted.path.unlink()
    return wanted


def read_whole(path: Path) -> None:
    """Read every value of a database of any form: DuckDB holds each block against its checksum.  Raises `WarehouseError`."""
    name = str(path).replace("'", "''")
    try:
        with closing(duckdb.connect(":memory:")) as con:
            con.execute(f"attach '{name}' as whole (read_only)")
            for schema, table in con.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = 'whole'"
            ).fetchall():
                con.execute(f'select bit_xor(hash(t)) from whole."{schema}"."{table}" t').fetchall()
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: damaged ({str(error).splitlines()[0]})") from error


def holds(path: Path) -> tuple[int, int]:
    """How many releases and engagements a snapshot holds.  Raises `WarehouseError` where it cannot be read."""
    try:
        with closing(open_reader(path)) as con:
            row = con.execute("select (select count(*) from core.release), (select count(*) from core.engagement)").fetchall()[0]
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: damaged ({str(error).splitlines()[0]})") from error
    return row[0], row[1]
