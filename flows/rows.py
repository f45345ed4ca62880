"""From what was read to the rows of the warehouse's tables."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from flows.extract.report import Report
from flows.parse.document import Document
from flows.reading import EXTRACTOR_VERSION, PARSER_VERSION, ReadRelease, Sighting, digest
from schemas.tables import CORE

Rows = dict[str, list[dict[str, Any]]]


def empty_rows() -> Rows:
    """A list of rows for each table of core."""
    return {name: [] for name in CORE}


def report_key(revision_id: str, part: str, start: int, end: int) -> str:
    """A report's key: its revision and the span of the words that announce it."""
    return digest(revision_id, part, str(start), str(end))


def add_rows(
    rows: Rows, release: ReadRelease, revision_id: str, revision_no: int, load_id: str, corrections_digest: str | None = None
) -> None:
    """Add the rows of one release, read into a document, to `rows`; the digest is of the corrections that were applied to it."""
    document, extraction = release.document, release.extraction
    if document is None or extraction is None:
        raise ValueError(f"{release.capture.document_id}: not read")
    _release_rows(rows, release, document, revision_id, revision_no, load_id)
    rows["revision"][-1]["corrections_digest"] = corrections_digest
    _structure_rows(rows, document, revision_id)
    for attribution in extraction.attributions:
        rows["attribution"].append(
            {"revision_id": revision_id, "name": attribution.name, "kind": attribution.kind, "title": attribution.title,
             "part": attribution.part, "start_no": attribution.start, "end_no": attribution.end}
        )  # fmt: skip
    for withheld in extraction.withheld:
        rows["withheld"].append(
            {"revision_id": revision_id, "element": withheld.element, "field": withheld.field, "candidate": withheld.candidate,
             "reason": withheld.reason, "confidence": withheld.confidence, "part": withheld.part, "start_no": withheld.start, "end_no": withheld.end}
        )  # fmt: skip
    keys = {r.trigger_start: report_key(revision_id, r.trigger_part, r.trigger_start, r.trigger_end) for r in extraction.reports}
    for report in extraction.reports:
        _report_rows(rows, report, revision_id, release.release_id, keys)


def add_addresses(rows: Rows, seen: Sighting) -> None:
    """Add the addresses under which a capture was found to `rows`."""
    for address in dict.fromkeys([*seen.addresses, seen.capture.path]):
        rows["release_address"].append({"release_id": seen.release_id, "address": address})


def _release_rows(rows: Rows, release: ReadRelease, document: Document, revision_id: str, revision_no: int, load_id: str) -> None:
    capture, seen = release.capture, release.sighting
    moment = capture.fetched_at.astimezone(dt.UTC)
    rows["release"].append(
        {"release_id": seen.release_id, "document_id": capture.document_id, "publisher": document.publisher,
         "publisher_party": document.publisher_party, "release_type": document.release_type, "is_primary": document.is_primary,
         "current_revision_id": revision_id, "first_seen_at": moment, "last_seen_at": moment, "is_withdrawn": False, "load_id": load_id}
    )  # fmt: skip
    add_addresses(rows, seen)
    published_at = document.published_at.astimezone(dt.UTC) if document.published_at else None
    rows["revision"].append(
        {"revision_id": revision_id, "release_id": seen.release_id, "revision_no": revision_no, "title": document.title,
         "url": document.url, "published_at": published_at, "published_on": document.published_on,
         "published_precision": document.published_precision, "language": document.language, "text": document.text,
         "metadata_text": document.metadata_text, "text_digest": seen.gist.text_digest if seen.gist else "", "body_digest": capture.body_digest,
         "capture_digest": capture.digest, "archive_segment": capture.segment, "archive_offset": capture.offset,
         "skipped": release.extraction.skipped if release.extraction else None, "parser_version": PARSER_VERSION,
         "extractor_version": EXTRACTOR_VERSION, "fetched_at": moment, "load_id": load_id}
    )  # fmt: skip


