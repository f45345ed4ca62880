"""What the commands share: messages, exit codes, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

DONE, LOOK, WRONG_USAGE, NOTHING_DONE, LOCKED = 0, 1, 2, 3, 4
# 128 and the number of the signal, as shells have it.
STOPPED = 130


def say(message: str) -> None:
    """A line for the person at the terminal, on standard error."""
    typer.echo(message, err=True)


def stop(message: str, code: int) -> NoReturn:
    """End the command with a message and an exit code (ARCHITECTURE, Exit codes)."""
    say(f"readout: {message}")
    raise typer.Exit(code)


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Within it a file is written; one that cannot be ends the command with its name and why."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # Arrow's own words repeat the path and the number.
        stop(f"{path}: cannot be written ({os.strerror(error.errno) if error.errno else error})", NOTHING_DONE)


@contextmanager
def told(home: Path) -> Iterator[None]:
    """Within it the warehouse is worked on; what keeps a command from its work ends it with what to do, 4 where another writes."""
    import duckdb

    from flows.corrections.journal import CorrectionsError
    from flows.errors import DaskError
    from flows.fetch.archive import ArchiveError
    from flows.fetch.files import PathError
    from warehouse.checking import CheckError
    from warehouse.connect import WarehouseError
    from warehouse.lock import LockedError

    try:
        yield
    except CheckError as error:
        stop(str(error), WRONG_USAGE)
    except LockedError as error:
        stop(str(error), LOCKED)
    except (PathError, ArchiveError, CorrectionsError, DaskError, WarehouseError) as error:
        stop(str(error), NOTHING_DONE)
    except duckdb.Error as error:
        said = trouble(error)
        if said is None:
            raise
        stop(f"{home}: {said}", NOTHING_DONE)


def trouble(error: Exception) -> str | None:
    """What to say of an error of the database that a file or the disk is to blame for, and what to do; None for any other."""
    import duckdb

    from warehouse.connect import is_damage

    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    if is_damage(error):
        return f"{first}; `readout rebuild` makes it anew from the archive"
    if isinstance(error, duckdb.IOException | duckdb.FatalException | duckdb.InternalException):
        return f"{first}; free some space and run again: nothing that was loaded is lost"
    return None


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, where that is a terminal; yields the function that advances it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.advance(task, count)
