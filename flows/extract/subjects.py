"""What was talked about: each topic goes to the engagement that its sentence tells of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.frames import Frame, Support, full_end, full_start
from flows.extract.mentions import Mentions, Sentence, within
from flows.extract.report import Topic
from flows.extract.seeking import Sought
from flows.extract.topics import discussions, find_topics, is_discussion, stance_of, topics_of_label
from schemas.vocabulary import Part


@dataclass(frozen=True, slots=True)
class TopicSupport:
    """A topic of one frame with the words that name it."""

    topic: Topic
    support: Support


# Of the engagements that one sentence tells, the one that the next sentences speak of: talks before the occasion they were held at.
SPEAKS = {"call": 3, "meeting": 3, "dialogue": 3, "signing": 2, "conference": 2, "exercise": 2, "ceremony": 1, "visit": 0}


def assign_topics(mentions: Mentions, frames: list[Frame]) -> dict[int, list[TopicSupport]]:
    """The topics of each frame, by its place in `frames`.

    A sentence with a trigger feeds the frames it tells of; one without feeds the frame told
    last among the primary ones, where it tells of a discussion or stands under such a heading.
    """
    found: dict[int, list[TopicSupport]] = {number: [] for number in range(len(frames))}
    if not frames:
        return found
    tellers: dict[int, list[int]] = {}
    for number, frame in enumerate(frames):
        for index in frame.sentences:
            tellers.setdefault(index, []).append(number)
    primaries = [number for number, frame in enumerate(frames) if frame.focus == "primary"]
    current = primaries[0] if primaries else 0
    listing = False
    hinted = {part: discussions(mentions.marks(part).hints.lowered) for part in PARTS}
    for sentence in mentions.sentences:
        told = _with_all_stops(frames, sentence, tellers.get(sentence.index, []))
        primary_told = [number for number in told if frames[number].focus == "primary"]
        if primary_told and sentence.kind != "title":
            latest = max(primary_told, key=lambda number: (SPEAKS[frames[number].kind], number))
            current = current if _is_its_visit(frames[latest], frames[current]) else latest
        text = mentions.marks(sentence.part).text
        words = text[sentence.start : sentence.end]
        relevant = bool(told) or is_discussion(text, places_in(sentence, hinted[sentence.part]), sentence.end)
        if sentence.kind in {"list_item", "table"}:
            relevant = relevant or listing or len(primaries) == 1
        else:
            relevant = relevant or sentence.kind == "title"
            listing = relevant or sentence.kind == "heading"
        if not relevant or (sentence.kind == "heading"):
            continue
        targets = _targets(frames, told, current)
        spans = targets_spans(frames, sentence, targets)
        if told and not primary_told and primaries and current not in told:
            spans = _spoken_of_now(frames, sentence, words, spans, current)
            spans = _discussed_before(frames, sentence, text, spans, current)
        meeting = frozenset(code for number in {*told, *(n for n, _, _ in spans)} for code in frames[number].parties)
        for number, low, high in spans:
            found[number].extend(_topics(mentions, sentence, low, high, meeting))
    return {number: _once(rows) for number, rows in found.items()}


PARTS: tuple[Part, ...] = ("title", "body")


def places_in(sentence: Sentence, places: Sequence[int]) -> Sequence[int]:
    """Those of `places`, in order, that lie in a sentence."""
    return places[bisect_left(places, sentence.start) : bisect_left(places, sentence.end)]


def _stops(frames: list[Frame], number: int) -> list[int]:
    """A frame, with the other stops of its trip where one sentence told of several."""
    trip = frames[number]
    if trip.kind != "visit":
        return [number]
    return [n for n, f in enumerate(frames) if f.kind == "visit" and f.sentence is trip.sentence and f.trigger.rule == trip.trigger.rule]


def _with_all_stops(frames: list[Frame], sentence: Sentence, told: list[int]) -> list[int]:
    """ "During her trip she discussed ...": all the stops that an earlier sentence told of."""
    if len(told) != 1 or frames[told[0]].sentence.index == sentence.index:
        return told
    return _stops(frames, told[0])


def _is_its_visit(visit: Frame, talks: Frame) -> bool:
    """Whether a visit is the one during which the talks told before were held: what "they discussed" next belongs to the talks."""
    return (
        visit.kind == "visit"
        and talks.kind in {"meeting", "dialogue"}
        and talks.status == "held"
        and set(visit.parties) <= set(talks.parties)
        and bool(set(visit.people) & set(talks.people))
    )


def _targets(frames: list[Frame], told: list[int], current: int) -> list[int]:
    if not told:
        return _stops(frames, current)
    talks = [number for number in told if frames[number].kind != "visit"]
    return talks or told


def targets_spans(frames: list[Frame], sentence: Sentence, targets: list[int]) -> list[tuple[int, int, int]]:
    """Each target frame with the stretch of the sentence that speaks of it."""
    if len(targets) == 1 or all(frames[number].kind == "visit" for number in targets):
        # The stops of one trip share what it is for.
        return [(number, sentence.start, sentence.end) for number in targets]
    here = sorted(
        (frames[number].trigger.start, number)
        for number in targets
        if frames[number].trigger.part == sentence.part and sentence.start <= frames[number].trigger.start < sentence.end
    )
    if len(here) < 2 or len({start for start, _ in here}) < 2:
        return [(number, sentence.start, sentence.end) for number in targets]
    spans = []
    for place, (start, number) in enumerate(here):
        low = sentence.start if place == 0 else start
        high = here[place + 1][0] if place + 1 < len(here) else sentence.end
        spans.append((number, low, high))
    return spans


ALSO_DISCUSSED = re.compile(
    r"\b(?:discussed|exchanged views|reviewed|took up|touched (?:up)?on|spoke about|underlined|reaffirmed|addressed)\b"
)


# "They discussed X and next steps for the agreement signed in March".
DISCUSSED = re.compile(
    r"\b(?:discussed|discussing|exchanged (?:\w+ )?views|reviewed|took up|touched (?:up)?on|spoke about|talked about|raised|took stock|consulted on|focused on|covered)\b"
)


def _discussed_before(
    frames: list[Frame], sentence: Sentence, text: str, spans: list[tuple[int, int, int]], current: int
) -> list[tuple[int, int, int]]:
    """What was discussed before the words bring up another occasion belongs to the talks told."""
    here = [frames[number].trigger for number, low, high in spans if frames[number].trigger.part == sentence.part and number != current]
    if len(here) < len(spans) or not here:
        return spans
    first = min(support.start for support in here)
    match = DISCUSSED.search(text, sentence.start, max(sentence.start, first)) if sentence.start <= first < sentence.end else None
    if match is None:
        return spans
    rest = [(number, max(low, first), high) for number, low, high in spans]
    return [(current, sentence.start, first), *rest]


def _spoken_of_now(
    frames: list[Frame], sentence: Sentence, words: str, spans: list[tuple[int, int, int]], current: int
) -> list[tuple[int, int, int]]:
    """ "They agreed to hold the next meeting in May, and discussed X": X belongs to the talks told, not to those to come."""
    if any(frames[number].status != "scheduled" or frames[number].trigger.part != sentence.part for number, _, _ in spans):
        return spans
    last = max(frames[number].trigger.end for number, _, _ in spans)
    match = ALSO_DISCUSSED.search(words, max(last - sentence.start, 0))
    if match is None or last < sentence.start:
        return spans
    begin = sentence.start + match.start()
    return [(current, begin, sentence.end), *((number, low, min(high, begin)) for number, low, high in spans if low < begin)]


# Topics that a state's name alone gives, and the words without which a party's own name gives none ("the call with Lebanon's president").
OF_STATE = frozenset({"middle_east_conflict", "africa_conflict", "western_hemisphere"})
CONFLICT = Sought(
    r"(?i)\b(?:conflicts?|wars?|cease-?fire|truce|fighting|hostilit\w+|violence|crisis|attacks?|strikes?|coup|peace|militias?|terroris\w+|isis|armed|clashes|"
    r"escalation|de-escalat\w+|transition|stabili[sz]\w*|stability|security|gangs?)\b"
)


def _names_a_party(mentions: Mentions, sentence: Sentence, start: int, end: int, parties: frozenset[str]) -> bool:
    """Whether the words are only the name of one who takes part, and no conflict is told there."""
    marks = mentions.marks(sentence.part)
    named = [party for party in within(marks.parties, start - 40, end + 40) if party.start < end and start < party.end]
    return any(p.code in parties for p in named) and CONFLICT.search(marks, sentence.start, sentence.end) is None


def _topics(mentions: Mentions, sentence: Sentence, low: int, high: int, parties: frozenset[str]) -> list[TopicSupport]:
    marks = mentions.marks(sentence.part)
    text = marks.text
    covered = [(min(full_start(m), *(m.party_span or (m.start,))), full_end(m)) for m in within(marks.people, sentence.start, sentence.end)]
    stance = stance_of(text[low:high])
    rows: list[TopicSupport] = []
    label = _label(mentions, sentence)
    if label is not None:
        words = text[label[0] : label[1]]
        support = Support(sentence.part, label[0], label[1], "topics.label")
        codes = topics_of_label(words)
        rows.extend(TopicSupport(Topic(code, words, stance), support) for code in codes)  # type: ignore[arg-type] # vocabularies are checked on load
        if not codes:
            rows.append(TopicSupport(Topic(None, words, stance), support))  # type: ignore[arg-type] # as above
    for mention in find_topics(text[low:high]):
        start, end = low + mention.start, low + mention.end
        if any(a <= start < b for a, b in covered):
            continue
        if mention.code in OF_STATE and _names_a_party(mentions, sentence, start, end, parties):
            continue
        rows.append(
            TopicSupport(
                Topic(mention.code, text[label[0] : label[1]] if label else None, mention.stance or stance),  # type: ignore[arg-type] # as above
                Support(sentence.part, start, end, mention.rule),
            )
        )
    return rows


def _label(mentions: Mentions, sentence: Sentence) -> tuple[int, int] | None:
    """The label of a list item, or the first cell of a table row that is no header."""
    if sentence.part != "body" or sentence.block_no < 0 or (not sentence.opens_block and sentence.kind != "table"):
        return None
    block = mentions.document.blocks[sentence.block_no]
    if block.kind == "list_item" and block.label is not None:
        return block.label.start, block.label.end
    if block.kind == "table" and block.table_no is not None:
        table = mentions.document.tables[block.table_no]
        for cell in table.cells:
            if cell.start == sentence.start and not cell.is_header and cell.column_no == 0 and table.column_count <= 3:
                return cell.start, cell.end
    return None


def _once(rows: list[TopicSupport]) -> list[TopicSupport]:
    """Each code once, its labelled support first."""
    seen: dict[str, TopicSupport] = {}
    for row in rows:
        key = row.topic.key
        if key not in seen or (row.topic.label and not seen[key].topic.label):
            seen[key] = row
    return list(seen.values())