def _structure_rows(rows: Rows, document: Document, revision_id: str) -> None:
    for section in document.sections:
        rows["section"].append(
            {"revision_id": revision_id, "section_no": section.section_no, "parent_no": section.parent_no, "level": section.level,
             "heading_block_no": section.heading_block_no, "start_no": section.start, "end_no": section.end}
        )  # fmt: skip
    for block in document.blocks:
        rows["block"].append(
            {"revision_id": revision_id, "block_no": block.block_no, "kind": block.kind, "level": block.level, "section_no": block.section_no,
             "start_no": block.start, "end_no": block.end, "label_start_no": block.label.start if block.label else None,
             "label_end_no": block.label.end if block.label else None}
        )  # fmt: skip
    for table in document.tables:
        rows["document_table"].append(
            {"revision_id": revision_id, "table_no": table.table_no, "block_no": table.block_no, "row_count": table.row_count,
             "column_count": table.column_count, "header_row_count": table.header_row_count}
        )  # fmt: skip
        for cell in table.cells:
            rows["table_cell"].append(
                {"revision_id": revision_id, "table_no": table.table_no, "row_no": cell.row_no, "column_no": cell.column_no,
                 "row_span": cell.row_span, "column_span": cell.column_span, "is_header": cell.is_header, "start_no": cell.start, "end_no": cell.end}
            )  # fmt: skip


def first_day(partial: str) -> dt.date:
    """The first day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` covers."""
    return dt.date.fromisoformat((partial + "-01-01")[:10])


def last_day(partial: str) -> dt.date:
    """The last day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` covers."""
    if len(partial) == 4:
        return dt.date(int(partial), 12, 31)
    if len(partial) == 7:
        year, month = int(partial[:4]), int(partial[5:])
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date.fromisoformat(partial)


def _report_rows(rows: Rows, report: Report, revision_id: str, release_id: str, keys: dict[int, str]) -> None:
    report_id = report_key(revision_id, report.trigger_part, report.trigger_start, report.trigger_end)
    start = first_day(report.start) if report.start else None
    end = last_day(report.end or report.start) if report.start and (report.end or len(report.start) < 10) else None
    parent = keys.get(report.parent_trigger_start) if report.parent_trigger_start is not None else None
    rows["report"].append(
        {"report_id": report_id, "revision_id": revision_id, "release_id": release_id, "kind": report.kind, "mode": report.mode,
         "status": report.status, "focus": report.focus, "start_on": start, "end_on": end, "date_precision": report.date_precision,
         "date_basis": report.date_basis, "date_text": report.date_text, "venue": report.venue, "city": report.city,
         "country": report.country, "event_name": report.event_name, "series": report.series, "edition_no": report.edition_no,
         "parent_report_id": parent if parent != report_id else None, "trigger_part": report.trigger_part,
         "trigger_start_no": report.trigger_start, "trigger_end_no": report.trigger_end, "confidence": report.confidence,
         "extractor_version": EXTRACTOR_VERSION}
    )  # fmt: skip
    for party in report.parties:
        rows["report_party"].append({"report_id": report_id, "party": party.code, "side": party.side})
    for number, person in enumerate(report.participants):
        rows["report_participant"].append(
            {"report_id": report_id, "participant_no": number, "name": person.name, "name_text": person.name_text, "title": person.title,
             "title_text": person.title_text, "party": person.party, "institution": person.institution, "level": person.level, "role": person.role,
             "person_id": None}
        )  # fmt: skip
    for topic in report.topics:
        rows["report_topic"].append({"report_id": report_id, "code": topic.code, "label": topic.label, "stance": topic.stance})
    for number, outcome in enumerate(report.outcomes):
        rows["report_outcome"].append(
            {"report_id": report_id, "outcome_no": number, "kind": outcome.kind, "actor": outcome.actor, "verb": outcome.verb,
             "content": outcome.content, "due_text": outcome.due_text, "due_on": outcome.due_on}
        )  # fmt: skip
    for reference in report.references:
        other = report_key(revision_id, reference.other_part, reference.other_start, reference.other_end)
        rows["report_reference"].append({"report_id": report_id, "other_report_id": other, "relation": reference.relation})
    _evidence_rows(rows, report, report_id)


def _evidence_rows(rows: Rows, report: Report, report_id: str) -> None:
    counts: dict[tuple[str, str], int] = {}
    for row in report.evidence:
        number = counts.get((row.element, row.field), 0)
        counts[row.element, row.field] = number + 1
        rows["evidence"].append(
            {"report_id": report_id, "element": row.element, "field": row.field, "span_no": number, "part": row.part,
             "start_no": row.start, "end_no": row.end, "quote": row.quote, "rule": row.rule, "basis": row.basis, "confidence": row.confidence}
        )  # fmt: skip
