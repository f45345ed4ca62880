"""The Prefect flow `backfill`: years of one source, month after month, with its progress in Prefect's pages."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.runtime import flow_run

from config.settings import Settings
from config.sources import Source
from flows.artifacts import counts_row, source_markdown
from flows.backfilling import Backfill, Progress, Tell, way_back
from flows.fetch.walking import first_url
from flows.live import MakeFetcher, SourceReport, polite_fetchers
from flows.runs import recorded, source_lock


class StoppedError(Exception):
    """A backfill that could not go on; the message begins with the source and the reason, `report` tells what was taken."""

    def __init__(self, report: SourceReport) -> None:
        super().__init__(f"{report.source_id}: {report.failure}")
        self.report = report


def run_name() -> str:
    """The run's name: the source, and from when to when."""
    given = flow_run.parameters
    return f"{given['source'].id} backfill {given['since']:%Y-%m} to {given['until']:%Y-%m}"


@flow(name="backfill", flow_run_name=run_name, validate_parameters=False)
def backfill(
    source: Source, since: dt.date, until: dt.date, settings: Settings, tell: Tell, make_fetcher: MakeFetcher | None = None
) -> SourceReport:
    """Take what a source published in the months from `since` to `until`; `tell` is told how far it is.

    Raises `StoppedError` where the host could not be asked to the end, and `BackfillError`, `LockedError`, `ArchiveError` and `WarehouseError`.
    """
    way_back(source)
    shown = create_progress_artifact(0.0, key=f"backfill-{source.id}-progress", description=f"{source.publisher}: months taken")
    make_fetcher = make_fetcher or polite_fetchers(settings.contact)

    def both(progress: Progress) -> None:
        tell(progress)
        if isinstance(shown, UUID):
            words = f"{source.publisher}: {progress.words()}"
            update_progress_artifact(shown, 100.0 * progress.done_count / progress.month_count, description=words)

    with (
        source_lock(settings.home, source.id),
        recorded(settings.home, "backfill", source.id, flow_run.id) as run,
        make_fetcher(source) as fetcher,
    ):
        report = Backfill(source, settings, fetcher, lambda: dt.datetime.now(dt.UTC), both).run(since, until)
        report.tell(run)
    create_table_artifact([counts_row(source.id, report.summary)], key=f"backfill-{source.id}-counts", description="Counts")
    create_markdown_artifact(
        source_markdown(report, first_url(source.find), []), key=f"backfill-{source.id}", description=f"{source.publisher}: backfill"
    )
    if report.failure:
        raise StoppedError(report)
    return report
