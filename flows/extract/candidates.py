"""Candidates: the triggers and told events of a sentence, acronyms of mechanisms among them."""

from __future__ import annotations

import re

from flows.extract.events import Event, find_events, verb_pattern
from flows.extract.frames import Frame, Support, full_end, full_start
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.reader import Reader
from flows.extract.triggers import Trigger, TriggerMatch, find_triggers


def find_candidates(reader: Reader, marks: Marks, sentence: Sentence) -> list[TriggerMatch]:
    """Triggers and told events of a sentence, in text order, those inside a name or office left out."""
    text, start, end = marks.text, sentence.start, sentence.end
    found_events, found_triggers = find_events(text, start, end, marks.hints), find_triggers(text, start, end, marks.hints)
    if not (found_events or found_triggers or reader.acronyms):
        return []
    offices = [(full_start(m), full_end(m)) for m in within(marks.people, start, end)]
    # "Foreign and Defence Ministers' 2+2 Meeting" goes on beyond the ministers' office.
    events = [event for event in found_events if not any(low <= event.start < high and event.end <= high for low, high in offices)]
    matches = [m for m in found_triggers if not _covered(m.start + 1, offices)]
    events.extend(_by_acronym(reader, text, start, end, events))
    _note_acronyms(reader, text, events)
    # "Met with visiting Pakistani Chief of Army Staff X": an adjective.
    guests = {full_start(m) for m in within(marks.people, start, end)}
    matches = [
        m
        for m in matches
        if m.verb != "visiting" or not (guests & set(range(m.end, m.end + 3)) or text[: m.start].endswith(("the ", "The ")))
    ]
    matches = [m for m in matches if m.trigger.name != "received" or not A_CALL.match(text, m.end)]
    matches = [m for m in matches if m.trigger.name != "handed_over" or not A_LETTER.search(text, max(start, m.start - 40), m.end + 40)]
    held, margins = verb_pattern("held"), verb_pattern("margins")
    for event in events:
        if not event.is_named and any(e.is_named and e.kind == event.kind for e in events):
            continue
        around = text[start : event.start] + " " + text[event.end : end]
        told = held.search(around) or (event.kind == "exercise" and event.is_named and verb_pattern("trained").search(around))
        if not told and sentence.kind not in {"title", "heading"}:
            continue
        if margins.search(text, max(start, event.start - 60), event.start) and not BOTH_ATTEND.search(text, event.end, end):
            continue
        if sentence.kind == "title" and HEADLINE_TALKS.search(event.name):
            continue
        if event.kind == "conference" and ONLY_WHEN.search(text, start, event.start) and any(m.start < event.start for m in matches):
            continue
        if event.kind == "dialogue" and FOUNDED.search(text, start, event.start) and not DATED.match(text, event.end):
            continue
        if event.kind == "exercise" and ONLY_DISCUSSED.search(text, start, event.start) and not DATED.match(text, event.end):
            continue
        if event.kind == "conference" and _is_only_where(text, start, end, event, matches):
            continue
        matches = [m for m in matches if not (m.trigger.name == "was_received" and event.end <= m.start)]
        # "When the Joint Border Commission meets in Hawassa": its session.
        matches = [m for m in matches if not (m.trigger.name == "met" and event.kind != "exercise" and m.start == event.end + 1)]
        if event.kind == "exercise":
            # "The contingent departed for the 11th edition of Exercise Khanjar": for the exercise, on no visit.
            matches = [m for m in matches if not (m.trigger.name == "travelled" and FOR_THE_EXERCISE.fullmatch(text, m.start, event.start))]
        matches = [m for m in matches if not (m.trigger.name == "next_occasion" and m.start < event.end and event.start < m.end)]
        matches = [m for m in matches if not (m.trigger.kind == "meeting" and m.start < event.start < m.end)]
        matches = [m for m in matches if not (event.start - 3 <= m.start < event.end) and not _is_session_of(text, m, event.start)]
        trigger = Trigger(f"event_{event.kind}", event.kind, "event", "unknown", held.pattern)
        matches.append(TriggerMatch(trigger, event.start, event.end, ""))
    following = [m.start for m in matches if m.trigger.name == "next_occasion"]
    # "The next talks will be hosted by Japan", "Canberra will host the tenth round": the verb belongs to the occasion.
    hosting = {"was_received", "received"}
    matches = [m for m in matches if not (following and m.trigger.name in hosting and abs(m.start - following[0]) < 60)]
    return sorted(matches, key=lambda match: match.start)[:MOST_TRIGGERS]


A_LETTER = re.compile(r"(?i)\b(?:letter|message|invitation|note|copy|copies|petition)\b")
# "Looked ahead to the summit, which both will attend".
BOTH_ATTEND = re.compile(r",?\s+which (?:both|all|they|the two)\b[^.;]{0,30}?\battend")
FOR_THE_EXERCISE = re.compile(r"(?i)(?:depart|leav|left|travel|head|arriv)\w*(?: \w+)? (?:for|to|in)\b[^.,;]{0,90}")
# "Received today a phone call from": nobody is received.
A_CALL = re.compile(
    r"(?i)\s+(?:today\s+|yesterday\s+|(?:this|on|last) \w+\s+)?(?:(?:an?|the)\s+)?(?:[\w-]+\s+){0,2}?(?:call|letter|message|briefing|cable|copy|copies|report)\b"
)


