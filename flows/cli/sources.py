"""`readout sources list | check | add`, and `readout forget`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.choices import settings
from flows.cli.console import LOOK, NOTHING_DONE, WRONG_USAGE, say, stop, told

if TYPE_CHECKING:
    from config.settings import Settings
    from config.sources import Source
    from flows.fetch.http import Fetcher
    from flows.gathered import Batch

sources_app = typer.Typer(help="The sources that Readout can follow.", no_args_is_help=True, rich_markup_mode=None)
# How many of the pages found `check` reads.
READ_BY_CHECK = 3


def known_sources() -> dict[str, Source]:
    """All sources by id; a settings file that cannot be used ends the command with its name and line."""
    from config.sources import SourceError, sources

    try:
        return sources()
    except SourceError as error:
        stop(str(error), WRONG_USAGE)


def require_contact(chosen: Settings) -> None:
    """End the command where hosts could not reach who runs it."""
    if not chosen.contact:
        stop(
            "READOUT_CONTACT: set it to the address of a page or mailbox; it is sent with each request, so that a host can reach you",
            WRONG_USAGE,
        )


@sources_app.command("list")
def list_command() -> None:
    """List the sources.

    Id, how it is found, publisher, and what that was checked against.
    """
    for source in known_sources().values():
        typer.echo(f"{source.id:14} {source.find.kind:8} {source.publisher:50} {source.checked.get('finding', 'unchecked')}")


@sources_app.command("check")
def check_command(names: Annotated[list[str], typer.Argument(metavar="ID...", help="Sources, by id", show_default=False)]) -> None:
    """Show what sources list and how their newest releases read.  Stores nothing."""
    chosen, all_sources = settings(), known_sources()
    for name in names:
        if name not in all_sources:
            stop(f"{name}: no such source; `readout sources list` shows those there are", WRONG_USAGE)
    require_contact(chosen)
    from flows.live import polite_fetchers

    make_fetcher = polite_fetchers(chosen.contact)
    sound = [_check(all_sources[name], make_fetcher(all_sources[name])) for name in names]
    if not any(sound):
        raise typer.Exit(NOTHING_DONE)
    if not all(sound):
        raise typer.Exit(LOOK)


def _check(source: Source, fetcher: Fetcher) -> bool:
    """Whether something was found and all that was tried could be read."""
    from flows.fetch.errors import FetchError
    from flows.fetch.items import FindingError
    from flows.gathered import Known
    from flows.gathering import Visit

    batch: list[Batch] = []
    with fetcher:
        visit = Visit(source, Known(), fetcher, batch.append, dt.datetime.now(dt.UTC))
        try:
            items = visit.found(source.find)
        except (FetchError, FindingError) as error:
            say(f"readout: {source.id}: {error}")
            return False
        typer.echo(f"{source.id}: {len(items)} items")
        for item in items[:10]:
            typer.echo(f"  {(item.published_at or item.changed_at or 'no date')[:25]:25}  {item.title or item.url or item.own_id}")
        visit.take(items[:READ_BY_CHECK])
        visit.finish()
    return _show(source, batch)


def _show(source: Source, batches: list[Batch]) -> bool:
    from flows.reading import read

    sound = True
    for batch in batches:
        for note in batch.notes:
            say(f"readout: {source.id}: {note}")
        for refusal in batch.refusals:
            sound = False
            say(f"readout: {source.id}: {refusal.where}: {refusal.reason}")
        for capture in batch.captures:
            release = read(capture)
            if release.document is None or release.extraction is None:
                sound = False
                say(f"readout: {source.id}: {capture.path}: {release.skipped}")
                continue
            document = release.document
            typer.echo(f"  read: {document.title}")
            typer.echo(
                f"        published {document.published_on}, {document.language}, {document.release_type}, {len(document.text)} characters, "
                f"{len(document.blocks)} blocks, {len(release.extraction.reports)} engagements"
            )
    return sound


@sources_app.command("add")
def add_command(url: Annotated[str, typer.Argument(help="A page that lists releases, a feed or a sitemap", show_default=False)]) -> None:
    """Look at a site and write a draft of a source.

    Finds its feed or sitemap; the draft goes to readout.d/sources.
    """
    chosen = settings()
    require_contact(chosen)
    from config.sources import OWN, SourceError, read_source
    from flows.fetch.drafting import DraftError, draft_source
    from flows.fetch.errors import FetchError
    from flows.fetch.http import Fetcher
    from flows.fetch.manners import Manners, user_agent

    try:
        with Fetcher(Manners(user_agent(chosen.contact))) as fetcher:
            draft = draft_source(url, fetcher)
    except (FetchError, DraftError) as error:
        stop(str(error), NOTHING_DONE)
    path = OWN / f"{draft.name}.yaml"
    if path.exists():
        stop(f"{path}: is there already; remove it first", WRONG_USAGE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft.text(), encoding="utf-8")
    try:
        read_source(draft.name, path)
    except SourceError as error:
        stop(str(error), NOTHING_DONE)
    typer.echo(f"{path} is a draft: read the site's terms, then `readout sources check {draft.name}`")


def forget_command(
    release: Annotated[str, typer.Argument(help="A release's id or address", show_default=False)],
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken down; kept with the tombstone", show_default=False)],
) -> None:
    """Take a release down.

    Its text leaves the archive and the warehouse, a tombstone stays. It is not fetched again.
    """
    from flows.forgetting import forget
    from flows.home import Home

    chosen = settings()
    if not Home(chosen.home).core.is_file() and not Home(chosen.home).archive.is_dir():
        stop(f"{chosen.home}: no warehouse; nothing to forget", NOTHING_DONE)
    with told(chosen.home):
        done = forget(release, reason, chosen, dt.datetime.now(dt.UTC))
    if done is None:
        stop(f"{release}: no release of that id or address", NOTHING_DONE)
    typer.echo(f"{done.release_id}: forgotten ({reason}); {len(done.addresses)} addresses stay as a tombstone")
