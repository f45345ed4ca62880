"""Withholding: values that are too uncertain to be given leave their report, with the reason."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

import config
from flows.extract.report import Evidence, Participant, Report, Withheld

# Fields of a report that are null together when one is withheld.
TOGETHER = {
    "start_on": ("start", "end", "date_precision", "date_basis", "date_text"),
    "city": ("city",),
    "country": ("country",),
    "venue": ("venue",),
    "event_name": ("event_name", "series", "edition_no"),
}


@functools.cache
def thresholds() -> Mapping[str, float]:
    """`config/thresholds.yaml`: the least confidence of a value by its field."""
    path = Path(config.__file__).with_name("thresholds.yaml")
    table: dict[str, float] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return table


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value whose best evidence is below the threshold of its field."""

    evidence: Evidence
    least: float

    def withheld(self, candidate: str) -> Withheld:
        """The row of `withheld` for it."""
        row = self.evidence
        reason = f"confidence {row.confidence:.2f} is below {self.least:.2f}"
        return Withheld(row.element, row.field, candidate, reason, row.confidence, row.part, row.start, row.end)


def withhold(report: Report, least: Mapping[str, float]) -> tuple[Report, tuple[Withheld, ...]]:
    """The report without its doubtful values, and those as candidates.

    Kind, mode, status and focus stay: a report whose kind is doubted is not made at all
    (believing.py).  A party stays as long as a participant speaks for it.
    """
    doubts = _doubts(report, least)
    if not doubts:
        return report, ()
    found: list[Withheld] = []
    changes: dict[str, Any] = {}
    for field, names in TOGETHER.items():
        doubt = doubts.get(("report", field))
        value = getattr(report, names[0])
        if doubt is not None and value is not None:
            found.append(doubt.withheld(str(value)))
            changes |= dict.fromkeys(names)
    changes["participants"] = tuple(_participant(row, doubts, found) for row in report.participants)
    spoken_for = {row.party for row in changes["participants"]}
    changes["parties"] = tuple(
        row for row in report.parties if row.code in spoken_for or _keeps(doubts.get((f"party/{row.code}", "code")), row.code, found)
    )
    changes["topics"] = tuple(
        row for row in report.topics if _keeps(doubts.get((f"topic/{row.key}", "code" if row.code else "label")), row.key, found)
    )
    gone = {(row.element, row.field) for row in found} | ({("report", "end_on")} if "start" in changes else set())
    evidence = tuple(row for row in report.evidence if (row.element, row.field) not in gone)
    return replace(report, evidence=evidence, **changes), tuple(found)


def _doubts(report: Report, least: Mapping[str, float]) -> dict[tuple[str, str], Doubt]:
    best: dict[tuple[str, str], Evidence] = {}
    for row in report.evidence:
        key = (row.element, row.field)
        if key not in best or row.confidence > best[key].confidence:
            best[key] = row
    found = {}
    for key, row in best.items():
        limit = least.get(row.field, least["default"])
        if row.confidence < limit:
            found[key] = Doubt(row, limit)
    return found


def _participant(row: Participant, doubts: Mapping[tuple[str, str], Doubt], found: list[Withheld]) -> Participant:
    element = f"participant/{row.name}"
    if not _keeps(doubts.get((element, "title")), row.title or "", found):
        row = replace(row, title=None, title_text=None)
    if not _keeps(doubts.get((element, "party")), row.party or "", found):
        row = replace(row, party=None)
    return row


def _keeps(doubt: Doubt | None, candidate: str, found: list[Withheld]) -> bool:
    """Whether nothing is held against a value; else it is noted as withheld."""
    if doubt is not None:
        found.append(doubt.withheld(candidate))
    return doubt is None