# No sentence tells of more occasions; more triggers than that are a list of words.
MOST_TRIGGERS = 24
ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9+-]{2,11})\)")


OTHER_EDITION = r"(?:previous|last|next|first|second|third|\d+(?:st|nd|rd|th))"


def _note_acronyms(reader: Reader, text: str, events: list[Event]) -> None:
    """Remember "(KIDD)" after a named occasion."""
    for event in events:
        match = ACRONYM.match(text, event.end) or re.search(ACRONYM.pattern + "$", event.name)
        if event.is_named and match:
            reader.acronyms.setdefault(match.group(1), event)


def _by_acronym(reader: Reader, text: str, start: int, end: int, events: list[Event]) -> list[Event]:
    """Occasions named by an acronym that the release has spelled out before ("the previous KIDD")."""
    found = []
    for acronym, event in reader.acronyms.items():
        if text.find(acronym, start, end) < 0:
            continue
        for match in re.finditer(rf"(?:({OTHER_EDITION}) )?\b{re.escape(acronym)}\b", text[start:end]):
            low, high = start + match.start(), start + match.end()
            if not any(e.start <= low < e.end + len(acronym) + 3 for e in events):
                edition = event.edition_no if match.group(1) is None else None
                found.append(Event(low, high, event.kind, match.group(), event.series, edition, True))
    return found


# "Hosted the Secretary to lunch, following the 22nd Shangri-La Dialogue": when.
ONLY_WHEN = re.compile(r"(?:,\s+)(?:following|after|ahead of|prior to|before)\s+(?:the\s+)?(?:\d+(?:st|nd|rd|th)\s+)?$")
# "Launched the EU-Philippines Security Dialogue", "agreed to establish a high-level dialogue": a mechanism, no session of it.
FOUNDED = re.compile(
    r"(?i)\b(?:launch(?:ed|es|ing)?|establish(?:ed|es|ing)?|set(?:ting)? up|creat(?:ed|es|ing)|institut(?:ed|es|ing))(?: of)? (?:the |an? |their )?(?:new )?$"
)
# "They also spoke about Exercise Obangame Express": a topic, unless its days are told.
ONLY_DISCUSSED = re.compile(r"\b(?:spoke about|discussed|talked about|reviewed|touched (?:up)?on)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,5}$")
DATED = re.compile(
    r"[^.;]{0,40}\b(?:in|on|from|to be held|which (?:will|began|ended|is))\b[^.;]{0,20}(?:\d|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|\s+(?:earlier|last|this) (?:this )?(?:week|month|year|spring|summer|autumn|fall|winter)\b"
)


# "Deepens Ties with Uruguay in Washington Talks": a headline's capitals make no mechanism of talks.
HEADLINE_TALKS = re.compile(r"\b(?:in|at|with|during|after) .*Talks$")
AT_THE = re.compile(r"\b(?:at|during|alongside)\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}?$")
ATTENDED_IT = re.compile(r"\b(?:attend\w*|participat\w*|took part|takes? part|address\w*)\b")


def _is_only_where(text: str, start: int, end: int, event: Event, matches: list[TriggerMatch]) -> bool:
    """ "Met with X at the NATO Summit": where they met, an occasion of its own only if they are said to have attended it."""
    met = any(
        m.trigger.kind in {"meeting", "call"} and m.trigger.shape in {"partners", "object"} and m.start < event.start for m in matches
    )
    return met and AT_THE.search(text, start, event.start) is not None and ATTENDED_IT.search(text, start, end) is None


def _is_session_of(text: str, match: TriggerMatch, event_start: int) -> bool:
    """ "The 24th meeting of the Border Commission": the meeting is the commission's session."""
    if match.trigger.kind != "meeting" or match.start > event_start:
        return False
    between = text[match.start : event_start]
    return re.fullmatch(r"(?:\w+ ){0,6}?(?:meeting|session|round|talks)\s+of\s+(?:the\s+)?(?:[A-Z]\w+ )?", between) is not None


def _covered(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(low < position < high for low, high in spans)


def event_of_acronym(reader: Reader, frame: Frame, text: str, match: TriggerMatch) -> None:
    """The occasion that an acronym stands for, between the parties of the one that spelled it out."""
    frame.event = next(iter(_by_acronym(reader, text, match.start, match.end, [])), None)
    first = next((f for f in reader.frames if f.event and frame.event and f.event.series == frame.event.series), None)
    if first is not None and frame.event is not None:
        for code in first.parties:
            frame.add_party(code, Support(frame.trigger.part, match.start, match.end, "parties.of_series", "context"))
