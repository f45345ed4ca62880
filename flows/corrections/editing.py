"""Editing a report as a correction says: each value with the words that the analyst relies on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from flows.corrections.effects import Stale
from flows.corrections.elements import element_name, find_element, new_element
from flows.corrections.fields import KEYS, NULLABLE, WrongValue, family, is_borne_out, is_held_after, read_value
from flows.corrections.lines import Add, Set
from flows.corrections.passages import Passage, nearest, trigger
from flows.extract.offices import level_of
from flows.extract.report import Evidence, Party, Report, Withheld
from flows.extract.withholding import TOGETHER
from flows.parse.document import Document
from flows.rows import first_day, last_day
from schemas.vocabulary import Basis, DateBasis, DatePrecision

RULE = "correction"
# The names of fields whose column is called otherwise.
ATTRIBUTES = {"start_on": "start", "end_on": "end"}
GROUPS = {"party": "parties", "participant": "participants", "topic": "topics", "outcome": "outcomes"}
# The field that says which element it is.
MAIN_FIELDS = {"party": "code", "participant": "name", "topic": "code", "outcome": "content"}
DATE_BASES: dict[Basis, DateBasis] = {"stated": "stated", "derived": "relative", "context": "context"}


def set_value(document: Document, report: Report, element: str, field: str, change: Set) -> Report:
    """The report with another value of a field.  Raises `Stale` where the text does not bear it out."""
    value = read_value(element, field, change.value)
    name = family(element)
    if KEYS.get(name) == field:
        raise WrongValue(f"{element}: another {field} is another {name}; remove this one and add that")
    if name == "report":
        rows = evidence(document, trigger(report), "report", field, value, change.evidence, change.basis)
        return _on_report(report, field, value, rows, change.basis)
    index, element = find_element(report, element)
    rows = evidence(document, trigger(report), element, field, value, change.evidence, change.basis)
    report = _with_rows(_on_element(report, name, index, field, value, rows), element, field, rows)
    if name == "participant" and field == "name":
        return _renamed(report, element, f"participant/{value}")
    return _with_party(report, str(value), rows) if name == "participant" and field == "party" else report


def null_value(report: Report, element: str, field: str, reason: str) -> tuple[Report, list[Withheld]]:
    """The report without a field's value, which is withheld.  Raises `Stale` where there is none."""
    name = family(element)
    if field not in NULLABLE[name]:
        raise WrongValue(f"{element}: {field} is never unknown; it can be null: {', '.join(sorted(NULLABLE[name])) or 'nothing'}")
    if name == "report":
        attribute = ATTRIBUTES.get(field, field)
        old = getattr(report, attribute)
        names: Sequence[str] = TOGETHER.get(field, (attribute,))
        changes: dict[str, Any] = dict.fromkeys(names)
        if field == "end_on" and report.start:
            changes["date_precision"] = _precision(report.start, None)
        columns = {"start_on", "end_on"} if field == "start_on" else {field, *names}
        emptied = replace(report, **changes)
    else:
        index, element = find_element(report, element)
        old = getattr(getattr(report, GROUPS[name])[index], field)
        emptied, columns = _on_element(report, name, index, field, None, ()), {field}
    if old is None:
        raise Stale(f"{field} is null already")
    withheld = _withheld(report, element, field, str(old), reason)
    kept = tuple(row for row in report.evidence if not (row.element == element and row.field in columns))
    return _with_confidence(replace(emptied, evidence=kept)), [withheld]


def add_element(document: Document, report: Report, element: str, change: Add) -> Report:
    """The report with one more participant, party, topic or outcome.  Raises `Stale` and `WrongValue`."""
    name = family(element)
    values = {field: read_value(element, field, cast("Any", value)) for field, value in change.values.items()}
    quotes = next(iter(change.evidence.values()), None)
    if quotes is None:
        raise WrongValue(f"{element}: no words of the release are quoted for it")
    place = nearest(document, quotes[0], trigger(report))
    made, told = new_element(element, values, place)
    element = element_name(made)
    if any(element_name(other) == element for other in getattr(report, GROUPS[name])):
        raise Stale(f"{element} is there already")
    rows = tuple(
        row
        for field in told
        for row in evidence(
            document, trigger(report), element, field, getattr(made, field), change.evidence.get(field, quotes), change.basis
        )
    )
    report = replace(_with_group(report, name, (*getattr(report, GROUPS[name]), made)), evidence=(*report.evidence, *rows))
    return _with_party(report, values["party"], rows) if values.get("party") else report


def remove_element(report: Report, element: str, reason: str) -> tuple[Report, list[Withheld]]:
    """The report without an element, which is withheld.  Raises `Stale`."""
    index, element = find_element(report, element)
    left = tuple(row for number, row in enumerate(getattr(report, GROUPS[family(element)])) if number != index)
    kept = tuple(row for row in report.evidence if row.element != element)
    withheld = _withheld(report, element, MAIN_FIELDS[family(element)], element.partition("/")[2], reason)
    return replace(_with_group(report, family(element), left), evidence=kept), [withheld]


