"""Validation: frames that satisfy the schemas, and what was turned away with the reason."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import pandera.errors
import polars as pl

from flows.rows import Rows, empty_rows
from schemas.tables import CORE, OF_REPORT, Table

# What a failed check says at most; a batch can fail half a million times.
LONGEST_REASON = 300


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
        new = _invariant_faults(rows, owners)
        frames: dict[str, pl.DataFrame] = {}
        for name, model in CORE.items():
            frame, found = _frame(name, model, rows[name], owners)
            frames[name] = frame
            new.extend(found)
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
        report_id = row.get("report_id")
        if report_id is not None:
            return report_id, self.release_of_report.get(report_id, "")
        release_id = row.get("release_id") or self.release_of_revision.get(row.get("revision_id", ""), "")
        return None, release_id


def _owners(rows: Rows) -> _Owners:
    return _Owners(
        {row["revision_id"]: row["release_id"] for row in rows["revision"]},
        {row["report_id"]: row["release_id"] for row in rows["report"]},
    )


def frame_of(model: type[Table], rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a frame with the schema's types; raises where a value is of another type."""
    types = {name: column.dtype.type for name, column in model.to_schema().columns.items()}
    return pl.DataFrame(rows, schema=types, strict=True, orient="row")


def _frame(name: str, model: type[Table], rows: list[dict[str, Any]], owners: _Owners) -> tuple[pl.DataFrame, list[Fault]]:
    if not rows:  # Nothing to check, and a frame of the schema's own types: a check of none costs as much as one of thousands.
        return frame_of(model, rows), []
    try:
        frame = frame_of(model, rows)
    except (TypeError, pl.exceptions.PolarsError):
        return frame_of(model, []), _type_faults(name, model, rows, owners)
    try:
        model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return frame, _check_faults(name, rows, errors, owners)
    return frame, []


def _type_faults(name: str, model: type[Table], rows: list[dict[str, Any]], owners: _Owners) -> list[Fault]:
    """The rows that alone already break the types."""
    faults = []
    for row in rows:
        try:
            frame_of(model, [row])
        except (TypeError, pl.exceptions.PolarsError) as error:
            report_id, release_id = owners.of(row)
            faults.append(Fault(name, None, "dtype", str(error).splitlines()[0][:LONGEST_REASON], report_id, release_id))
    return faults


def _check_faults(name: str, rows: list[dict[str, Any]], errors: pandera.errors.SchemaErrors, owners: _Owners) -> list[Fault]:
    faults = []
    for case in errors.failure_cases.iter_rows(named=True):
        index = case.get("index")
        reason = f"{case.get('column')} = {case.get('failure_case')!r}: {case.get('check')}"[:LONGEST_REASON]
        affected = [rows[index]] if index is not None else [row for row in rows if row.get(case.get("column") or "") is None] or rows
        for row in affected:
            report_id, release_id = owners.of(row)
            faults.append(Fault(name, case.get("column"), str(case.get("check"))[:120], reason, report_id, release_id))
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
        if (
            row["status"] == "held"
            and row["start_on"]
            and published
            and isinstance(row["start_on"], dt.date)
            and row["start_on"] > published + dt.timedelta(days=1)
        ):
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
    for row in rows["evidence"]:
        revision = revisions.get(revision_of.get(row["report_id"], ""))
        if revision is None:
            continue
        text = {"body": revision["text"], "title": revision["title"], "metadata": revision["metadata_text"]}.get(row["part"], "")
        if text[row["start_no"] : row["end_no"]] != row["quote"]:
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
            elif name == "report_reference" and row["other_report_id"] in reports:
                turned_away.setdefault(row["other_report_id"], empty_rows())[name].append(row)
            elif name == "report" and row["parent_report_id"] in reports:
                kept[name].append(row | {"parent_report_id": None})
            else:
                kept[name].append(row)
    return kept


def as_json(rows: Rows) -> str:
    """Turned-away rows as JSON, tables without rows left out."""
    return json.dumps({name: listed for name, listed in rows.items() if listed}, ensure_ascii=False, default=str, sort_keys=True)
