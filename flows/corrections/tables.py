"""Corrections from a CSV or JSONL file: a row each, checked like those from the command line, with the line named where one is wrong."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.corrections.fields import FIELDS, WrongValue, family
from flows.corrections.journal import CorrectionsError, explained
from flows.corrections.lines import Change, Correction, Target
from flows.corrections.making import Desk, Draft

COLUMNS = (
    "release", "quote", "action", "element", "field", "value", "evidence", "basis", "reason", "author", "other", "other_quote", "other_element",
    "correction",
)  # fmt: skip
BETWEEN = "|"
MOST_SHOWN = 20


def read_table(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a .csv or .jsonl file, each with its file and line.  Raises `CorrectionsError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionsError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if path.suffix.lower() == ".csv":
        return list(_csv_rows(path, text))
    return list(_json_rows(path, text))


def _csv_rows(path: Path, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    unknown = [name for name in reader.fieldnames or [] if name not in COLUMNS]
    if unknown or "action" not in (reader.fieldnames or []):
        what = f"column {unknown[0]!r} is not known" if unknown else "column 'action' is missing"
        raise CorrectionsError(f"{path}, line 1: {what}; the columns are {', '.join(COLUMNS)}")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise CorrectionsError(
                    f"{path}, line {reader.line_num}: it has not as many fields as the first line; quote what holds commas"
                )
            filled = {name: value.strip() for name, value in row.items() if value.strip()}
            if filled:
                yield f"{path}, line {reader.line_num}", filled
    except csv.Error as error:
        raise CorrectionsError(f"{path}, line {reader.reader.line_num}: {error}") from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorrectionsError(f"{where}: not JSON ({error})") from error
        if not isinstance(row, dict):
            raise CorrectionsError(f"{where}: an object is expected")
        yield where, row


def take_table(desk: Desk, rows: Sequence[tuple[str, Mapping[str, Any]]], author: str, reason: str | None) -> list[Correction]:
    """The corrections of all rows that do not stand already.

    Raises `CorrectionsError` with every row that is wrong: then none is to be written.
    """
    made: list[Correction] = []
    wrong: list[str] = []
    for where, row in rows:
        try:
            correction = desk.take(draft_of(desk, where, row, author, reason))
        except CorrectionsError as error:
            wrong.append(str(error) if str(error).startswith(where) else f"{where}: {error}")
        else:
            made += [correction] if correction else []
    if wrong:
        more = f"\n… and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
        rest = "\nnothing was written; correct these and run again" if len(rows) > 1 else ""
        raise CorrectionsError("\n".join(wrong[:MOST_SHOWN]) + more + rest)
    return made


def draft_of(desk: Desk, where: str, row: Mapping[str, Any], author: str, reason: str | None) -> Draft:
    """A row as a draft; a whole line of another corrections.jsonl stays what it is.  Raises `CorrectionsError`."""
    if "change" in row:
        try:
            line = Correction.model_validate(dict(row))
        except ValidationError as error:
            raise CorrectionsError(explained(error)) from error
        return Draft(where, line.author, line.reason, line.target, line.change, line.made_at)
    unknown = [name for name in row if name not in COLUMNS]
    if unknown:
        raise CorrectionsError(f"{unknown[0]!r} is not known; a row has {', '.join(COLUMNS)}")
    why = row.get("reason") or reason
    if not why:
        raise CorrectionsError("a reason is missing")
    return Draft(where, row.get("author") or author, why, _target(desk, row), _change(desk, row))


def _target(desk: Desk, row: Mapping[str, Any]) -> Target | None:
    if row.get("action") == "undo":
        return None
    if not row.get("release"):
        raise CorrectionsError("a release is missing: its id or address, or the id of a report or engagement")
    return desk.target(row["release"], row.get("quote"), row.get("element") or "report", row.get("field"))


def _change(desk: Desk, row: Mapping[str, Any]) -> Change:
    action, element = row.get("action"), row.get("element") or "report"
    said: dict[str, Any] = {"action": action}
    if row.get("basis"):
        said["basis"] = row["basis"]
    if action == "set":
        if not row.get("field") or row.get("value") in (None, ""):
            raise CorrectionsError("set needs field and value")
        if not row.get("evidence"):
            raise CorrectionsError("set needs evidence: the words of the release that the value rests on")
        said |= {"value": row["value"], "evidence": _quotes(row["evidence"])}
    elif action == "add":
        said |= {"values": _values(row.get("value") or {}), "evidence": _evidence(element, row.get("evidence"))}
    elif action in {"merge", "split"}:
        if not row.get("other"):
            raise CorrectionsError(f"{action} needs other: a release, report or engagement")
        said["other"] = desk.target(row["other"], row.get("other_quote"), row.get("other_element") or element)
    elif action == "undo":
        said["correction"] = row.get("correction")
    try:
        change: Change = TypeAdapter(Change).validate_python(said)
    except ValidationError as error:
        raise CorrectionsError(f"action {action!r}: {explained(error)}") from error
    return change


def _quotes(value: Any) -> list[str]:
    """One quote, or several with bars between them."""
    return [str(v) for v in value] if isinstance(value, list) else [part.strip() for part in str(value).split(BETWEEN) if part.strip()]


def _values(value: Any) -> dict[str, Any]:
    """`kind=meeting | parties=GBR,PRT`, or an object."""
    if isinstance(value, dict):
        return value
    pairs = [part.partition("=") for part in str(value).split(BETWEEN) if part.strip()]
    if any(not sign for _, sign, _ in pairs):
        raise CorrectionsError(f"value {value!r}: write field=value, with bars between several")
    return {name.strip(): words.strip() for name, _, words in pairs}


def _evidence(element: str, value: Any) -> dict[str, list[str]]:
    """Quotes by field: `city=in Lisbon | on 3 May`; one without a field is for the element itself."""
    if isinstance(value, dict):
        return {name: _quotes(quotes) for name, quotes in value.items()}
    try:
        fields = {*FIELDS[family(element)], "parties", "topics"}
    except WrongValue as error:
        raise CorrectionsError(str(error)) from error
    found: dict[str, list[str]] = {}
    for quote in _quotes(value or []):
        name, sign, words = quote.partition("=")
        is_named = bool(sign) and name.strip() in fields
        found.setdefault(name.strip() if is_named else "element", []).append(words.strip() if is_named else quote)
    # The element's own words come first: they stand in for fields that have none.
    return {"element": found.pop("element"), **found} if "element" in found else found
