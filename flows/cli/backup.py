"""`readout restore`: an earlier snapshot, listed or brought back."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.choices import home, settings
from flows.cli.console import NOTHING_DONE, say, stop, told


def restore_command(
    snapshot: Annotated[
        int | None, typer.Argument(help="Number of an earlier snapshot; without it they are listed", show_default=False)
    ] = None,
) -> None:
    """Bring an earlier snapshot back, or list them.

    Readers see it at once. The archive and the writer's database stay as they are: the next ingest or rebuild publishes them again.
    """
    if snapshot is None:
        _list_snapshots()
        return
    from flows.home import Home
    from warehouse.lock import writer_lock
    from warehouse.snapshots import bring_back

    chosen = settings()
    with told(chosen.home), writer_lock(chosen.home, wait_seconds=chosen.lock_wait_seconds):
        found = bring_back(Home(chosen.home).snapshot, snapshot, chosen.snapshots_kept)
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
