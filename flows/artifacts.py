"""What Prefect's pages show of a run: the counts as a table, and a summary with links to what came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flows.ingesting import Summary
from flows.live import SourceReport

# As many rows as can be looked at on one page.
MOST_ROWS = 50
HEADS = ("source", "found", "new", "changed", "unchanged", "skipped", "quarantined")


def counts_row(name: str, summary: Summary) -> dict[str, str | int]:
    """One row of the table of counts."""
    counts = (
        summary.release_count, summary.new_count, summary.changed_count, summary.unchanged_count, summary.skipped_count,
        summary.quarantined_count,
    )  # fmt: skip
    return dict(zip(HEADS, (name, *counts), strict=True))


def source_markdown(report: SourceReport, page: str | None, rows: Sequence[Mapping[str, Any]]) -> str:
    """A source's run in words: what came in, with links; then what wants a look."""
    summary = report.summary
    name = f"[{report.source_id}]({page})" if page else report.source_id
    lines = [f"### {name}: {summary.release_count} found, {summary.sentence()}", ""]
    if report.failure:
        lines += [f"**Failed:** {_plain(report.failure)}", ""]
    lines += [f"{report.request_count} request{'s' * (report.request_count != 1)}, {report.wire_bytes / 1024:,.0f} KiB.", ""]
    lines += _table("published | release | engagements", [_news_row(row) for row in rows])
    lines += _list("Noted", report.notes)
    lines += _table("skipped | reason", [f"{_link(r.where, r.where)} | {_plain(r.reason)}" for r in summary.refusals])
    lines += _table(
        "quarantined | check | reason", [f"{f.report_id or f.release_id} | {f.check} | {_plain(f.reason)}" for f in summary.faults]
    )
    return "\n".join(lines).rstrip() + "\n"


def _news_row(row: Mapping[str, Any]) -> str:
    title = _link(str(row["title"] or row["release_id"]), row["url"])
    revision = f" (revision {row['revision_no']})" if row["revision_no"] > 1 else ""
    return f"{row['published_on'] or ''} | {title}{revision} | {row['engagement_count'] or ''}"


def _table(head: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    lines = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1), *(f"| {row} |" for row in rows[:MOST_ROWS])]
    return [
        *lines,
        *([f"| … and {'more' if len(rows) == MOST_ROWS + 1 else len(rows) - MOST_ROWS} |"] if len(rows) > MOST_ROWS else []),
        "",
    ]


def _list(head: str, items: Sequence[str]) -> list[str]:
    more = [f"- … and {len(items) - MOST_ROWS}"] if len(items) > MOST_ROWS else []
    return [f"{head}:", "", *(f"- {_plain(item)}" for item in items[:MOST_ROWS]), *more, ""] if items else []


def _link(words: str, url: str | None) -> str:
    return f"[{_plain(words)}]({url})" if url and url.startswith(("http://", "https://")) and not set(url) & set(" ()<>") else _plain(words)


def _plain(words: str) -> str:
    """Words of others, so that none of them is read as Markdown or HTML."""
    escaped = "".join(f"\\{c}" if c in "\\`*_[]|~#" else c for c in " ".join(words.split()))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")
