"""Resolution as a whole: all current reports in, persons and engagements out, written in place of the old ones.

A pure function of the current reports: the order and the number of runs in which they came cannot show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import polars as pl

from flows.resolve.aliases import engagement_alias_rows, person_alias_rows
from flows.resolve.best import engagement_values
from flows.resolve.careers import name_rows, person_row, tenure_rows
from flows.resolve.engagements import ResolvedEngagement, resolve_engagements
from flows.resolve.likeness import resolution_facts
from flows.resolve.links import Links, read_links
from flows.resolve.mentions import Mention, ResolvedPerson
from flows.resolve.people import resolve_people
from flows.resolve.reference import kind_rows, party_rows, topic_rows
from flows.resolve.reports import Told, read_reports
from warehouse.corrections import FORMER_IDS, LINKS
from warehouse.ddl import create_tables
from warehouse.frames import checked_frame
from warehouse.resolution import FORMER, MENTIONS, PAIRS, REPORTS, read_rows, store

PARTS = ("people", "party", "date", "kind", "mode", "place", "event")


def resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Resolve what the warehouse holds.

    Raises `WarehouseError` where a row breaks its schema: a fault of this code, never of a release.
    """
    create_tables(con)
    of_reports, of_persons = read_links(read_rows(con, LINKS))
    people = resolve_people((Mention(**row) for row in read_rows(con, MENTIONS)), of_persons)
    engagements = resolved_engagements(con, people, of_reports)
    corrected = read_rows(con, FORMER_IDS)
    rows = {
        "person": [person_row(person) for person in people],
        "person_name": [row for person in people for row in name_rows(person)],
        "tenure": [row for person in people for row in tenure_rows(person)],
        "person_alias": person_alias_rows(people, corrected),
        "engagement": _engagement_rows(engagements),
        "engagement_report": [row for engagement in engagements for row in _report_rows(engagement)],
        "engagement_alias": engagement_alias_rows(engagements, read_rows(con, FORMER), corrected),
        "party": party_rows(), "topic": topic_rows(), "kind": kind_rows(),
    }  # fmt: skip
    frames = {name: checked_frame(name, listed) for name, listed in rows.items()}
    store(con, frames, _person_of(people))


def resolved_engagements(
    con: duckdb.DuckDBPyConnection, people: Sequence[ResolvedPerson], links: Links[str] | None = None
) -> list[ResolvedEngagement]:
    """The engagements of all current reports, whose persons are known; `links` are what analysts said of them."""
    told = current_reports(con, people)
    pairs = [(row["report_a"], row["report_b"]) for row in read_rows(con, PAIRS, **resolution_facts()["days"])]
    return resolve_engagements(told, pairs, links)


def current_reports(con: duckdb.DuckDBPyConnection, people: Sequence[ResolvedPerson]) -> list[Told]:
    """The reports of current revisions, each with its persons by party."""
    named: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for person in people:
        for mention in person.mentions:
            if mention.party:
                named[mention.report_id][mention.party].add(person.person_id)
    fixed = {report_id: {party: frozenset(ids) for party, ids in parties.items()} for report_id, parties in named.items()}
    return read_reports(read_rows(con, REPORTS), fixed)


def _person_of(people: Sequence[ResolvedPerson]) -> pl.DataFrame:
    listed = [(m.report_id, m.name, person.person_id) for person in people for m in person.mentions]
    return pl.DataFrame(listed, schema={"report_id": pl.String, "name": pl.String, "person_id": pl.String}, orient="row")


def _engagement_rows(engagements: Sequence[ResolvedEngagement]) -> list[dict[str, Any]]:
    of_report = {told.report_id: engagement.engagement_id for engagement in engagements for told in engagement.reports}
    return [
        engagement_values(engagement.reports)
        | {"engagement_id": engagement.engagement_id, "parent_engagement_id": _parent(engagement, of_report)}
        for engagement in engagements
    ]


def _parent(engagement: ResolvedEngagement, of_report: Mapping[str, str]) -> str | None:
    """The engagement of the first report's parent that is another than this one."""
    parents = (of_report.get(told.parent_report_id) for told in engagement.reports if told.parent_report_id)
    return next((parent for parent in parents if parent and parent != engagement.engagement_id), None)


def _report_rows(engagement: ResolvedEngagement) -> list[dict[str, Any]]:
    rows = []
    for told in engagement.reports:
        tie = engagement.ties.get(told.report_id)
        row: dict[str, Any] = {"engagement_id": engagement.engagement_id, "report_id": told.report_id}
        row["joined_to"] = None if tie is None else tie.b if tie.a == told.report_id else tie.a
        row["score"] = tie.likeness.score if tie else None
        rows.append(row | {f"{part}_score": getattr(tie.likeness, part) if tie else None for part in PARTS})
    return rows
