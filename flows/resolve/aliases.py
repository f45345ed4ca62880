"""Every id ever given still resolves: seed ids of all mentions and reports, those of former revisions too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flows.resolve.engagements import ResolvedEngagement
from flows.resolve.mentions import ResolvedPerson, mention_id
from flows.resolve.reports import Told


def person_alias_rows(people: Sequence[ResolvedPerson], corrected: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of core.person_alias; `corrected` are mentions that corrections renamed or took out, or did before they were taken back."""
    of_mention = {(m.report_id, m.name): person.person_id for person in people for m in person.mentions}
    found: dict[str, str | None] = {mention_id(*named): person_id for named, person_id in of_mention.items()}
    names: dict[tuple[str, str], str] = {}
    for row in corrected:
        if row["new_name"]:
            old, new = (row["new_name"], row["old_name"]) if row["is_undone"] else (row["old_name"], row["new_name"])
            names[row["report_id"], old] = new
    for row in corrected:
        for name in (row["old_name"], row["new_name"]):
            if name:
                heir = _renamed(row["report_id"], name, names, of_mention)
                found.setdefault(mention_id(row["report_id"], name), of_mention.get((row["report_id"], heir)))
    return [{"alias_id": alias_id, "person_id": person_id} for alias_id, person_id in found.items()]


def _renamed(report_id: str, name: str, names: Mapping[tuple[str, str], str], of_mention: Mapping[tuple[str, str], str]) -> str:
    """The name that a mention has now."""
    seen: set[str] = set()
    while (report_id, name) not in of_mention and (report_id, name) in names and name not in seen:
        seen.add(name)
        name = names[report_id, name]
    return name


def engagement_alias_rows(
    engagements: Sequence[ResolvedEngagement], former: Sequence[Mapping[str, Any]], corrected: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of core.engagement_alias.

    `former` are reports of revisions that are no longer current, `corrected` those that corrections took out, or had added before they were taken back.
    """
    rows: list[dict[str, Any]] = [{"alias_id": told.report_id, "engagement_id": e.engagement_id} for e in engagements for told in e.reports]
    of_report = {row["alias_id"]: row["engagement_id"] for row in rows}
    of_release: dict[str, list[Told]] = defaultdict(list)
    for engagement in engagements:
        for told in engagement.reports:
            of_release[told.release_id].append(told)
    for row in former:
        heir = _heir(row, of_release[row["release_id"]])
        rows.append({"alias_id": row["report_id"], "engagement_id": of_report[heir.report_id] if heir else None})
    known = {row["alias_id"] for row in rows}
    gone = dict.fromkeys(row["report_id"] for row in corrected if row["report_id"] not in known)
    return rows + [{"alias_id": report_id, "engagement_id": None} for report_id in gone]


def _heir(row: Mapping[str, Any], current: Sequence[Told]) -> Told | None:
    """The report of the release's current text that tells what the former one told: most parties in common, then day, then kind."""
    parties = set(row["parties"])
    like = [told for told in current if parties & told.parties or (not parties and told.kind == row["kind"])]
    return max(
        like,
        key=lambda told: (len(parties & told.parties), told.start_on == row["start_on"], told.kind == row["kind"], told.report_id),
        default=None,
    )
