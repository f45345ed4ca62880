"""`readout serve`: the scheduled runs."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.choices import hand_down, settings
from flows.cli.console import LOCKED, NOTHING_DONE, WRONG_USAGE, say, stop
from flows.cli.sources import known_sources, require_contact


def serve_command(
    names: Annotated[
        list[str], typer.Argument(metavar="[SOURCE...]", help="Sources, by id; without any all that have a schedule", show_default=False)
    ] = [],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where Prefect's pages and API are served, on this machine only")] = 4200,
) -> None:
    """Ask the sources on their schedules until it is stopped.

    Starts a Prefect server, or joins the one that PREFECT_API_URL names.
    """
    from flows.deploy import deployments
    from flows.serve import serve
    from flows.server import ServerError
    from warehouse.lock import LockedError

    chosen, known = settings(), known_sources()
    for name in names:
        if name not in known:
            stop(f"{name}: no such source; `readout sources list` shows those there are", WRONG_USAGE)
        if known[name].schedule is None:
            stop(f"{name}: its settings say `schedule: null`; give it one to have it served", WRONG_USAGE)
    require_contact(chosen)
    hand_down()
    try:
        serve(deployments(known[name] for name in names or known), chosen.home, port, say)
    except LockedError as error:
        stop(str(error), LOCKED)
    except ServerError as error:
        stop(str(error), NOTHING_DONE)
    say("readout: stopped; the schedules stay, and what was cut short is made good at the next start")
