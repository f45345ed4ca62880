"""Corrections on what was read in one revision of a release: applied last, in the order in which they were made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from flows.corrections.editing import add_element, evidence, null_value, problem, remove_element, set_value
from flows.corrections.effects import Effect, End, Stale
from flows.corrections.elements import element_name, find_element
from flows.corrections.fields import WrongValue, family, read_value
from flows.corrections.lines import Add, Correction, Merge, Null, Remove, Set, Split, Target, Value
from flows.corrections.passages import NotFound, Passage, find_report, occurrences, trigger
from flows.extract.report import Extraction, Report, Withheld
from flows.parse.document import Document

LISTS = {"parties": "party", "topics": "topic"}


@dataclass(frozen=True, slots=True)
class Concern:
    """A correction as far as it concerns one release: one end of a merge or split, else all of it; `is_undone` ones only leave their ids behind."""

    correction: Correction
    end: End
    is_undone: bool

    @property
    def aim(self) -> Target:
        """What it is about in this release."""
        other = getattr(self.correction.change, "other", None)
        target = other if self.end == "other" else self.correction.target
        if target is None:
            raise ValueError(f"correction {self.correction.id} is about no release")
        return target


@dataclass(slots=True)
class Corrected:
    """What became of an extraction."""

    document: Document
    reports: list[Report]
    withheld: list[Withheld]
    effects: list[Effect] = field(default_factory=list)
    renamed: dict[tuple[Passage, str], str] = field(default_factory=dict)


def concerns_digest(concerns: Sequence[Concern]) -> str | None:
    """Which corrections a revision was read with; None where there are none."""
    if not concerns:
        return None
    words = "\n".join(f"{c.correction.id} {c.end} {c.is_undone}" for c in concerns)
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def correct(document: Document, extraction: Extraction, concerns: Sequence[Concern]) -> tuple[Extraction, list[Effect]]:
    """The extraction with all corrections that its text still bears out, and what each came to."""
    if not concerns:
        return extraction, []
    made = Corrected(document, list(extraction.reports), list(extraction.withheld))
    edits = [c for c in concerns if not c.is_undone and not isinstance(c.correction.change, Merge | Split)]
    for concern in edits:
        _note(made, concern, _edit)
    for concern in concerns:
        if concern not in edits:
            _note(made, concern, _find)
    return replace(extraction, reports=tuple(made.reports), withheld=tuple(made.withheld)), made.effects


Found = tuple[Passage | None, str | None]


def _note(made: Corrected, concern: Concern, step: Callable[[Corrected, Concern], Found]) -> None:
    """Take one step and note what it came to; one that fails leaves everything as it was."""
    found: Found = (None, None)
    note = None
    try:
        found = step(made, concern)
    except (NotFound, Stale, WrongValue) as error:
        note = str(error)
    made.effects.append(Effect(concern.correction.id, concern.end, *found, note))


def _edit(made: Corrected, concern: Concern) -> Found:
    correction, target, change = concern.correction, concern.aim, concern.correction.change
    reason = f"correction {correction.id}: {correction.reason}"
    if isinstance(change, Add) and target.element == "report":
        return _add_report(made, target, change), None
    report = find_report(made.document, made.reports, target.quote)
    if isinstance(change, Remove) and target.element == "report":
        _remove_report(made, report, reason)
        made.effects += [Effect(correction.id, "mention", trigger(report), person.name, None) for person in report.participants]
        return trigger(report), None
    element = _known_as(made, report, target.element)
    withheld: list[Withheld] = []
    if isinstance(change, Set):
        edited = set_value(made.document, report, element, _field(target), change)
    elif isinstance(change, Null):
        edited, withheld = null_value(report, element, _field(target), reason)
    elif isinstance(change, Add):
        edited = add_element(made.document, report, element, change)
    else:
        edited, withheld = remove_element(report, element, reason)
    _put(made, report, edited)
    made.withheld += withheld
    if isinstance(change, Set) and target.field == "name":
        made.renamed[trigger(report), target.element] = f"participant/{change.value}"
    return trigger(report), target.element.partition("/")[2] if family(target.element) == "participant" else None


def _find(made: Corrected, concern: Concern) -> Found:
    """Where the end of a merge or split is, or a correction that was taken back was."""
    target = concern.aim
    if concern.is_undone and isinstance(concern.correction.change, Add) and target.element == "report":
        places = occurrences(made.document, target.quote, ("body", "title"))
        if not places:
            raise NotFound("its words no longer stand in the release")
        return places[0], None
    report = find_report(made.document, made.reports, target.quote)
    if family(target.element) != "participant":
        return trigger(report), None
    if concern.is_undone:
        return trigger(report), target.element.partition("/")[2]
    _, element = find_element(report, _known_as(made, report, target.element))
    return trigger(report), element.partition("/")[2]


def _field(target: Target) -> str:
    if target.field is None:
        raise WrongValue("no field is named")
    return target.field


def _known_as(made: Corrected, report: Report, element: str) -> str:
    """The name that an element has after the corrections of it."""
    seen: set[str] = set()
    names = {element_name(person) for person in report.participants}
    while element not in names and (trigger(report), element) in made.renamed and element not in seen:
        seen.add(element)
        element = made.renamed[trigger(report), element]
    return element


def _put(made: Corrected, report: Report, edited: Report) -> None:
    wrong = problem(edited, made.document)
    if wrong:
        raise Stale(wrong)
    made.reports[made.reports.index(report)] = edited


def _remove_report(made: Corrected, report: Report, reason: str) -> None:
    """Take a false report out, and what leads to it from others."""
    place = trigger(report)
    made.reports.remove(report)
    made.withheld.append(Withheld("report", "kind", report.kind, reason, report.confidence, place.part, place.start, place.end))
    for number, other in enumerate(made.reports):
        references = tuple(r for r in other.references if (r.other_part, r.other_start) != (place.part, place.start))
        if len(references) < len(other.references) or other.parent_trigger_start == place.start:
            kept = tuple(row for row in other.evidence if row.element != f"reference/{place.start}")
            parent = None if other.parent_trigger_start == place.start else other.parent_trigger_start
            made.reports[number] = replace(other, references=references, parent_trigger_start=parent, evidence=kept)


def _add_report(made: Corrected, target: Target, change: Add) -> Passage:
    """A missed engagement; where reading finds one in these words by now, that one takes the values: nothing is doubled."""
    try:
        report = find_report(made.document, made.reports, target.quote)
        edited = report
    except NotFound:
        places = occurrences(made.document, target.quote, ("body", "title"))
        if not places or any(_meets(trigger(r), place) for r in made.reports for place in places):
            raise
        report = None
        edited = _new_report(made.document, places[0], change)
    edited = _with_values(made.document, edited, target, change)
    wrong = problem(edited, made.document)
    if wrong:
        raise Stale(wrong)
    if report is None:
        made.reports.append(edited)
        made.reports.sort(key=lambda r: (r.trigger_part != "title", r.trigger_start))
    else:
        made.reports[made.reports.index(report)] = edited
    return trigger(edited)


def _meets(one: Passage, other: Passage) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def _new_report(document: Document, place: Passage, change: Add) -> Report:
    """A report of which only the kind is known; the rest says least."""
    kind = read_value("report", "kind", _single(change.values.get("kind")))
    words = [document.part(place.part)[place.start : place.end]]
    rows = tuple(
        row for name in ("kind", "status", "focus") for row in evidence(document, place, "report", name, kind, words, change.basis)
    )
    return Report(
        place.part, place.start, place.end, kind, "unknown", "held", "mentioned", None, None, None, None, None, None, None, None, None, None, None, None,
        1.0, (), (), (), (), (), rows,
    )  # fmt: skip


def _with_values(document: Document, report: Report, target: Target, change: Add) -> Report:
    for name, value in change.values.items():
        quotes = change.evidence.get(name, [target.quote])
        if name in LISTS:
            for code in value if isinstance(value, list) else str(value).split(","):
                element = f"{LISTS[name]}/{str(code).strip()}"
                if element not in {*map(element_name, report.parties), *map(element_name, report.topics)}:
                    report = add_element(document, report, element, Add(evidence={"code": quotes}, basis=change.basis))
        else:
            report = set_value(document, report, "report", name, Set(value=_single(value), evidence=quotes, basis=change.basis))
    return report


def _single(value: Value | list[str] | None) -> Value:
    if value is None or isinstance(value, list):
        raise WrongValue("kind: a new report needs one" if value is None else f"{value!r}: one value is expected")
    return value


def concerning(
    corrections: Iterable[Correction], undone: Iterable[str], release_of: dict[tuple[str, str | None], str]
) -> dict[str, list[Concern]]:
    """By release, the corrections that are about it, in order; `release_of` finds a release by a target's id and address."""
    gone = set(undone)
    found: dict[str, list[Concern]] = {}
    for correction in corrections:
        ends: list[tuple[End, Target | None]] = [("target", correction.target), ("other", getattr(correction.change, "other", None))]
        for end, target in ends:
            if target is not None:
                release_id = release_of.get((target.release_id, target.address), target.release_id)
                found.setdefault(release_id, []).append(Concern(correction, end, correction.id in gone))
    return found
