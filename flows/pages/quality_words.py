"""What the data-quality report says of its rows, in words and pieces; the rows stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from flows.pages.dossier_page import side_by_side
from flows.pages.marking import Span, pieces
from flows.pages.words import check_title, counted, day, difference_lines, moment, number, percent, plain
from warehouse.habits import SourceHabit
from warehouse.reports import Rows

FIGURES = {
    "primary": "engagements that a release was issued for", "all": "all engagements", "strict": "such engagements right in every part",
    "participants": "people", "title": "their offices", "person_party": "their parties", "parties": "parties", "topics": "topics", "kind": "kind",
    "mode": "how they met", "status": "status", "focus": "issued for it or mentioned", "date": "days", "country": "country", "city": "city",
    "venue": "venue", "quiet": "releases without an engagement left empty", "invented": "made up where nothing is said (less is better)",
}  # fmt: skip
HEADLINES = frozenset({"primary", "all", "strict", "participants", "parties", "topics", "date", "quiet", "invented"})


def check_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A check with what is said of it, and the pieces of its passages."""
    culprits = [
        one | {"pieces": pieces(one["passage"].text, [Span(*mark) for mark in one["passage"].marks]) if one["passage"] else []}
        for one in row["culprits"]
    ]
    return dict(row) | {
        "title": check_title(row["name"]),
        "found": "It could not be run." if row["outcome"] == "errored" else _found(row),
        "since": _since(row),
        "culprits": culprits,
    }


def _found(row: Mapping[str, Any]) -> str:
    of = f" of {number(row['population_count'])} ({percent(row['share'])})" if row["population_count"] else ""
    return f"{counted(row['culprit_count'] or 0, 'culprit')}{of}; {row['threshold']} {'is' if row['threshold'] == '1' else 'are'} let pass."


def _since(row: Mapping[str, Any]) -> str:
    """Since when it has been so without a break, as far as the history goes."""
    first = None
    for earlier in reversed(row["history"]):
        if earlier["outcome"] != row["outcome"]:
            return f"So since {moment(first)}." if first else ""
        first = earlier["checked_at"]
    return (
        f"So in all {len(row['history'])} runs since {moment(first)}."
        if first and len(row["history"]) > 1
        else "First run."
        if first
        else ""
    )


def field_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A field with why it is empty: candidates that were turned down, and the rest of which the release says nothing."""
    empty = row["row_count"] - row["filled_count"]
    given = row["element"] in {"release", "revision"}
    known = [f"{number(reason['candidate_count'])} not believed: {reason['reason']}" for reason in row["reasons"][:3]] if empty else []
    rest = max(0, empty - sum(reason["candidate_count"] for reason in row["reasons"]))
    said = "not given" if given else "not said, and need not be" if row["may_be_null"] else "not said"
    return dict(row) | {
        "why": "; ".join([*known, f"{number(rest)} {said}"] if rest else known),
        "basis": "as its source gives it" if given else "follows from other values",
    }


def turned_down_words(reasons: Rows) -> str:
    """What became of candidates for whole engagements, in a sentence."""
    if not reasons:
        return ""
    total = sum(row["candidate_count"] for row in reasons)
    why = "; ".join(f"{row['reason']} ({number(row['candidate_count'])})" for row in reasons[:5])
    return f"{counted(total, 'candidate')} for an engagement {'was' if total == 1 else 'were'} turned down and kept with the reason: {why}."


def revision_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A revision with the lines that went and came."""
    lines = difference_lines(row["difference"])
    gone, come = (sum(kind == sign for kind, _ in lines) for sign in "-+")
    return dict(row) | {"lines": lines, "summary": f"{counted(gone, 'line')} went, {counted(come, 'line')} came"}


def conflict_words(rows: Rows) -> Rows:
    """Conflicts by engagement, each field's values side by side."""
    found = []
    for _, group in groupby(rows, lambda row: row["engagement_id"]):
        members = list(group)
        found.append(members[0] | {"fields": side_by_side(members)})
    return found


