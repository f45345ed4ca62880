"""How a report is shown to a reviewer: its values with their words, and the passage with these marked."""

from __future__ import annotations

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from flows.extract.report import Evidence, Report
from flows.marking import style_of
from flows.parse.document import Document
from flows.review.lines import FIELDS
from warehouse.reviewable import Reviewable

# Evidence of a judged field: the element's kind, and the field where the element is the report itself.
ELEMENTS = {"parties": "party", "participants": "participant", "topics": "topic"}
LONGEST_QUOTE = 60


def show(console: Console, heading: str, reviewed: Reviewable, document: Document, report: Report) -> None:
    """Print one report."""
    console.rule(heading)
    console.print(
        Text.assemble((reviewed.title, "bold"), f"\n{reviewed.publisher or 'publisher unknown'}, {reviewed.published_on or 'day unknown'}")
    )
    if reviewed.url:
        console.print(Text(reviewed.url, style="dim"))
    table = Table(show_header=False, box=None, pad_edge=False)
    for number, name in enumerate(FIELDS, start=1):
        table.add_row(
            f"{number:2}", name, Text("\n".join(values_of(report, name)) or "-", style="bold"), Text(_quotes(report, name), style="dim")
        )
    console.print(table)
    console.print(Group(*_passages(document, report)))


def values_of(report: Report, name: str) -> list[str]:
    """The values of a judged field."""
    if name == "date":
        return ["..".join(filter(None, (report.start, report.end)))] if report.start else []
    if name == "participants":
        return [f"{p.name} | {p.title or '-'} | {p.party or '-'}" for p in report.participants]
    if name == "parties":
        return [" ".join(sorted(p.code for p in report.parties))] if report.parties else []
    if name == "topics":
        return [" ".join(sorted(t.key for t in report.topics))] if report.topics else []
    value = getattr(report, name)
    return [str(value)] if value else []


def _quotes(report: Report, name: str) -> str:
    if name in ELEMENTS:
        return ""
    rows = [row for row in report.evidence if row.element == "report" and row.field == ("start_on" if name == "date" else name)]
    return "  ".join(f"“{' '.join(row.quote.split())[:LONGEST_QUOTE]}”" for row in rows[:2])


def _passages(document: Document, report: Report) -> list[Text]:
    """The lines of title and body that hold evidence, with it marked."""
    shown = []
    for part in ("title", "body"):
        rows = [row for row in report.evidence if row.part == part]
        start = 0
        for line in document.part(part).split("\n"):
            inside = [row for row in rows if row.start < start + len(line) and start < row.end]
            if inside:
                shown.append(_marked(line, start, inside))
            start += len(line) + 1
    return shown


def _marked(line: str, offset: int, rows: list[Evidence]) -> Text:
    text = Text(f"  {line}")
    for row in rows:
        text.stylize(style_of(row), max(row.start - offset, 0) + 2, row.end - offset + 2)
    return text