def problem(report: Report, document: Document) -> str | None:
    """What a report must not be after a correction; None where it is well (DATA-MODEL, Invariants)."""
    if report.start and report.end and last_day(report.end) < first_day(report.start):
        return f"it would end {report.end}, before it starts {report.start}"
    if report.end and not report.start:
        return "it would have a last day and no first one"
    if report.start and report.status == "held" and is_held_after(report.start, document.published_on):
        return f"it would be held {report.start}, after its release was published on {document.published_on}"
    codes = {party.code for party in report.parties}
    for person in report.participants:
        if person.party and person.party not in codes:
            return f"{person.name} speaks for {person.party}, which would be no party; correct that first"
    return None


def evidence(
    document: Document, near: Passage, element: str, field: str, value: Any, quotes: Sequence[str], basis: Basis
) -> tuple[Evidence, ...]:
    """The rows that bear a value out.  Raises `Stale` where a quote is not in the release, or a stated value not in the quotes."""
    if basis == "stated" and not is_borne_out(field, value, quotes):
        raise Stale(f"{field}: {quotes[0]!r} does not state {value!r}; quote words that do, or give derived or context as basis")
    rows = []
    # Of several quotes those that say it alone are its evidence.
    for quote in [q for q in quotes if is_borne_out(field, value, [q])] or quotes:
        place = nearest(document, quote, near)
        if place is None:
            raise Stale(f"{field}: the words relied on, {quote!r}, do not stand in the release")
        words = document.part(place.part)[place.start : place.end]
        rows.append(Evidence(element, field, place.part, place.start, place.end, words, RULE, basis, 1.0))
    return tuple(dict.fromkeys(rows))


def _on_report(report: Report, field: str, value: Any, rows: tuple[Evidence, ...], basis: Basis) -> Report:
    changes: dict[str, Any] = {ATTRIBUTES.get(field, field): value}
    if field == "start_on":
        start, _, end = str(value).partition("..")
        changes = {"start": start, "end": end or None, "date_precision": _precision(start, end or None)}
    elif field == "end_on" and report.start:
        changes |= {"date_precision": "span"}
    if field in {"start_on", "end_on"}:
        changes |= {"date_basis": DATE_BASES[basis], "date_text": rows[0].quote}
    report = _with_rows(replace(report, **changes), "report", field, rows)
    if field == "start_on":
        ends = tuple(replace(row, field="end_on") for row in rows) if report.end else ()
        report = _with_rows(report, "report", "end_on", ends)
    return _with_confidence(report)


def _precision(start: str, end: str | None) -> DatePrecision:
    if end:
        return "span"
    return "day" if len(start) == 10 else "month" if len(start) == 7 else "year"


def _on_element(report: Report, name: str, index: int, field: str, value: Any, rows: Sequence[Evidence]) -> Report:
    changes: dict[str, Any] = {field: value}
    if name == "participant" and field in {"name", "title"}:
        changes[f"{field}_text"] = value
    if name == "participant" and field == "title":
        changes["level"] = level_of(value or "")
    if field == "due_on":
        changes["due_text"] = rows[0].quote if rows else None
    listed = list(getattr(report, GROUPS[name]))
    listed[index] = replace(listed[index], **changes)
    return _with_group(report, name, tuple(listed))


def _with_group(report: Report, name: str, rows: tuple[Any, ...]) -> Report:
    changes: dict[str, Any] = {GROUPS[name]: rows}
    return replace(report, **changes)


def _renamed(report: Report, old: str, new: str) -> Report:
    """Evidence goes with the element's name, which is its key."""
    if sum(element_name(person) == new for person in report.participants) > 1:
        raise Stale(f"{new} is there already; remove one of the two")
    return replace(report, evidence=tuple(replace(row, element=new) if row.element == old else row for row in report.evidence))


def _with_party(report: Report, code: str, rows: tuple[Evidence, ...]) -> Report:
    """Whom a participant speaks for is a party."""
    if any(party.code == code for party in report.parties):
        return report
    own = tuple(dict.fromkeys(replace(row, element=f"party/{code}", field="code") for row in rows if row.field in {"party", "name"}))
    return replace(report, parties=(*report.parties, Party(code, "participant")), evidence=(*report.evidence, *own))


def _with_rows(report: Report, element: str, field: str, rows: tuple[Evidence, ...]) -> Report:
    kept = tuple(row for row in report.evidence if not (row.element == element and row.field == field))
    return replace(report, evidence=(*kept, *rows))


def _with_confidence(report: Report) -> Report:
    own = [row.confidence for row in report.evidence if row.element == "report"]
    return replace(report, confidence=round(min(own, default=0.5), 3))


def _withheld(report: Report, element: str, field: str, candidate: str, reason: str) -> Withheld:
    """The candidate where its best evidence stands, else where the report is announced."""
    own = [row for row in report.evidence if row.element == element and row.field == field]
    best = max(own, key=lambda row: row.confidence, default=None)
    if best is None:
        return Withheld(element, field, candidate, reason, 0.0, *_place(trigger(report)))
    return Withheld(element, field, candidate, reason, best.confidence, best.part, best.start, best.end)


def _place(passage: Passage) -> tuple[Any, int, int]:
    return passage.part, passage.start, passage.end
