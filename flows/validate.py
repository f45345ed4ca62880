"""Validation: frames that satisfy the schemas, and what was turned away with the reason."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.rows import Rows, empty_rows
from schemas.frames import LONGEST_REASON, frame_of
from schemas.tables import CORE, OF_REPORT, OF_REVISION, PRIMARY_KEYS


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that broke its schema: `key` is its report's id, else its release's."""

    table: str
    column: str | None
    check: str
    reason: str
    report_id: str | None
    release_id: str


@dataclass(frozen=True, slots=True)
class Validated:
    """Frames that hold, the rows that were turned away, and their faults."""

    frames: dict[str, pl.DataFrame]
    faults: list[Fault]
    turned_away: dict[str, Rows]


def validate(rows: Rows) -> Validated:
    """Split rows into those that satisfy every schema and the reports and releases that do not.

    A report goes with its children; a release whose own rows fail goes whole.
    """
    owners = _owners(rows)
    faults: list[Fault] = []
    turned_away: dict[str, Rows] = {}
    rows = {name: list(listed) for name, listed in rows.items()}
    while True:
        frames: dict[str, pl.DataFrame] = {}
        new: list[Fault] = []
        for name, model in CORE.items():
            frames[name], misfits = frame_of(model, rows[name])
            new += [Fault(name, m.column, m.check, m.reason, *owners.of(rows[name][m.row_no])) for m in misfits]
        # What holds between rows is asked of rows that hold by themselves.
        new = new or _reference_faults(rows, owners) or _invariant_faults(rows, owners)
        if not new:
            return Validated(frames, faults, turned_away)
        faults.extend(_once(new))
        rows = _without(rows, new, turned_away, owners)


def _once(faults: list[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


@dataclass(frozen=True, slots=True)
class _Owners:
    release_of_revision: dict[str, str]
    release_of_report: dict[str, str]

    def of(self, row: dict[str, Any]) -> tuple[str | None, str]:
        """The report (or None) and the release that a row belongs to."""
        report_id = _key(row.get("report_id"))
        if report_id:
            return report_id, self.release_of_report.get(report_id, "")
        return None, _key(row.get("release_id")) or self.release_of_revision.get(_key(row.get("revision_id")), "")


def _key(value: Any) -> str:
    """A key as it stands in a row; empty where it is none."""
    return value if isinstance(value, str) else ""


def _owners(rows: Rows) -> _Owners:
    return _Owners(
        {_key(row["revision_id"]): _key(row["release_id"]) for row in rows["revision"]},
        {_key(row["report_id"]): _key(row["release_id"]) for row in rows["report"]},
    )


def _reference_faults(rows: Rows, owners: _Owners) -> list[Fault]:
    """Keys that stand twice, and rows of a report, revision or release that is not there."""
    faults: list[Fault] = []
    keys = {name: [row[f"{name}_id"] for row in rows[name]] for name in ("release", "revision", "report")}
    for name, listed in keys.items():
        twice = {key for key, count in Counter(listed).items() if count > 1}
        for row in rows[name]:
            if row[PRIMARY_KEYS[name]] in twice:
                reason = f"{row[PRIMARY_KEYS[name]]!r} stands twice"
                faults.append(Fault(name, PRIMARY_KEYS[name], "is_unique", reason, *owners.of(row)))
    for parent, children in (("report", OF_REPORT), ("revision", ("report", *OF_REVISION)), ("release", ("revision",))):
        known, column = set(keys[parent]), f"{parent}_id"
        for name in children:
            for row in rows[name]:
                if row[column] not in known:
                    faults.append(
                        Fault(name, column, "reference_resolves", f"{row[column]!r} is no {parent} of its batch", *owners.of(row))
                    )
    return faults


def _invariant_faults(rows: Rows, owners: _Owners) -> list[Fault]:
    """What holds across columns and tables (DATA-MODEL, Invariants), checked per report."""
    revisions = {row["revision_id"]: row for row in rows["revision"]}
    parties: dict[str, set[str]] = {}
    for row in rows["report_party"]:
        parties.setdefault(row["report_id"], set()).add(row["party"])
    evidenced: dict[str, set[tuple[str, str]]] = {}
    for row in rows["evidence"]:
        evidenced.setdefault(row["report_id"], set()).add((row["element"], row["field"]))
    revision_of = {row["report_id"]: row["revision_id"] for row in rows["report"]}
    faults: list[Fault] = []

    def fault(table: str, column: str | None, check: str, reason: str, row: dict[str, Any]) -> None:
        report_id, release_id = owners.of(row)
        faults.append(Fault(table, column, check, reason[:LONGEST_REASON], report_id, release_id))

    for row in rows["report"]:
        published = revisions[row["revision_id"]]["published_on"]
        if row["start_on"] and row["end_on"] and row["end_on"] < row["start_on"]:
            fault("report", "end_on", "end_not_before_start", f"ends {row['end_on']}, starts {row['start_on']}", row)
        # One day's grace: the event's day may be ahead of the publisher's.
        if row["status"] == "held" and row["start_on"] and published and row["start_on"] > published + dt.timedelta(days=1):
            fault(
                "report",
                "start_on",
                "held_not_after_publication",
                f"held {row['start_on']}, published {published}",
                row,
            )
        for name in ("start_on", "end_on", "venue", "city", "country", "event_name"):
            if row[name] is not None and name != "end_on" and ("report", name) not in evidenced.get(row["report_id"], set()):
                fault("report", name, "has_evidence", f"{name} = {row[name]!r} has no evidence", row)
    for row in rows["report_participant"]:
        if row["party"] is not None and row["party"] not in parties.get(row["report_id"], set()):
            fault("report_participant", "party", "among_report_parties", f"{row['name']}: {row['party']}", row)
    parts = {
        report_id: {"body": revision["text"], "title": revision["title"], "metadata": revision["metadata_text"]}
        for report_id, revision_id in revision_of.items()
        if (revision := revisions.get(revision_id)) is not None
    }
    for row in rows["evidence"]:
        texts = parts.get(row["report_id"])
        if texts is not None and texts.get(row["part"], "")[row["start_no"] : row["end_no"]] != row["quote"]:
            fault("evidence", "quote", "quote_is_verbatim", f"{row['element']}.{row['field']}: {row['quote']!r}", row)
    return faults


def _without(rows: Rows, faults: list[Fault], turned_away: dict[str, Rows], owners: _Owners) -> Rows:
    """`rows` without what the faults concern, which goes to `turned_away`."""
    releases = {fault.release_id for fault in faults if fault.report_id is None}
    reports = {fault.report_id for fault in faults if fault.report_id is not None}
    kept = empty_rows()
    for name, listed in rows.items():
        for row in listed:
            report_id, release_id = owners.of(row)
            if release_id in releases:
                turned_away.setdefault(release_id, empty_rows())[name].append(row)
            elif report_id in reports and (name == "report" or name in OF_REPORT):
                turned_away.setdefault(report_id or "", empty_rows())[name].append(row)
            elif name == "report_reference" and _key(row["other_report_id"]) in reports:
                turned_away.setdefault(row["other_report_id"], empty_rows())[name].append(row)
            elif name == "report" and _key(row["parent_report_id"]) in reports:
                kept[name].append(row | {"parent_report_id": None})
            else:
                kept[name].append(row)
    return kept


def as_json(rows: Rows) -> str:
    """Turned-away rows as JSON, tables without rows left out."""
    return json.dumps({name: listed for name, listed in rows.items() if listed}, ensure_ascii=False, default=str, sort_keys=True)