def source_words(habit: SourceHabit) -> dict[str, Any]:
    """A source with one state and the lines that are said of it, those that are out of the ordinary first."""
    last = habit.weeks[-1] if habit.weeks else None
    lines = [
        _line(habit.freshness, habit.is_stale),
        _line(last and last.words, bool(last and last.outlier)),
        _line(habit.month, bool(habit.month_outlier)),
        _line(habit.engaged, habit.is_engaged_outlier),
        _line(habit.fetches, habit.is_failing or habit.is_forgotten),
        *(_line(f"the layout may have changed: {change}", True) for change in habit.layout_changes),
        _line(habit.quarantine_count and f"{number(habit.quarantine_count)} in quarantine", False),
        _line(
            habit.gap_months and f"{counted(len(habit.gap_months), 'month')} with gaps, the last {day(habit.gap_months[-1], 'month')}",
            False,
        ),
    ]
    said = sorted((line for line in lines if line), key=lambda line: not line["state"])
    is_odd = any(line["state"] for line in said)
    return {
        "source": habit.source, "publisher": habit.publisher, "said": said, "odd_weeks": sum(bool(week.outlier) for week in habit.weeks),
        "weeks": [asdict(week) | {"place": place} for place, week in enumerate(habit.weeks)],
        "state": "warned" if is_odd else "passed" if habit.is_followed else "skipped",
        "state_word": "look here" if is_odd else "as usual" if habit.is_followed else "not followed",
    }  # fmt: skip


def _line(words: Any, is_odd: bool | None) -> dict[str, Any] | None:
    return {"words": words[:1].upper() + words[1:] + ".", "state": "warned" if is_odd else ""} if words else None


def sample_words(sample: Rows, trend: Rows, names: Mapping[str, str]) -> Rows:
    """The figures of the reviewed random sample, as those of gold folders."""
    before = _before(trend)
    labels = {"engagement": "is an engagement", "all": "right in every field"} | dict(names)
    return [_figure(row, labels.get(row["field"], plain(row["field"])), before.get(f"sample.{row['field']}", [])) for row in sample]


def _before(trend: Rows) -> dict[str, list[float]]:
    """By name, what earlier reports measured, the oldest first."""
    before: dict[str, list[float]] = {}
    for row in trend:
        before.setdefault(row["name"], []).append(row["value"])
    return before


def _figure(figure: Mapping[str, Any], label: str, past: Sequence[float]) -> dict[str, Any]:
    """A figure with its change since the last report and its course over all of them."""
    change = figure["value"] - past[-1] if past else None
    return dict(figure) | {"label": label, "change": change, "trend": _points([*past, figure["value"]]) if past else ""}


def measured_words(measured: Sequence[Mapping[str, Any]], trend: Rows) -> Rows:
    """Gold folders with a row for each figure."""
    before = _before(trend)
    found = []
    for folder in measured:
        rows = []
        for name in (known for known in FIGURES if known in folder["figures"]):
            past = before.get(f"{folder['name']}.{name}", [])
            rows.append(_figure(folder["figures"][name], FIGURES[name], past) | {"name": name})
        found.append(
            dict(folder) | {"rows": [r for r in rows if r["name"] in HEADLINES], "others": [r for r in rows if r["name"] not in HEADLINES]}
        )
    return found


def _points(values: Sequence[float]) -> str:
    """A line through values from 0 to 1 in a box of 100 by 24."""
    step = 100 / (len(values) - 1)
    return " ".join(f"{place * step:.1f},{23 - 22 * value:.1f}" for place, value in enumerate(values))


def by_bin(measured: Sequence[Mapping[str, Any]]) -> Rows:
    """The calibration of all gold folders together: how many values of each step of confidence, and the share right."""
    totals: dict[tuple[float, float], list[float]] = {}
    for folder in measured:
        for row in folder["calibration"]["bins"]:
            total = totals.setdefault((row["low"], row["high"]), [0, 0])
            total[0] += row["count"]
            total[1] += row["count"] * row["share_right"]
    return [
        {"low": low, "high": high, "count": int(n), "share_right": right / n} for (low, high), (n, right) in sorted(totals.items()) if n
    ]
