"""From frames to reports: every value with its evidence, what is not believed withheld."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from flows.extract.confidence import confidence_of
from flows.extract.frames import Frame, Support
from flows.extract.hosting import role_of, sides_of
from flows.extract.mentions import Mentions
from flows.extract.outcomes import find_outcomes
from flows.extract.people import Person
from flows.extract.references import find_references
from flows.extract.report import Evidence, Outcome, Participant, Party, Reference, Report, Withheld
from flows.extract.subjects import TopicSupport, assign_topics
from flows.extract.withholding import thresholds, withhold
from schemas.vocabulary import Part, Relation, Role


def finish(mentions: Mentions, frames: list[Frame], unbelieved: list[Frame]) -> tuple[tuple[Report, ...], tuple[Withheld, ...]]:
    """The reports of a document in text order, and the candidates that were turned down."""
    topics = assign_topics(mentions, frames)
    outcomes = _outcomes(mentions, frames)
    references = find_references(frames)
    reports: dict[tuple[str, int, int], Report] = {}
    doubtful: list[Withheld] = []
    for number in range(len(frames)):
        report, doubted = withhold(_report(mentions, frames, number, topics[number], outcomes.get(number, []), references), thresholds())
        key = (report.trigger_part, report.trigger_start, report.trigger_end)
        if key not in reports:
            reports[key] = report
            doubtful += doubted
    return tuple(reports.values()), (*doubtful, *map(_withheld, unbelieved))


def _withheld(frame: Frame) -> Withheld:
    """An occasion that was not believed to be an engagement: fewer than two parties are known to have taken part."""
    parties = ", ".join(sorted(frame.parties)) or "none"
    place = frame.trigger
    return Withheld(
        "report",
        "kind",
        frame.kind,
        f"not between two parties (found: {parties})",
        confidence_of(place.rule, "context"),
        place.part,
        place.start,
        place.end,
    )


class EvidenceRows:
    """Collects the evidence of one report, each quote cut from the stored text it points into."""

    def __init__(self, mentions: Mentions) -> None:
        self.mentions = mentions
        self.rows: list[Evidence] = []
        self._seen: set[tuple[str, str, Support]] = set()

    def add(self, element: str, field: str, support: Support) -> None:
        """One row: `field` of `element` was read at `support`."""
        if (element, field, support) in self._seen:
            return
        self._seen.add((element, field, support))
        text = self.mentions.document.part(support.part)
        quote = text[support.start : support.end]
        confidence = confidence_of(support.rule, support.basis)
        self.rows.append(Evidence(element, field, support.part, support.start, support.end, quote, support.rule, support.basis, confidence))

    def add_all(self, element: str, field: str, supports: Iterable[Support]) -> None:
        """A row for each of several supports."""
        for support in supports:
            self.add(element, field, support)


def _report(
    mentions: Mentions,
    frames: list[Frame],
    number: int,
    topics: list[TopicSupport],
    outcomes: list[tuple[Outcome, dict[str, Support]]],
    references: dict[int, list[tuple[Relation, int]]],
) -> Report:
    frame = frames[number]
    rows = EvidenceRows(mentions)
    _report_evidence(mentions, frame, rows)
    parties, participants = _sides_and_people(mentions, frame, rows)
    for row in topics:
        rows.add(f"topic/{row.topic.key}", "code" if row.topic.code else "label", row.support)
    for outcome, supports in outcomes:
        for name, support in supports.items():
            rows.add(f"outcome/{outcome.start}", name, support)
    related = references.get(number, [])
    links = _links(frames, related, rows)
    return Report(
        trigger_part=frame.trigger.part,
        trigger_start=frame.trigger.start,
        trigger_end=frame.trigger.end,
        kind=frame.kind,
        mode=frame.mode,
        status=frame.status,
        focus=frame.focus,
        start=frame.date.start if frame.date else None,
        end=frame.date.end if frame.date else None,
        date_precision=frame.date.precision if frame.date else None,
        date_basis=frame.date.basis if frame.date else None,
        date_text=frame.date_text,
        venue=_place(frame, "venue"),
        city=_place(frame, "city"),
        country=_place(frame, "country"),
        event_name=frame.event.name if frame.event else None,
        series=(frame.event.series or None) if frame.event else None,
        edition_no=frame.event.edition_no if frame.event else None,
        parent_trigger_start=next((frames[other].trigger.start for relation, other in related if relation == "part_of"), None),
        confidence=round(min((row.confidence for row in rows.rows if row.element == "report"), default=0.5), 3),
        parties=parties,
        participants=participants,
        topics=tuple(row.topic for row in topics),
        outcomes=tuple(outcome for outcome, _ in outcomes),
        references=links,
        evidence=tuple(rows.rows),
    )


def _report_evidence(mentions: Mentions, frame: Frame, rows: EvidenceRows) -> None:
    """The words behind the report's own fields."""
    for name in ("kind", "mode", "status", "focus"):
        if name != "mode" or frame.mode != "unknown":
            rows.add("report", name, frame.support.get(name, frame.trigger))
    _date_evidence(mentions, frame, rows)
    for name, (_, support) in sorted(frame.places.items()):
        rows.add("report", name, support)
    event = frame.event
    if event is not None:
        part: Part = "title" if _title_event(mentions, frame) else "body"
        named = {"event_name": event.name, "series": event.series, "edition_no": event.edition_no}
        for name, value in named.items():
            if value:
                rows.add("report", name, Support(part, event.start, event.end, "events.name"))


