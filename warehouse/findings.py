"""What the data-quality report tells, read from the warehouse: plain rows by section, from the queries of warehouse/report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from schemas.tables import CORE, RESOLVED
from warehouse.culprits import culprits
from warehouse.frames import checked_frame
from warehouse.habits import SourceHabit, source_habits
from warehouse.reports import Rows, rows
from warehouse.verdict import WORST, Verdict, verdict

# The data are shown for three years up to the last release.
MONTHS_SHOWN = 36


@dataclass(frozen=True, slots=True)
class Period:
    """The days whose data are shown, and the day that counts as today: that of the last release where it is past."""

    since: dt.date
    until: dt.date
    today: dt.date


@dataclass(slots=True)
class Findings:
    """The report's content, section by section; times are in UTC, shares from 0 to 1."""

    made_at: dt.datetime
    scope: dict[str, Any]
    period: Period
    verdict: Verdict
    checks: Rows
    sources: tuple[SourceHabit, ...]
    fields: Rows
    turned_down: Rows
    unmonitored: dict[str, list[str]]
    quarantine: Rows
    revisions: Rows
    withdrawn: Rows
    conflicts: Rows
    conflict_fields: Rows
    lineage: Rows
    skipped: Rows
    loads: Rows
    versions: Rows
    gaps: Rows
    kinds_by_month: Rows
    met_whom: Rows
    topics_by_quarter: Rows
    busiest_people: Rows
    upcoming: Rows
    sample: Rows
    accuracy_trend: Rows
    measured: Rows = field(default_factory=list)
    runs: Rows = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def collect(con: duckdb.DuckDBPyConnection, moment: dt.datetime, results: Sequence[Mapping[str, Any]]) -> Findings:
    """All that can be told from the tables and what checks found.

    `results` are columns of ops.check_result, each with the check's `meaning` and `sql`; the connection was prepared
    (`warehouse.check_runs.prepare`).
    """
    scope = rows(con, "scope")[0]
    period = _period(scope, moment)
    shown = {"since": period.since, "until": period.until}
    fields = _fields(con, moment)
    return Findings(
        made_at=moment,
        scope=scope,
        period=period,
        verdict=verdict(results),
        checks=_checks(con, results),
        sources=source_habits(con),
        fields=fields,
        turned_down=rows(con, "turned_down"),
        unmonitored=unmonitored((row["sql"] for row in results), {(row["element"], row["field"]) for row in fields}),
        quarantine=rows(con, "quarantine"),
        revisions=rows(con, "revisions"),
        withdrawn=rows(con, "withdrawn"),
        conflicts=rows(con, "conflicts"),
        conflict_fields=rows(con, "conflict_fields"),
        lineage=steps(rows(con, "lineage")),
        skipped=rows(con, "skipped"),
        loads=rows(con, "loads"),
        versions=rows(con, "versions"),
        gaps=rows(con, "coverage_gaps"),
        kinds_by_month=rows(con, "kinds_by_month", shown),
        met_whom=rows(con, "met_whom", shown),
        topics_by_quarter=rows(con, "topics_by_quarter", shown),
        busiest_people=rows(con, "busiest_people", shown),
        upcoming=rows(con, "upcoming", {"today": period.today}),
        sample=rows(con, "sample_accuracy"),
        accuracy_trend=rows(con, "accuracy_trend", {"now": moment}),
    )


