"""One engagement or one release as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from flows.pages.marking import Span, excerpt, pieces
from flows.pages.rendering import render
from flows.pages.words import counted, day, days, difference_lines, occasion, plain
from warehouse.dossiers import EngagementDossier, ReleaseDossier
from warehouse.reports import Rows

# Of each value so many quotes are shown; the releases below show them all.
QUOTES = 4
VALUES = {
    "kind": "kind", "mode": "how they met", "status": "status", "start_on": "first day", "end_on": "last day", "venue": "venue", "city": "city",
    "country": "country", "event_name": "occasion", "edition_no": "edition",
}  # fmt: skip


def dossier_page(found: EngagementDossier | ReleaseDossier) -> str:
    """The page of a dossier as one HTML file."""
    return release_page(found) if isinstance(found, ReleaseDossier) else engagement_page(found)


def engagement_page(found: EngagementDossier) -> str:
    """The engagement: each value with the words behind it, those who took part, and every release about it with its evidence marked."""
    engagement = found.engagement
    by_report = _by_report(found.spans)
    return render(
        "engagement.html.j2",
        engagement=engagement,
        title=occasion(engagement["kind"], engagement["party_names"]),
        values=_values(found, by_report),
        participants=[
            row | {"quotes": _quotes(found.spans, f"participant/{row['name_text']}", ("title", "name"))} for row in found.participants
        ],
        topics=found.topics,
        outcomes=[row | {"due": row["due_on"] or row["due_text"]} for row in found.outcomes],
        references=found.references,
        conflicts=side_by_side(found.conflicts),
        reports=[_told(row, by_report.get(row["report_id"], [])) for row in found.reports],
    )


def release_page(found: ReleaseDossier) -> str:
    """The release: its text with all evidence marked, the engagements that it tells of, what was not believed, what changed."""
    release = found.release
    names = {row["report_id"]: number for number, row in enumerate(found.reports, 1)}
    spans = [span | {"note": f"{names[span['report_id']]}: {note_of(span)}"} for span in found.spans]
    return render(
        "release.html.j2",
        release=release,
        title_pieces=pieces(release["title"] or "Without a title", _spans(spans, "title")),
        body=pieces(release["body"], _spans(spans, "body")),
        metadata=pieces(release["metadata"], _spans(spans, "metadata")),
        reports=[row | {"number": names[row["report_id"]], "place": place_of(row)} for row in found.reports],
        withheld=found.withheld,
        revisions=[row | {"lines": difference_lines(row["difference"])} for row in found.revisions],
    )


def side_by_side(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Conflicts by field: each value once, the chosen one first, with those who say it."""
    found = []
    for name, group in groupby(rows, lambda row: row["field"]):
        values: dict[str, dict[str, Any]] = {}
        for row in group:
            value = values.setdefault(row["value"], {"value": row["value"], "is_chosen": row["is_chosen"], "said": []})
            value["said"].append(row)
        found.append({"field": name, "values": sorted(values.values(), key=lambda value: not value["is_chosen"])})
    return found


def note_of(span: Mapping[str, Any]) -> str:
    """Of what a span is evidence, in words."""
    element, _, key = span["element"].partition("/")
    return f"{key + ', ' if key and element in {'participant', 'party', 'topic'} else element + ', ' if element != 'report' else ''}{plain(span['field'])}"


def place_of(row: Mapping[str, Any]) -> str:
    """Where an engagement took place, as far as is known."""
    return ", ".join(str(row[name]) for name in ("venue", "city", "country") if row[name])


def _by_report(spans: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for span in spans:
        found.setdefault(span["report_id"], []).append(span)
    return found


def _spans(spans: Rows, part: str) -> list[Span]:
    return [Span(span["start_no"], span["end_no"], span.get("note") or note_of(span)) for span in spans if span["part"] == part]


def _values(found: EngagementDossier, by_report: Mapping[str, Rows]) -> Rows:
    """Each field that is known, with quotes of the reports that say the same."""
    values = []
    for name, label in VALUES.items():
        value = found.engagement[name]
        if value is None or value == "unknown":
            continue
        spans = [
            span | {"publisher": report["publisher"], "number": number}
            for number, report in enumerate(found.reports, 1)
            if report[name] == value
            for span in by_report.get(report["report_id"], [])
            if span["element"] == "report" and span["field"] == name
        ]
        shown = (
            day(value, found.engagement["date_precision"])
            if name in {"start_on", "end_on"}
            else plain(value)
            if name in {"kind", "mode", "status"}
            else value
        )
        values.append({"label": label, "value": shown, "quotes": _distinct(spans)[:QUOTES]})
    return values


def _quotes(spans: Rows, element: str, fields: Sequence[str]) -> Rows:
    found = [span for name in fields for span in spans if span["element"] == element and span["field"] == name]
    return _distinct(found)[:2]


def _distinct(spans: Rows) -> Rows:
    """The spans without those whose words were quoted before."""
    return list({span["quote"]: span for span in reversed(spans)}.values())[::-1]


def _told(report: dict[str, Any], spans: Rows) -> dict[str, Any]:
    """A report with its release's words: the title, the paragraphs that hold evidence, and the metadata lines that do."""
    metadata = _spans(spans, "metadata")
    return report | {
        "title_pieces": pieces(report["title"] or "Without a title", _spans(spans, "title")),
        "body_pieces": excerpt(report["body"], _spans(spans, "body")),
        "metadata_pieces": excerpt(report["metadata"], metadata) if metadata else [],
        "when": days(report["start_on"], report["end_on"], report["date_precision"]),
        "place": place_of(report),
        "evidence": counted(len(spans), "quote"),
    }