def _sides_and_people(mentions: Mentions, frame: Frame, rows: EvidenceRows) -> tuple[tuple[Party, ...], tuple[Participant, ...]]:
    """The parties with their sides and the participants with their roles, and the words behind them."""
    persons = mentions.people.persons
    quote = mentions.document.part(frame.trigger.part)[frame.trigger.start : frame.trigger.end]
    sides = sides_of(frame, persons, quote)
    parties = []
    for code, supports in sorted(frame.parties.items()):
        rows.add_all(f"party/{code}", "code", supports[:4])
        side, support = sides[code]
        if support is not None:
            rows.add(f"party/{code}", "side", support)
        parties.append(Party(code, side))
    participants = []
    for number, (role, supports) in frame.people.items():
        participants.append(_participant(persons[number], role_of(frame, number, role, quote)))
        _person_evidence(persons[number], supports, rows)
    return tuple(parties), tuple(participants)


def _links(frames: list[Frame], related: list[tuple[Relation, int]], rows: EvidenceRows) -> tuple[Reference, ...]:
    """The references to other reports of the release."""
    links = []
    for relation, other in related:
        trigger = frames[other].trigger
        links.append(Reference(relation, trigger.part, trigger.start, trigger.end))
        rows.add(f"reference/{trigger.start}", "relation", Support(trigger.part, trigger.start, trigger.end, "references.trigger"))
    return tuple(links)


def _place(frame: Frame, name: str) -> str | None:
    value = frame.places.get(name)
    return value[0] if value else None


def _title_event(mentions: Mentions, frame: Frame) -> bool:
    event = frame.event
    return event is not None and " ".join(mentions.document.title[event.start : event.end].split()) == event.name


def _date_evidence(mentions: Mentions, frame: Frame, rows: EvidenceRows) -> None:
    """The words that date it, and the publication date where they lean on it."""
    if frame.date is None:
        return
    fields = ["start_on"] + (["end_on"] if frame.date.end else [])
    for name in fields:
        rows.add_all("report", name, frame.date_support)
    if frame.date.basis in {"completed_year", "relative"}:
        text = mentions.document.metadata_text
        start = text.find("published_at: ")
        if start >= 0:
            end = text.index("\n", start)
            rows.add(
                "report",
                "start_on",
                Support("metadata", start + len("published_at: "), end, "dates.publication", "context"),
            )


def _participant(person: Person, role: Role) -> Participant:
    return Participant(
        name=person.name,
        name_text=person.name,
        title=person.title,
        title_text=person.title,
        party=person.party,
        institution=person.institution,
        level=person.level,
        role=role,
    )


def _person_evidence(person: Person, supports: list[Support], rows: EvidenceRows) -> None:
    element = f"participant/{person.name}"
    part, start, end = person.name_span
    rows.add(element, "name", Support(part, start, end, "people.name"))
    rows.add_all(element, "name", supports[:3])
    for part, start, end in person.title_spans:
        rows.add(element, "title", Support(part, start, end, "people.title"))
    for part, start, end in person.party_spans:
        rows.add(element, "party", Support(part, start, end, "people.party", person.basis))


def _outcomes(mentions: Mentions, frames: list[Frame]) -> dict[int, list[tuple[Outcome, dict[str, Support]]]]:
    """Each outcome with the primary frame told last before it."""
    primaries = sorted((f.sentence.index, number) for number, f in enumerate(frames) if f.focus == "primary")
    if not primaries:
        return {}
    found: dict[int, list[tuple[Outcome, dict[str, Support]]]] = {}
    body = [s for s in mentions.sentences if s.part == "body" and s.kind != "heading"]
    text = mentions.document.text
    starts = [s.start for s in body]
    for row in find_outcomes(text, [(s.start, s.end) for s in body], mentions.document.published_on):
        place = bisect_right(starts, row.verb[0]) - 1
        index = body[place].index if place >= 0 else 0
        number = next((n for i, n in reversed(primaries) if i <= index), primaries[0][1])
        outcome = Outcome(
            kind=row.kind,
            actor=_words(text, row.actor),
            verb=_words(text, row.verb) or "",
            content=_words(text, row.content) or "",
            due_text=_words(text, row.due),
            due_on=row.due_on,
            start=row.verb[0],
        )
        spans = {"actor": row.actor, "verb": row.verb, "content": row.content, "due_on": row.due}
        supports = {name: Support("body", *span, f"outcomes.{row.kind}") for name, span in spans.items() if span}
        found.setdefault(number, []).append((outcome, supports))
    return found


def _words(text: str, span: tuple[int, int] | None) -> str | None:
    return text[span[0] : span[1]] if span else None
