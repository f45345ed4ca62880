"""`readout backup` and `readout restore`: of a backup, or of an earlier snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.choices import home, settings
from flows.cli.console import LOOK, NOTHING_DONE, WRONG_USAGE, say, stop, told


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """As `told`, of backups too."""
    from flows.backup import BackupError

    try:
        with told(folder):
            yield
    except BackupError as error:
        stop(str(error), NOTHING_DONE)


def backup_command(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backups, best on another disk", show_default=False)],
    keep: Annotated[int, typer.Option(min=1, help="So many backups stay, the last ones")] = 3,
) -> None:
    """Back up the working folder and readout.d, and read it back.

    The archive, corrections and databases of the folder. Each backup is a numbered folder; what did not change is shared with the one before. One that fails leaves the others as they are.
    """
    from flows.backup import back_up

    chosen = settings()
    with _told(chosen.home):
        made, copied = back_up(chosen, target, keep, dt.datetime.now(dt.UTC))
    size = f"{made.byte_count / 2**20:.1f} MiB, {copied / 2**20:.1f} MiB of it new"
    typer.echo(f"{made.folder}: {len(made.files)} files, {size}; read back and equal")


def restore_command(
    snapshot: Annotated[
        int | None, typer.Argument(help="Number of an earlier snapshot; without it they are listed", show_default=False)
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Bring back the last backup of this folder, or this one")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="HOME", help="With --from: the working folder, whatever it holds; that is moved aside")
    ] = None,
) -> None:
    """Bring an earlier snapshot or a backup back, or list.

    A backup with --from; without a number or it the snapshots are listed. Readers see a snapshot at once. The archive and the writer's database stay as they are: the next ingest or rebuild publishes them again.
    """
    if (snapshot is not None and source) or (into and not source):
        stop("restore takes the number of a snapshot, or --from, alone or with --into", WRONG_USAGE)
    if source is not None:
        _restore_backup(source, into)
    elif snapshot is not None:
        _restore_snapshot(snapshot)
    else:
        _list_snapshots()


def _restore_backup(source: Path, into: Path | None) -> None:
    from flows.restoring import restore

    chosen = settings()
    chosen = chosen.model_copy(update={"home": into}) if into else chosen
    with _told(chosen.home):
        done = restore(chosen, source, may_replace=into is not None)
    typer.echo(f"{chosen.home}: the backup of {done.backup.made_at} ({done.backup.folder}) is back")
    if done.replaced:
        say(f"what was there lies in {done.replaced}")
    if done.kept_own:
        say("readout.d was there and stays as it is")
    if done.backup.content_digest not in (None, done.content_digest):
        say("other code than that of the backup has read the archive: the content is not what was backed up")
        raise typer.Exit(LOOK)


def _restore_snapshot(number: int) -> None:
    from flows.home import Home
    from warehouse.lock import writer_lock
    from warehouse.snapshots import bring_back

    chosen = settings()
    with told(chosen.home), writer_lock(chosen.home, wait_seconds=chosen.lock_wait_seconds):
        found = bring_back(Home(chosen.home).snapshot, number, chosen.snapshots_kept)
    say(f"{Home(chosen.home).snapshot} is that of {found.published_at:%Y-%m-%d %H:%M} UTC again, until the next ingest or rebuild")


def _list_snapshots() -> None:
    from warehouse.connect import WarehouseError
    from warehouse.snapshots import all_snapshots, holds

    path = home().snapshot
    found = all_snapshots(path)
    if not found:
        stop(f"{path}: no warehouse yet; `readout ingest PATH` makes one", NOTHING_DONE)
    for one in found:
        try:
            releases, engagements = holds(one.path)
            words = f"{releases} releases, {engagements} engagements"
        except WarehouseError as error:
            words = str(error)
        name = "current" if one.number is None else str(one.number)
        typer.echo(f"{name:>8}  {one.published_at:%Y-%m-%d %H:%M} UTC  {one.byte_count / 2**20:9.1f} MiB  {words}")
