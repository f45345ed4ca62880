"""Every id ever given still resolves: seed ids of all mentions and reports, those of former revisions too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flows.resolve.engagements import ResolvedEngagement
from flows.resolve.people import ResolvedPerson
from flows.resolve.reports import Told


def person_alias_rows(people: Sequence[ResolvedPerson]) -> list[dict[str, Any]]:
    """The rows of core.person_alias."""
    return [{"alias_id": m.seed_id, "person_id": person.person_id} for person in people for m in person.mentions]


def engagement_alias_rows(engagements: Sequence[ResolvedEngagement], former: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of core.engagement_alias; `former` are reports of revisions that are no longer current."""
    rows: list[dict[str, Any]] = [{"alias_id": told.report_id, "engagement_id": e.engagement_id} for e in engagements for told in e.reports]
    of_report = {row["alias_id"]: row["engagement_id"] for row in rows}
    of_release: dict[str, list[Told]] = defaultdict(list)
    for engagement in engagements:
        for told in engagement.reports:
            of_release[told.release_id].append(told)
    for row in former:
        heir = _heir(row, of_release[row["release_id"]])
        rows.append({"alias_id": row["report_id"], "engagement_id": of_report[heir.report_id] if heir else None})
    return rows


def _heir(row: Mapping[str, Any], current: Sequence[Told]) -> Told | None:
    """The report of the release's current text that tells what the former one told: most parties in common, then day, then kind."""
    parties = set(row["parties"])
    like = [told for told in current if parties & told.parties or (not parties and told.kind == row["kind"])]
    return max(
        like,
        key=lambda told: (len(parties & told.parties), told.start_on == row["start_on"], told.kind == row["kind"], told.report_id),
        default=None,
    )
