"""The data-quality report as a page."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from flows.pages import charts
from flows.pages.marking import Span, pieces
from flows.pages.rendering import render
from flows.pages.words import counted, moment, number, percent
from warehouse.findings import Findings
from warehouse.reports import Rows

CONTENTS = (
    ("verdict", "Verdict"), ("sources", "Sources"), ("fields", "Fields"), ("checks", "Checks"), ("exceptions", "Quarantine, revisions, conflicts"),
    ("accuracy", "Accuracy"), ("lineage", "Lineage and runs"), ("data", "The data themselves"),
)  # fmt: skip
ELEMENTS = {
    "report": "Engagements, as reported", "participant": "People who take part", "topic": "Topics", "outcome": "Outcomes",
    "release": "Releases", "revision": "Texts of releases",
}  # fmt: skip
FIELDS = {
    "start_on": "first day", "end_on": "last day", "parent_report_id": "part of", "edition_no": "edition", "person_id": "who it is",
    "code": "subject code", "label": "the release’s own label", "due_on": "due", "publisher_party": "publisher’s party", "published_on": "day published",
    "published_at": "moment published", "url": "address", "title": "title", "days": "the days", "kind": "the kind", "country": "country", "city": "city",
}  # fmt: skip


def quality_page(findings: Findings) -> str:
    """The whole report as one HTML file."""
    for row in findings.fields:
        row["why"] = _why(row)
        row["basis"] = "as its source gives it" if row["element"] in {"release", "revision"} else "follows from other values"
    for row in findings.checks:
        _word_check(row)
    for row in findings.revisions:
        row["lines"] = _lines(row["difference"] or "")
        gone, come = (sum(kind == sign for kind, _ in row["lines"]) for sign in "-+")
        row["summary"] = f"{counted(gone, 'line')} went, {counted(come, 'line')} came"
    return render(
        "quality.html.j2",
        findings=findings,
        contents=CONTENTS,
        element_names=ELEMENTS,
        field_names=FIELDS,
        turned_down=_turned_down(findings.turned_down),
        mute_until=(findings.made_at.date() + dt.timedelta(days=30)).isoformat(),
        conflicts=_by_engagement(findings.conflicts),
        charts={
            "kinds_by_month": charts.kinds_by_month(findings.kinds_by_month),
            "met_whom": charts.met_whom(findings.met_whom),
            "topics_by_quarter": charts.topics_by_quarter(findings.topics_by_quarter),
        },
        verdict=findings.verdict,
    )


def _word_check(row: dict[str, Any]) -> None:
    """Add to a check what is said of it, and the pieces of its passages."""
    row["title"] = row["name"].replace("__", ": ").replace("_", " ")
    row["found"] = "It could not be run." if row["outcome"] == "errored" else _found(row)
    row["since"] = _since(row)
    for one in row["culprits"]:
        passage = one["passage"]
        one["pieces"] = pieces(passage.text, [Span(*mark) for mark in passage.marks]) if passage else []


def _found(row: dict[str, Any]) -> str:
    of = f" of {number(row['population_count'])} ({percent(row['share'])})" if row["population_count"] else ""
    return f"{counted(row['culprit_count'] or 0, 'culprit')}{of}; {row['threshold']} {'are' if row['threshold'] != '1' else 'is'} let pass."


def _since(row: dict[str, Any]) -> str:
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


def _why(row: dict[str, Any]) -> str:
    """Why a field is empty, in words: candidates that were turned down, and the rest of which the release says nothing."""
    empty = row["row_count"] - row["filled_count"]
    if not empty:
        return ""
    known = [f"{number(reason['candidate_count'])} not believed: {reason['reason']}" for reason in row["reasons"][:3]]
    rest = max(0, empty - sum(reason["candidate_count"] for reason in row["reasons"]))
    said = "not given" if row["element"] in {"release", "revision"} else "not said, and need not be" if row["may_be_null"] else "not said"
    return "; ".join([*known, f"{number(rest)} {said}"] if rest else known)


def _turned_down(reasons: Rows) -> str:
    """What became of candidates for whole engagements, in a sentence."""
    if not reasons:
        return ""
    total = sum(row["candidate_count"] for row in reasons)
    why = "; ".join(f"{row['reason']} ({number(row['candidate_count'])})" for row in reasons[:5])
    return f"{counted(total, 'candidate')} for an engagement {'was' if total == 1 else 'were'} turned down and kept with the reason: {why}."


def _lines(difference: str) -> list[tuple[str, str]]:
    """The lines of a difference with their sign, the longest texts cut."""
    return [(line[:1], line[1:].strip()) for line in difference.splitlines()[:60] if line[:1] in {"-", "+"}]


def _by_engagement(rows: Rows) -> Rows:
    found = []
    for _, group in groupby(rows, lambda row: row["engagement_id"]):
        members = list(group)
        found.append(members[0] | {"rows": members})
    return found
