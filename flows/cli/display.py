"""How releases and engagements look in the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.extract.report import Extraction, Report
from flows.marking import style_of
from flows.parse.document import Document


def show_release(document: Document, extraction: Extraction) -> None:
    """Print metadata, outline, engagements and the text with its evidence marked."""
    console = Console()
    console.rule("metadata")
    for datum in document.metadata:
        console.print(Text.assemble((f"{datum.name:13}", "bold"), datum.text, (f"  ({datum.source})", "dim")))
    console.print(
        Text.assemble(
            (f"{'read as':13}", "bold"),
            f"{document.release_type}, published {document.published_on or 'unknown'}, party {document.publisher_party or 'unknown'}",
        )
    )
    console.rule("outline")
    for block in document.blocks:
        indent = "  " * (len(_ancestors(document, block.section_no)) + (block.level - 1 if block.kind == "list_item" else 0))
        label = f" [{block.label.of(document.text)}]" if block.label else ""
        words = document.text[block.start : block.end].replace("\n", " / ")
        console.print(Text.assemble(indent, (f"{block.kind}{label} ", "dim"), words[:90] + ("…" if len(words) > 90 else "")))
    console.rule("engagements")
    if extraction.skipped:
        console.print(f"skipped: {extraction.skipped}")
    for report in extraction.reports:
        _show_report(console, report)
    if not extraction.reports:
        console.print("none reported")
    console.rule("text with evidence")
    console.print(_marked(document, extraction))


def _ancestors(document: Document, section_no: int) -> list[int]:
    found = []
    section = document.sections[section_no] if section_no < len(document.sections) else None
    while section is not None and section.parent_no is not None:
        found.append(section.section_no)
        section = document.sections[section.parent_no]
    return found


def _show_report(console: Console, report: Report) -> None:
    date = "–".join(filter(None, (report.start, report.end))) or "date unknown"
    place = ", ".join(filter(None, (report.venue, report.city, report.country))) or "place unknown"
    console.print(
        Text.assemble(
            (f"{report.kind} ", "bold"),
            f"({report.mode}, {report.status}, {report.focus})  {date}  {place}  {' '.join(p.code for p in report.parties)}",
        )
    )
    for person in report.participants:
        console.print(f"    {person.name} | {person.title or 'office unknown'} | {person.party or 'party unknown'}", markup=False)
    if report.topics:
        console.print("    topics: " + ", ".join(sorted({t.code or f"“{t.label}”" for t in report.topics})), markup=False)
    for outcome in report.outcomes:
        console.print(f"    {outcome.kind}: {outcome.actor or '?'} {outcome.verb} {outcome.content}"[:160], markup=False)
    for row in report.evidence:
        if row.element == "report":
            console.print(Text(f"      {row.field} ← “{row.quote}” ({row.rule}, {row.basis})"[:160], style="dim"))


def _marked(document: Document, extraction: Extraction) -> Text:
    text = Text(document.text)
    for report in extraction.reports:
        for row in report.evidence:
            if row.part == "body":
                text.stylize(style_of(row), row.start, row.end)
    return text


def engagement_table(rows: list[dict[str, Any]]) -> Table:
    """A readable table of rows of main.engagements."""
    table = Table(title="Engagements found", header_style="bold", expand=False)
    for name in ("when", "kind", "who", "where", "about"):
        table.add_column(name, overflow="fold", max_width={"who": 56, "about": 40, "where": 22}.get(name))
    for row in rows:
        when = str(row["start_on"] or "?")
        if row["date_precision"] in {"month", "year"}:
            when = when[: 7 if row["date_precision"] == "month" else 4]
        elif row["end_on"]:
            when += f" to {row['end_on']:%d %b}"
        status = "" if row["status"] == "held" else f" ({row['status']})"
        where = ", ".join(filter(None, (row["venue"], row["city"], row["country"])))
        who = row["participants"] or " ".join(row["parties"] or [])
        table.add_row(when, f"{row['kind']}{status}", Text(who), Text(where), ", ".join(row["topics"] or []))
    return table
