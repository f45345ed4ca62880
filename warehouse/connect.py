"""Connections to DuckDB, with settings that never look for the internet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb

from schemas.version import SCHEMA_VERSION

# Files that DuckDB 1.5 and 2.x both open.
STORAGE_VERSION = "v1.5.0"
# Bytes of a block of a snapshot: each of its sixty tables takes one for every few columns, four times as much at DuckDB's 256 KiB.
BLOCK_BYTES = 65_536
# Columns whose values are longer on average are compressed by Zstandard: texts of 4 kB, which DuckDB (from 4096 on) would store as they are.
ZSTD_CHARACTERS = 1000
# Memory of one reader.
READ_MEBIBYTES = 1024


class WarehouseError(Exception):
    """A database that cannot be opened, written or trusted; the message names the file and what to do."""


class QueryError(WarehouseError):
    """SQL that DuckDB refuses or that goes beyond a limit; the message says which and what to do."""


class NewerError(WarehouseError):
    """A database of a form that only newer code knows."""


class OutdatedError(WarehouseError):
    """A database of a former form, which is made anew from the archive and never changed in place."""


def open_writer(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-write connection to the writer's file, made if need be; what ops lacks is added to a copy that takes its place.

    Raises `WarehouseError` where the file is damaged or of a newer DuckDB, `NewerError` and `OutdatedError`.
    """
    from warehouse.ddl import is_outdated, lacks_of_ops

    con = attached(path)
    try:
        _refuse_newer(con, path)
        if is_outdated(con):
            raise OutdatedError(
                f"{path}: made by an older version; `readout rebuild` makes it anew from the archive, as the next ingest does by itself"
            )
        if lacks_of_ops(con):
            con.execute("checkpoint")
            con.close()
            _complete(path)
            con = attached(path)
    except duckdb.Error as error:
        con.close()
        raise damaged(path, error) from error
    except BaseException:
        con.close()
        raise
    return con


def is_damage(error: BaseException) -> bool:
    """Whether an error of DuckDB's says that a file is damaged, whatever was asked of it."""
    return isinstance(error, duckdb.Error) and not isinstance(error, duckdb.ProgrammingError) and "orrupt" in str(error)


def damaged(path: Path, error: Exception) -> WarehouseError:
    """What to say where `is_damage`."""
    return WarehouseError(f"{path}: damaged ({_first_line(error)}); `readout rebuild` makes it anew from the archive")


def refuse_newer(path: Path) -> None:
    """Raises `NewerError` where the database is of a form that only newer code knows; a missing or damaged one is none of it."""
    with suppress(OSError, duckdb.Error), closing(duckdb.connect(str(path), read_only=True)) as con:
        _refuse_newer(con, path)


def fold_log(path: Path) -> None:
    """Write what a killed writer left in the database's log into it, where it can be read."""
    if path.is_file():
        with suppress(WarehouseError, duckdb.Error), closing(attached(path)) as con:
            con.execute("checkpoint")


def _complete(path: Path) -> None:
    """Add what ops lacks to a copy of the database and put that in its place."""
    from warehouse.ddl import create_tables
    from warehouse.snapshots import put_in_place

    copy = path.with_name(f"{path.name}.completed")
    shutil.copyfile(path, copy)
    with closing(attached(copy)) as con:
        create_tables(con)
        con.execute("checkpoint")
    put_in_place(copy, path)


def attached(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-write connection to a database of any form.  Raises `WarehouseError` where it cannot be opened."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    con.execute(f"set zstd_min_string_length = {ZSTD_CHARACTERS}")
    try:
        con.execute(f"attach '{_quoted(path)}' as warehouse (storage_version '{STORAGE_VERSION}')")
        con.execute("use warehouse")
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(
            f"{path}: cannot be opened ({_first_line(error)}); `readout rebuild` makes it anew from the archive"
        ) from error
    return con


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is executed inside, or nothing of it."""
    con.execute("begin transaction")
    try:
        yield
        con.execute("commit")
    except Exception:
        # A fatal error, such as a full disk, has ended the transaction already; its own message is the one to show.
        with suppress(duckdb.Error):
            con.execute("rollback")
        raise


def open_reader(path: Path, *, mebibytes: int = READ_MEBIBYTES, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection without access to files or network, its settings locked.

    `mebibytes` bounds DuckDB's memory; by default it uses a thread per core.
    Raises `WarehouseError` where there is no snapshot yet or it cannot be read.
    """
    if not path.is_file():
        raise WarehouseError(f"{path}: no warehouse yet; `readout ingest PATH` makes one")
    try:
        con = duckdb.connect(
            str(path),
            read_only=True,
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
        )
    except duckdb.Error as error:
        raise damaged(path, error) if is_damage(error) else WarehouseError(f"{path}: cannot be opened ({_first_line(error)})") from error
    # Else DuckDB may write its overflow beside the snapshot, and lets queries read and write there too.
    con.execute("set temp_directory = ''")
    con.execute("set enable_external_access = false")
    con.execute("set python_enable_replacements = false")
    con.execute(f"set memory_limit = '{mebibytes}MiB'")
    if threads is not None:
        con.execute(f"set threads = {threads}")
    con.execute("set lock_configuration = true")
    try:
        _refuse_newer(con, path)
    except BaseException:
        con.close()
        raise
    return con


def _refuse_newer(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        found = con.execute("select max(schema_no) from ops.schema_version").fetchall()[0][0]
    except duckdb.CatalogException:
        # Empty, or made before forms had numbers.
        return
    if found is not None and found > SCHEMA_VERSION:
        raise NewerError(
            f"{path}: made by a newer version of Readout (tables of form {found}, this one knows {SCHEMA_VERSION}); use that version, "
            f"or move the file away and make it anew with `readout rebuild`"
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
