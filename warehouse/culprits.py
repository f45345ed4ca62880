"""What checks found, as people look at it: each culprit with the passage of the release to which its ids lead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from warehouse.passages import around
from warehouse.reports import Rows, rows

# Of each check so many culprits are shown with their passage.
SHOWN = 5
# Of these columns the first that a culprit has leads to the release; a report says more exactly where.
LEADING = ("report_id", "engagement_id", "revision_id", "release_id", "person_id", "alias_id", "id", "other_report_id")


def culprits(con: duckdb.DuckDBPyConnection, results: Sequence[Mapping[str, Any]]) -> list[Rows]:
    """For each result of a check its first culprits: `columns` as found, `release` and `passage` where an id leads to one."""
    samples = [json.loads(result["sample"])[:SHOWN] for result in results]
    ids = sorted({str(row[key]) for sample in samples for row in sample for key in LEADING if row.get(key)})
    texts = {row["id"]: row for row in rows(con, "passages", {"ids": ids})} if ids else {}
    report_ids = sorted({row["report_id"] for row in texts.values() if row["report_id"]})
    spans: dict[str, Rows] = {}
    for span in rows(con, "spans", {"report_ids": report_ids}) if report_ids else []:
        spans.setdefault(span["report_id"], []).append(span)
    return [[_culprit(row, texts, spans) for row in sample] for sample in samples]


def _culprit(row: dict[str, Any], texts: Mapping[str, dict[str, Any]], spans: Mapping[str, Rows]) -> dict[str, Any]:
    text = next((texts[str(row[key])] for key in LEADING if row.get(key) and str(row[key]) in texts), None)
    if text is None:
        return {"columns": row, "release": None, "passage": None}
    part, marked = _marked(row, text, spans.get(text["report_id"] or "", []))
    stored = text["title"] if part == "title" else text[part]
    release = {key: text[key] for key in ("release_id", "title", "url", "publisher", "published_on")}
    return {"columns": row, "release": release, "passage": around(stored, marked)}


def _marked(row: Mapping[str, Any], text: Mapping[str, Any], spans: Rows) -> tuple[str, list[tuple[int, int]]]:
    """The part of the release and the spans in it that the culprit is about: its own, its field's, its columns', else the words that announce the report."""
    if row.get("part") and row.get("start_no") is not None and row.get("end_no") is not None:
        return row["part"], [(row["start_no"], row["end_no"])]
    for wanted in (_of_element(row, spans), _of_columns(row, spans)):
        found = list(wanted)
        if found:
            part = found[0]["part"]
            return part, [(span["start_no"], span["end_no"]) for span in found if span["part"] == part]
    if text["trigger_part"]:
        return text["trigger_part"], [(text["trigger_start_no"], text["trigger_end_no"])]
    return "body", []


def _of_element(row: Mapping[str, Any], spans: Rows) -> Iterable[dict[str, Any]]:
    return (span for span in spans if row.get("element") == span["element"] and row.get("field") == span["field"])


def _of_columns(row: Mapping[str, Any], spans: Rows) -> Iterable[dict[str, Any]]:
    """The evidence of the values that the culprit names: of the person, the party or the code, or of fields of the report."""
    elements = {f"participant/{row.get('name')}", f"party/{row.get('party') or row.get('code')}", f"topic/{row.get('code')}"}
    named = [span for span in spans if span["element"] in elements]
    return named or (span for span in spans if span["element"] == "report" and span["field"] in row)