def _period(scope: Mapping[str, Any], moment: dt.datetime) -> Period:
    last = min(scope["last_on"] or moment.date(), moment.date())
    months = last.year * 12 + last.month - MONTHS_SHOWN
    first = dt.date(months // 12, months % 12 + 1, 1)
    return Period(max(first, (scope["first_on"] or first).replace(day=1)), last, last)


def _checks(con: duckdb.DuckDBPyConnection, results: Sequence[Mapping[str, Any]]) -> Rows:
    """Each check with its first culprits and what it said before, the worst first."""
    before: dict[str, Rows] = {}
    for row in rows(con, "check_history"):
        before.setdefault(row["name"], []).append(row)
    notes = {row["name"]: row for row in rows(con, "check_notes")}
    found = [
        dict(result)
        | {"culprits": shown, "history": before.get(result["name"], []), "noted": notes.get(result["name"]) if result["note"] else None}
        for result, shown in zip(results, culprits(con, results), strict=True)
    ]
    for row in found:
        del row["sample"]
    return sorted(found, key=lambda row: (WORST.index(row["outcome"]), bool(row["note"]), row["name"]))


def add_figures(con: duckdb.DuckDBPyConnection, findings: Findings) -> None:
    """Keep the report's figures in ops.quality_figure of the writer's database, for the next report to compare with."""
    kept = [
        {"made_at": findings.made_at, "topic": "field", "name": f"{row['element']}.{row['field']}", "value": row["share"], "count": row["row_count"]}
        for row in findings.fields if row["share"] is not None
    ] + [
        {"made_at": findings.made_at, "topic": "accuracy", "name": f"{measured['name']}.{name}", "value": figure["value"], "count": figure["count"]}
        for measured in findings.measured for name, figure in measured["figures"].items()
    ] + [
        {"made_at": findings.made_at, "topic": "accuracy", "name": f"sample.{row['field']}", "value": row["value"], "count": row["count"]}
        for row in findings.sample
    ]  # fmt: skip
    con.register("new_figure", checked_frame("quality_figure", kept).to_arrow())
    con.execute("insert into ops.quality_figure by name select * from new_figure")
    con.unregister("new_figure")


def _fields(con: duckdb.DuckDBPyConnection, moment: dt.datetime) -> Rows:
    """Each field with how often it is filled, why it is not, how far it is believed, and what the report before said."""
    reasons: dict[tuple[str, str], Rows] = {}
    for row in rows(con, "null_reasons"):
        reasons.setdefault((row["element"], row["field"]), []).append(row)
    confidences = {(row["element"], row["field"]): row for row in rows(con, "confidences")}
    before = {row["name"]: row["value"] for row in rows(con, "previous_figures", {"now": moment}) if row["topic"] == "field"}
    found = rows(con, "fields")
    for row in found:
        key = (row["element"], row["field"])
        row["reasons"] = reasons.get(key, [])
        row["confidence"] = confidences.get(key)
        earlier = before.get(".".join(key))
        row["change"] = None if earlier is None or row["share"] is None else row["share"] - earlier
    return found


def unmonitored(checks_sql: Iterable[str], shown: set[tuple[str, str]]) -> dict[str, list[str]]:
    """By table of core, the columns that no check names together with their table and no line of the report shows."""
    asked = [set(re.findall(r"\w+", sql)) for sql in checks_sql]
    of_table = {"report": "report", "participant": "report_participant", "topic": "report_topic", "outcome": "report_outcome"}
    seen = {(of_table.get(element, element), name) for element, name in shown}
    found = {}
    for table, model in (CORE | RESOLVED).items():
        columns = [c for c in model.to_schema().columns if (table, c) not in seen and not any({table, c} <= words for words in asked)]
        if columns:
            found[table] = columns
    return found


def steps(parts: Sequence[Mapping[str, Any]]) -> Rows:
    """The steps of the lineage: what went in, its parts, and whether they add up to it."""
    found: dict[int, dict[str, Any]] = {}
    for part in parts:
        step = found.setdefault(
            part["step_no"], {"step": part["step"], "unit": part["unit"], "in_count": int(part["in_count"]), "kept": [], "lost": []}
        )
        step["lost" if part["is_loss"] else "kept"].append((part["part"], int(part["part_count"])))
    for step in found.values():
        step["adds_up"] = step["in_count"] == sum(count for _, count in [*step["kept"], *step["lost"]])
    return list(found.values())
