"""Reading: sentence by sentence, from triggers and events to frames."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from flows.extract.dates import DateMention, ResolvedDate
from flows.extract.events import Event, find_events, verb_pattern
from flows.extract.frames import (
    Frame,
    Support,
    Zone,
    clause,
    dates_in,
    full_end,
    full_start,
    nearest_date,
    parties_in,
    people_in,
    person_support,
    place_of,
)
from flows.extract.mentions import Marks, Mentions, Sentence, within
from flows.extract.people import PersonMention
from flows.extract.triggers import Language, Trigger, TriggerMatch, find_triggers, language_patterns, status_of
from schemas.vocabulary import Status


@dataclass(slots=True)
class Reader:
    """What reading has seen so far of one document."""

    mentions: Mentions
    language: str
    patterns: Language
    excluded: frozenset[int]
    subjects: list[int] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    unbelieved: list[Frame] = field(default_factory=list)
    joins: list[tuple[Sentence, list[PersonMention]]] = field(default_factory=list)
    acronyms: dict[str, Event] = field(default_factory=dict)
    listing: Frame | None = None


def read_frames(mentions: Mentions, excluded: frozenset[int], language: str = "en") -> Reader:
    """The frames of a document in text order, and the sentences that add people to one.

    `excluded` are the people who are only quoted or named as the release's source.
    """
    reader = Reader(mentions, language, language_patterns(language), excluded)
    for sentence in mentions.sentences:
        _read_sentence(reader, sentence)
    return reader


def _read_sentence(reader: Reader, sentence: Sentence) -> None:
    marks = reader.mentions.marks(sentence.part)
    matches = _candidates(reader, marks, sentence)
    named = [
        m
        for m in people_in(marks, Zone(sentence.part, sentence.start, sentence.end), owners=False)
        if m.person_no is not None and m.person_no not in reader.excluded
    ]
    for index in range(len(matches)):
        reader.frames.extend(_frames_of(reader, sentence, marks, matches, index))
    _read_listing(reader, sentence, marks, len(matches))
    if reader.patterns.words["joiners"].search(marks.text, sentence.start, sentence.end):
        reader.joins.append((sentence, named))
    if named and sentence.part == "body":
        _remember_subject(reader, sentence, named)


THE_FOLLOWING = re.compile(r"\bthe following\b[^.]*:\s*$")
HONORIFICS = re.compile(r"[•–\-\s]*(?:(?:the|H\.\s?E|His Excellency|Her Excellency|Mr|Ms|Mrs|Dr|Hon)\.?\s*)*", re.IGNORECASE)
SEVERAL = re.compile(r"(?i)\bseparate(?:ly)?\b|\bbilateral meetings\b|\bmeetings\b")


def _read_listing(reader: Reader, sentence: Sentence, marks: Marks, triggers: int) -> None:
    """ "Met separately with the following leaders:" and then a heading, item or paragraph for each."""
    text = marks.text
    if THE_FOLLOWING.search(text, sentence.start, sentence.end):
        last = reader.frames[-1] if reader.frames else None
        told = [f for f in reader.frames if f.sentence.index == sentence.index and f.kind in {"meeting", "call"}]
        reader.listing = told[0] if told and last is not None else None
        return
    listing = reader.listing
    if listing is None or not sentence.opens_block:
        return
    opening = next((m for m in within(marks.people, sentence.start, sentence.end) if m.form == "named" and m.person_no is not None), None)
    if opening is None or opening.person_no is None or not HONORIFICS.fullmatch(text, sentence.start, full_start(opening)):
        return
    support = person_support(sentence.part, opening, "participants.listed")
    if not SEVERAL.search(text, listing.sentence.start, listing.sentence.end):
        listing.add_person(opening.person_no, "principal", support)
        return
    frame = Frame(
        listing.kind, listing.mode, listing.status, Support(sentence.part, opening.start, full_end(opening), listing.trigger.rule),
        sentence, listing.shape, subjects=list(listing.subjects), date=listing.date, date_support=list(listing.date_support),
        date_text=listing.date_text, places=dict(listing.places), sentences=[sentence.index], is_separate=True,
    )  # fmt: skip
    frame.people = dict(listing.people)
    frame.parties = {code: list(rows) for code, rows in listing.parties.items()}
    frame.add_person(opening.person_no, "principal", support)
    frame.focus = "primary"
    reader.frames.append(frame)


def _remember_subject(reader: Reader, sentence: Sentence, named: list[PersonMention]) -> None:
    """Whom "he" and "she" of the next sentence mean: the one the release is about, else who opens the sentence."""
    numbers = [mention.person_no for mention in named if mention.person_no is not None]
    if reader.subjects and OPENED_BY_PRONOUN.match(reader.mentions.body.text, sentence.start, named[0].start):
        return
    about = _about(reader)
    leading = [number for number in numbers if number in about[:1]]
    if leading:
        reader.subjects = leading
    elif named[0].start - sentence.start < OPENING or not reader.subjects:
        reader.subjects = numbers[:1]


def _about(reader: Reader) -> list[int]:
    """Whom the release is about: the subjects of the first engagement that its body tells."""
    return next((frame.subjects for frame in reader.frames if frame.subjects and frame.sentence.part == "body"), [])


OPENED_BY_PRONOUN = re.compile(r"(?:[^,;:]{0,60}, )?(?:[Hh]e|[Ss]he|[Tt]hey)\b|In (?:his|her) (?:meeting|talks|call)\b")
# Code points within which a sentence's subject is named.
OPENING = 90
# "The next round will be held in ...", "Ministers will meet next in ...": the parties are those of the occasion told.
NEXT_OCCASION = re.compile(
    r"(?i)\b(?:next|another|coming|following|second|third|\w+th) (?:\w+ ){0,3}?(?:round|session|meeting|edition|talks|dialogue|consultations?|iteration|ministerial|summit|committee|commission|exercise|leg|working group)\b"
    r"|\bmeet (?:again|next)\b|\b(?:see|seeing) each other again\b|\bhost the next\b"
)


def _other_side(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, right: int) -> None:
    """ "In talks with X, the minister ...", "The meeting with X covered ...": the side that is not named beside the words."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    if frame.shape != "between" or home is None or not frame.people or any(persons[n].party == home for n in frame.people):
        return
    for mention in people_in(marks, Zone(sentence.part, right, sentence.end), owners=False):
        if mention.person_no is not None and persons[mention.person_no].party == home and mention.person_no not in reader.excluded:
            frame.add_person(mention.person_no, "principal", person_support(sentence.part, mention, "participants.main_clause"))
            return
    for number in _about(reader)[:1]:
        if persons[number].party == home:
            support = Support(sentence.part, frame.trigger.start, frame.trigger.end, "participants.subject_of_release", "context")
            frame.add_person(number, "principal", support)


def _inherit(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """An announced next occasion of the same sides takes their states, and its kind from the word that names it."""
    match = NEXT_OCCASION.search(marks.text, sentence.start, sentence.end)
    main = next((f for f in reader.frames if len(f.parties) + len(f.people) >= 2 and f.shape != "again"), None)
    if match is None or main is None or frame.status != "scheduled":
        return
    support = Support(sentence.part, match.start(), match.end(), "parties.next_occasion", "context")
    persons = reader.mentions.people.persons
    codes = set(main.parties) | {persons[number].party for number in main.people}
    for code in sorted(code for code in codes if code):
        frame.add_party(code, support)
    frame.is_next = True
    if frame.kind in {"meeting", "dialogue", "conference"} and main.kind in {"dialogue", "exercise", "conference"} and not frame.people:
        frame.kind = main.kind


def _candidates(reader: Reader, marks: Marks, sentence: Sentence) -> list[TriggerMatch]:
    """Triggers and told events of a sentence, in text order, those inside a name or office left out."""
    text, start, end = marks.text, sentence.start, sentence.end
    offices = [(full_start(m), full_end(m)) for m in within(marks.people, start, end)]
    events = [event for event in find_events(text, start, end, reader.language) if not _covered(event.start, offices)]
    matches = [m for m in find_triggers(text, start, end, reader.language) if not _covered(m.start + 1, offices)]
    events.extend(_by_acronym(reader, text, start, end, events))
    _note_acronyms(reader, text, events)
    held, margins = verb_pattern("held"), verb_pattern("margins")
    for event in events:
        if not event.is_named and any(e.is_named and e.kind == event.kind for e in events):
            continue
        around = text[start : event.start] + " " + text[event.end : end]
        if not held.search(around) and sentence.kind not in {"title", "heading"}:
            continue
        if margins.search(text, max(start, event.start - 60), event.start):
            continue
        matches = [m for m in matches if not (m.trigger.name == "was_received" and event.end <= m.start)]
        matches = [m for m in matches if not (m.trigger.name == "next_occasion" and m.start < event.end and event.start < m.end)]
        matches = [m for m in matches if not (event.start - 3 <= m.start < event.end) and not _is_session_of(text, m, event.start)]
        trigger = Trigger(f"event_{event.kind}", event.kind, "event", "unknown", held, held.pattern)
        matches.append(TriggerMatch(trigger, event.start, event.end, ""))
    following = [m.start for m in matches if m.trigger.name == "next_occasion"]
    # "The next talks will be hosted by Japan", "Canberra will host the tenth round": the verb belongs to the occasion.
    hosting = {"was_received", "received"}
    matches = [m for m in matches if not (following and m.trigger.name in hosting and abs(m.start - following[0]) < 60)]
    return sorted(matches, key=lambda match: match.start)


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
        for match in re.finditer(rf"(?:({OTHER_EDITION}) )?\b{re.escape(acronym)}\b", text[start:end]):
            low, high = start + match.start(), start + match.end()
            if not any(e.start <= low < e.end + len(acronym) + 3 for e in events):
                edition = event.edition_no if match.group(1) is None else None
                found.append(Event(low, high, event.kind, match.group(), event.series, edition, True))
    return found


def _is_session_of(text: str, match: TriggerMatch, event_start: int) -> bool:
    """ "The 24th meeting of the Border Commission": the meeting is the commission's session."""
    if match.trigger.kind != "meeting" or match.start > event_start:
        return False
    between = text[match.start : event_start]
    return re.fullmatch(r"(?:\w+ ){0,4}?(?:meeting|session|round|talks)\s+of\s+(?:the\s+)?(?:[A-Z]\w+ )?", between) is not None


def _covered(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(low < position < high for low, high in spans)


def _frames_of(reader: Reader, sentence: Sentence, marks: Marks, matches: list[TriggerMatch], index: int) -> list[Frame]:
    match = matches[index]
    left, right = clause(reader.patterns, marks, sentence, match.start, match.end)
    status = _status(reader, sentence, marks, left, match, right)
    if status is None:
        return []
    lone = sum(m.trigger.shape != "again" for m in matches) == 1 and match.trigger.shape != "again"
    if lone and HAD_TO_BE.search(marks.text, match.end, sentence.end):
        status = "cancelled"
    shape = match.trigger.shape
    if match.verb == "visiting" and any(
        full_start(m) <= match.end + 2 for m in people_in(marks, Zone(sentence.part, match.end, right), owners=True)
    ):
        # "Met with visiting Pakistani Chief of Army Staff X".
        return []
    if (
        shape == "trip"
        and index > 0
        and matches[index - 1].trigger.shape == "travel"
        and FOR_A.search(marks.text, sentence.start, match.start)
    ):
        return []
    if shape == "between" and PRESENT_AT.search(marks.text, sentence.start, match.start):
        return []
    subject = Zone(sentence.part, left, match.start)
    after = Zone(sentence.part, match.end, right)
    frame = Frame(
        match.trigger.kind,
        match.trigger.mode,
        status,
        Support(sentence.part, match.start, match.end, f"triggers.{match.trigger.name}"),
        sentence,
        shape,
        sentences=[sentence.index],
    )
    frame.is_sum = _is_sum(reader, marks, sentence, match, right)
    if shape == "event":
        frame.event = next(iter(find_events(marks.text, match.start, match.end, reader.language)), None)
        if frame.event is None:
            _event_of_acronym(reader, frame, marks.text, match)
        for code, support in parties_in(marks, Zone(sentence.part, match.start, match.end), [], places=True):
            if frame.kind == "dialogue" or support.rule in {"parties.organisation", "parties.group"}:
                frame.add_party(code, support)
    if (
        match.trigger.name == "spoke_with"
        and frame.kind == "call"
        and sentence.part == "body"
        and MET.search(reader.mentions.document.title)
    ):
        # A release that its title calls a readout of a meeting tells of people in one place.
        frame.kind, frame.mode = "meeting", "in_person"
    partners = people_in(marks, after, owners=False)
    if shape == "object" and not _object_follows(reader, marks, match, right, partners):
        return []
    _fill_subject(reader, frame, marks, sentence, subject, matches, index)
    if shape == "partners":
        # "Participates in President X's meeting with Y": X stands within the words of the trigger.
        _add_people(reader, frame, people_in(marks, Zone(sentence.part, match.start, match.end), owners=True), sentence, "principal")
    if shape in {"travel", "trip"}:
        return _visits(reader, frame, marks, sentence, left, match, right)
    _add_people(reader, frame, partners, sentence, "principal")
    if match.trigger.name == "the_visit":
        # "During the visit, X met with Y": Y does not travel.
        frame.people = {number: row for number, row in frame.people.items() if number in frame.subjects}
    if shape != "again" or BETWEEN.match(marks.text, match.end):
        for code, support in parties_in(marks, after, partners):
            frame.add_party(code, support)
    if not partners and shape == "partners" and THE_DELEGATION.match(marks.text, match.end):
        _add_guests_of_last(reader, frame, Support(sentence.part, match.end, right, "participants.delegation", "context"))
    if match.trigger.name == "met" and not _met_somebody(reader, frame, marks, sentence, partners, after, match):
        return []
    if shape == "act" and BOTH_DELEGATIONS.match(marks.text, match.end):
        _add_parties_of_last(reader, frame, Support(sentence.part, match.end, right, "parties.both", "context"))
    _remote(reader, frame, marks, left, right, sentence)
    _date(reader, frame, marks, sentence, left, match, right, matches, index)
    _begin_and_end(reader, frame, marks, sentence)
    _place(reader, frame, sentence, left, right, matches, index)
    if (
        shape == "event"
        and sentence.part == "body"
        and frame.date is None
        and not frame.places
        and STANDING.search(marks.text, sentence.start, match.start)
    ):
        return []
    if shape != "again":
        _other_side(reader, frame, marks, sentence, right)
        _inherit(reader, frame, marks, sentence)
    if reader.patterns.words["separate"].search(marks.text, left, right) and shape != "again":
        return _split(reader, frame, partners)
    return [frame]


def _status(reader: Reader, sentence: Sentence, marks: Marks, left: int, match: TriggerMatch, right: int) -> Status | None:
    """The clause's status; an infinitive and a title take theirs from what governs them."""
    text = marks.text
    status = status_of(text, left, match, right, reader.language)
    if match.trigger.name in {"next_occasion", "upcoming"} and status != "cancelled":
        return "scheduled"
    document = reader.mentions.document
    if document.release_type == "schedule" and status == "held":
        return "scheduled"
    modality = reader.patterns.modality
    if (
        status == "held"
        and BEFORE_DOING.search(text, sentence.start, match.end)
        and re.search(r"\bwill\b|\b(?:is|are) (?:to|due)\b", text[sentence.start : match.start])
    ):
        return "scheduled"
    if match.trigger.shape != "again" and CALLED_OFF.match(text, right, sentence.end):
        return "cancelled"
    if match.trigger.shape == "event" and status == "held" and AGREED_TO_HOLD.search(text, sentence.start, match.start):
        return "scheduled"
    if match.trigger.shape == "event" and status == "held" and YET_TO_COME.search(text, match.end, sentence.end):
        return "scheduled"
    if status == "held":
        before = text[sentence.start : match.start]
        if modality["infinitive"].search(before) and (sentence.kind == "title" or modality["scheduled"].search(text[left : match.start])):
            return "scheduled"
        if modality["infinitive"].search(before):
            governed = modality["unreal"].search(before)
            if governed:
                return None
            if re.search(r"\b(?:will|is|are)\b", before):
                return "scheduled"
    return status


# "Held four bilateral meetings in Jakarta": where each is told in a sentence of its own, the sum is none.
SUMMARY = re.compile(
    r"(?i)\b(?:two|three|four|five|six|seven|several|separate|a (?:series|number|round) of) (?:\w+ ){0,2}(?:meetings|talks|calls|conversations|engagements)\b"
)


def _is_sum(reader: Reader, marks: Marks, sentence: Sentence, match: TriggerMatch, right: int) -> bool:
    if sentence.part != "body" or not SUMMARY.search(marks.text, match.start, match.end):
        return False
    return not _partners_named(marks, match.end, right) and _tells_each(reader, sentence)


def _partners_named(marks: Marks, start: int, end: int) -> bool:
    return any(m.person_no is not None or m.party for m in people_in(marks, Zone("body", start, end), owners=False))


def _tells_each(reader: Reader, sentence: Sentence) -> bool:
    """Whether two or more later sentences tell of talks with other parties."""
    body = reader.mentions.body
    later = [s for s in reader.mentions.sentences if s.part == "body" and s.index > sentence.index]
    telling = [
        s
        for s in later
        if any(
            t.trigger.kind in {"meeting", "call"} and t.trigger.shape != "again"
            for t in find_triggers(body.text, s.start, s.end, reader.language)
        )
    ]
    return len(telling) >= 2


def _event_of_acronym(reader: Reader, frame: Frame, text: str, match: TriggerMatch) -> None:
    """The occasion that an acronym stands for, between the parties of the one that spelled it out."""
    frame.event = next(iter(_by_acronym(reader, text, match.start, match.end, [])), None)
    first = next((f for f in reader.frames if f.event and frame.event and f.event.series == frame.event.series), None)
    if first is not None and frame.event is not None:
        for code in first.parties:
            frame.add_party(code, Support(frame.trigger.part, match.start, match.end, "parties.of_series", "context"))


# "Will travel to Mons for a visit to the headquarters": one visit.
FOR_A = re.compile(r"\b(?:for|on|as part of) (?:an?|his|her|their) (?:[\w-]+ ){0,3}$")
# "A meeting with the President, planned for this morning, had to be called off".
HAD_TO_BE = re.compile(r"\bhad to be (?:called off|cancelled|canceled|postponed|put off)\b")
# "India co-chairs the expert group with Indonesia": standing cooperation, no occasion.
STANDING = re.compile(r"\b(?:co-?chairs|participates in|takes part in|is a member of)\b")
# "The visit of the Pakistani delegation".
GUESTS_NAMED_BY_STATE = re.compile(r"\s+the (?:[A-Z]\w+ )?(?:delegation|guests?)\b")
MET = re.compile(r"(?i)^(?!.*\b(?:call|phone|spoke|speaks|virtual|video)\b).*\b(?:meeting with|bilateral meeting|meets with|meets)\b")
BETWEEN = re.compile(r"\s+(?:with|between|of|among|by)\b")
# "Was also present in the meeting with the Indonesian side": tells of nothing new.
PRESENT_AT = re.compile(r"\b(?:present|attended|accompanied|joined|took part|participated)\b[^.;]{0,60}\bthe\s+$")
# "The visit to Jakarta, which had been announced for 20 November, has been cancelled".
CALLED_OFF = re.compile(
    r"which (?:had|was|were|has|have)[^,;.]{3,80},\s+(?:has been|have been|had been|was|were) (?:cancelled|canceled|called off|postponed|dropped)\b"
)
# "Will travel to Paris before attending a meeting in Warsaw".
BEFORE_DOING = re.compile(r"\b(?:before|after|then|while|when)\s+\w+ing\b[^.;]{0,60}$")
# "They agreed to carry out the exercise in August".
AGREED_TO_HOLD = re.compile(
    r"\b(?:agree[sd]?|decided?|plan(?:s|ned)?|intends?|due|scheduled|resolved)\b[^.;]{0,60}?\bto\s+(?:jointly )?(?:carry out|hold|conduct|host|convene|run|launch|begin|start|attend|take part in|participate in)\s[^.;]{0,50}$"
)
# "The summit in November, which both will attend".
YET_TO_COME = re.compile(r",\s+which (?:[\w’']+ ){0,4}?(?:will|shall|(?:is|are) (?:to|due|scheduled|expected))\b")
# The case of letters counts: a lower-case word before it ("a dinner for both delegations") is another object.
DELEGATION = re.compile(
    r"\s*(?:(?:an?|the|his|her|their|visiting|high-level|senior|business|military|defen[cs]e|foreign|\w+-member|[A-Z][\w.]+)\s+){0,4}(?:delegations?|counterparts?|ministers?|ambassadors?|officials|leaders|envoys?)\b",
)
DEMAND = re.compile(r"\bto\s+(?!the\b|a\b|an\b|his\b|her\b|their\b)[a-z]+")


WHO = re.compile(r",?\s+who\s*$")
# "She told the President that her advisor would travel to ...": who says so does not travel.
SAID_THAT = re.compile(r"\b(?:told|informed|said|announced|confirmed|noted|added|stated)\b[^;]*?\bthat\b")
# "Prior to his call on Dr Lim, he inspected ...": nobody in the fronted clause is the subject.
FRONTED = re.compile(r"\s*(?:Prior to|Before|After|Following|Ahead of|During) [^,.;]{3,90},\s")
THE_DELEGATIONS = re.compile(r"\b[Tt]he (?:[A-Z]\w+ )?(?:delegation|guests?)\b")
GUESTS = re.compile(r"(?i)the (?:guests?|visitors?|delegation)")
THE_DELEGATION = re.compile(r"\s*(?:with )?(?:the|his|her|their) (?:\w+ )?(?:delegation|guests?|visitors?)\b")


def _add_guests_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """ "Met with the delegation": the other side of the engagement told last."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    last = next((f for f in reversed(reader.frames) if any(persons[n].party != home for n in f.people)), None)
    for number in last.people if last else ():
        if persons[number].party != home:
            frame.add_person(number, "principal", support)


def _met_somebody(
    reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, partners: list[PersonMention], after: Zone, match: TriggerMatch
) -> bool:
    """ "Met" without "with" needs somebody after it, or several before it: else challenges and criteria are met."""
    if not partners and match.verb == "meet" and marks.text[: match.start].endswith("to "):
        # "To meet Ukraine's needs".
        return False
    if partners or parties_in(marks, after, partners) or len(frame.people) >= 2 or len(frame.parties) >= 2:
        return True
    group = re.compile(r"(?i)\b(?:ministers|leaders|sides|delegations|presidents|they|both|committee|commission|group|chiefs)\b")
    return group.search(marks.text, sentence.start, match.start) is not None


def _object_follows(reader: Reader, marks: Marks, match: TriggerMatch, right: int, partners: list[PersonMention]) -> bool:
    """Whether a person, office or delegation follows at once; "called on X to ..." is a demand."""
    text = marks.text
    if match.trigger.name == "called_on" and match.verb.startswith("call"):
        follow = text[match.end : match.end + 200].split(". ")[0]
        if DEMAND.search(follow) and not re.search(r"\b(?:ministry|palace|office|today|headquarters|on \d|on [A-Z])\b", follow):
            return False
    gap_limit = match.end + 28
    owner = next((m for m in people_in(marks, Zone("body", match.end, right), owners=True) if m.form == "named"), None)
    if owner is not None and full_start(owner) <= gap_limit and owner not in partners:
        return False
    if partners and full_start(partners[0]) <= gap_limit:
        return not re.match(r"\s*(?:to the|as)\b", text[partners[0].end : right]) or match.trigger.name != "phoned"
    return match.trigger.name != "phoned" and DELEGATION.match(text, match.end, right) is not None


def _fill_subject(
    reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone, matches: list[TriggerMatch], index: int
) -> None:
    """Who acts: the people and parties before the trigger, else whom a pronoun or the sentence means."""
    text = marks.text
    people = people_in(marks, zone, owners=frame.shape in {"between", "trip", "again", "event", "partners", "act"})
    if index > 0:
        earlier = matches[index - 1]
        if earlier.start > zone.start and earlier.trigger.shape != "again":
            people = [m for m in people if m.start >= earlier.end] or people
    people = [m for m in people if m.person_no is not None or m.party]
    if not people and WHO.search(text, sentence.start, zone.start):
        # "General X, who is on a visit to ...": the visitor stands right before "who".
        people = [m for m in people_in(marks, Zone(sentence.part, sentence.start, zone.start), owners=False) if m.person_no is not None][
            -1:
        ]
    said = SAID_THAT.search(text, zone.start, zone.end)
    is_next = frame.status == "scheduled" and NEXT_OCCASION.search(text, sentence.start, sentence.end) is not None
    if said and (is_next or any(m.start >= said.end() for m in people)):
        people = [m for m in people if m.start >= said.end()]
    parties = parties_in(marks, zone, people)
    _add_people(reader, frame, people, sentence, "principal")
    _add_leading_pronoun(reader, frame, marks, sentence, zone)
    frame.subjects = list(frame.people)
    for code, support in parties:
        frame.add_party(code, support)
    if people or parties or is_next:
        # Who will come to a next occasion is not said by who tells of it.
        return
    told = next((f for f in reversed(reader.frames) if f.sentence.index == sentence.index and f.shape != "again"), None)
    if (
        told is not None
        and told.subjects
        and told.trigger.part == sentence.part
        and frame.shape in {"partners", "object", "act"}
        and index > 0
    ):
        # "He called on the minister and held discussions with the general": the same subject.
        for number in told.subjects:
            frame.add_person(
                number, "principal", Support(sentence.part, told.trigger.start, told.trigger.end, "participants.same_subject", "context")
            )
        frame.subjects = list(frame.people)
        return
    fronted = FRONTED.match(text, sentence.start, zone.end)
    opening = fronted.end() if fronted else sentence.start
    lead = [
        m
        for m in people_in(marks, Zone(sentence.part, opening, zone.end), owners=False)
        if m.person_no is not None and m.person_no not in reader.excluded
    ]
    pronoun = reader.patterns.words["pronouns"].search(text, opening, zone.end)
    support = Support(sentence.part, frame.trigger.start, frame.trigger.end, "participants.pronoun", "context")
    if lead and frame.shape != "again":
        _add_people(reader, frame, lead[:1], sentence, "principal")
    elif pronoun and pronoun.group().lower() in {"he", "she", "him", "her"}:
        pronoun_support = Support(sentence.part, pronoun.start(), pronoun.end(), "participants.pronoun", "context")
        for number in reader.subjects[:1]:
            frame.add_person(number, "principal", pronoun_support)
    elif pronoun and GUESTS.fullmatch(pronoun.group()):
        _add_guests_of_last(reader, frame, Support(sentence.part, pronoun.start(), pronoun.end(), "participants.delegation", "context"))
    elif pronoun:
        _add_all_of_last(reader, frame, Support(sentence.part, pronoun.start(), pronoun.end(), "participants.group", "context"))
    elif frame.shape == "act" and THE_DELEGATIONS.search(text, sentence.start, zone.end):
        _add_guests_of_last(reader, frame, Support(sentence.part, sentence.start, zone.end, "participants.delegation", "context"))
    elif frame.shape in {"travel", "trip"} and (led_by := parties_in(marks, Zone(sentence.part, sentence.start, zone.end), [])):
        # "The Japanese ships, which reached the port on a goodwill visit": the sentence's own subject is a state's force.
        frame.add_party(*led_by[0])
    elif (
        frame.shape in {"travel", "partners", "object"}
        or (frame.shape == "trip" and frame.status != "held" and not frame.trigger.rule.endswith("visit_of"))
    ) and (_about(reader) or reader.subjects):
        for number in (_about(reader) or reader.subjects)[:1]:
            frame.add_person(number, "principal", support)
    frame.subjects = list(frame.people)


def _add_leading_pronoun(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, zone: Zone) -> None:
    """ "Where he and Chile's undersecretary co-chaired ...": the sentence's own subject is one of them."""
    match = re.compile(
        r"\s*(he|she|the (?:general|admiral|minister|secretary|president|commander|chairman|ambassador|director|envoy))\b(?=\s+and\b)"
    ).match(marks.text, zone.start, zone.end)
    if match is None:
        return
    before = [
        m.person_no for m in people_in(marks, Zone(sentence.part, sentence.start, zone.start), owners=False) if m.person_no is not None
    ]
    for number in (before or reader.subjects)[:1]:
        if number not in reader.excluded:
            frame.add_person(number, "principal", Support(sentence.part, match.start(1), match.end(1), "participants.pronoun", "context"))


# "Hosted a dinner for both delegations".
BOTH_DELEGATIONS = re.compile(
    r"\s+(?:for|with|of|attended by|joined by) (?:both|the two|all|the visiting) (?:delegations?|sides|teams|parties|ministers|guests?)\b"
)


def _add_parties_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """The parties of the engagement told last between two of them."""
    persons = reader.mentions.people.persons
    for last in reversed(reader.frames):
        codes = {persons[n].party for n in last.people} | set(last.parties)
        if len(codes - {None}) > 1:
            for code in sorted(code for code in codes if code):
                frame.add_party(code, support)
            return


def _add_all_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """ "The two leaders": all who took part in the engagement told last."""
    persons = reader.mentions.people.persons
    last = next((f for f in reversed(reader.frames) if len({persons[n].party for n in f.people} | set(f.parties)) > 1), None)
    if last is None:
        return
    for number in last.people:
        frame.add_person(number, "principal", support)
    for code in last.parties:
        frame.add_party(code, support)


def _add_people(reader: Reader, frame: Frame, people: list[PersonMention], sentence: Sentence, role: str) -> None:
    for mention in people:
        if mention.person_no is not None:
            if mention.person_no not in reader.excluded:
                support = person_support(sentence.part, mention, f"participants.{frame.trigger.rule.split('.')[-1]}")
                frame.add_person(mention.person_no, "principal", support)
        elif mention.party:
            low, high = mention.party_span or (mention.start, mention.end)
            frame.add_party(mention.party, Support(sentence.part, low, high, "parties.office"))


def _remote(reader: Reader, frame: Frame, marks: Marks, left: int, right: int, sentence: Sentence) -> None:
    """By video or phone, where the clause says so."""
    words = reader.patterns.words
    if frame.shape == "again":
        return
    video = words["video"].search(marks.text, left, right)
    phone = words["phone"].search(marks.text, left, right)
    if video:
        frame.mode = "video"
        frame.support["mode"] = Support(sentence.part, video.start(), video.end(), "mode.video")
        if frame.trigger.rule.endswith("spoke_with"):
            frame.kind = "call"
    elif phone and frame.kind in {"call", "meeting"}:
        frame.kind, frame.mode = "call", "phone"
        frame.support["mode"] = Support(sentence.part, phone.start(), phone.end(), "mode.phone")


# A date dates "the meeting" within so many code points after it.
NEAR_ANAPHOR = 60
# "Met at the Shangri-La Dialogue in Singapore in June": date and place are those of both.
AT_EVENT = re.compile(r"\b(?:at|during|of|alongside)\s+(?:the\s+)?(?:\w+\s+)?$")


def _window(sentence: Sentence, left: int, right: int, matches: list[TriggerMatch], index: int, marks: Marks) -> tuple[int, int]:
    """Where a frame's date and place may stand: the whole sentence for a lone trigger, else up to the neighbours."""
    strong = [m for m in matches if m.trigger.shape != "again"]
    if len(strong) <= 1:
        return sentence.start, sentence.end
    low = sentence.start if index == 0 else max(sentence.start, min(left, matches[index].start))
    if index > 0:
        low = max(low, matches[index - 1].end)
    high = sentence.end
    if index + 1 < len(matches):
        following = matches[index + 1].start
        if matches[index + 1].trigger.shape == "event" and AT_EVENT.search(marks.text, matches[index].end, following):
            return low, sentence.end
        high = right if matches[index].end <= right <= following else following
        high = max(high, right if right <= following else following)
    return low, high


def _date(
    reader: Reader,
    frame: Frame,
    marks: Marks,
    sentence: Sentence,
    left: int,
    match: TriggerMatch,
    right: int,
    matches: list[TriggerMatch],
    index: int,
) -> None:
    low, high = _window(sentence, left, right, matches, index, marks)
    mention = nearest_date(marks, match.start, match.end, low, high)
    if (
        mention is not None
        and frame.shape == "again"
        and (mention.start > match.end + NEAR_ANAPHOR or (reader.frames and mention.end < match.start - NEAR_ANAPHOR))
    ):
        return
    if mention is None and low > sentence.start and index > 0 and frame.status == "held":
        mention = nearest_date(marks, match.start, match.end, sentence.start, high) if matches[0].start == match.start else None
    _set_date(reader, frame, sentence, mention)


def _anchor(reader: Reader) -> dt.date | None:
    """The day told last, which "the next day" counts from."""
    for frame in reversed(reader.frames):
        if frame.date and len(frame.date.start) == 10:
            return dt.date.fromisoformat(frame.date.start)
    return None


def _place(reader: Reader, frame: Frame, sentence: Sentence, left: int, right: int, matches: list[TriggerMatch], index: int) -> None:
    if frame.mode in {"phone", "video"}:
        return
    marks = reader.mentions.marks(sentence.part)
    low, high = _window(sentence, left, right, matches, index, marks)
    frame.places = place_of(reader.mentions, Zone(sentence.part, low, high))


def _split(reader: Reader, frame: Frame, partners: list[PersonMention]) -> list[Frame]:
    """ "Met separately with X and Y": one frame for each counterpart."""
    subjects = set(frame.subjects)
    if frame.shape == "between":
        home = reader.mentions.document.publisher_party
        subjects |= {number for number in frame.people if home and reader.mentions.people.persons[number].party == home}
    groups: dict[str | int, list[PersonMention]] = {}
    persons = reader.mentions.people.persons
    for mention in partners:
        if mention.person_no in subjects or mention.person_no in reader.excluded:
            continue
        party = persons[mention.person_no].party if mention.person_no is not None else mention.party
        groups.setdefault(party or (mention.person_no if mention.person_no is not None else mention.start), []).append(mention)
    if len(groups) < 2:
        return [frame]
    frames = []
    for key, members in groups.items():
        numbers = {m.person_no for m in members}
        part = Frame(
            frame.kind,
            frame.mode,
            frame.status,
            Support(frame.trigger.part, frame.trigger.start, full_end(members[-1]), frame.trigger.rule),
            frame.sentence,
            frame.shape,
            subjects=list(frame.subjects),
            date=frame.date,
            date_support=list(frame.date_support),
            date_text=frame.date_text,
            places=dict(frame.places),
            support=dict(frame.support),
            sentences=list(frame.sentences),
            is_separate=True,
        )
        for number, (role, supports) in frame.people.items():
            if number in subjects or number in numbers:
                part.people[number] = (role, list(supports))
        for code, rows in frame.parties.items():
            if code == key or not any(code == other for other in groups):
                part.parties[code] = list(rows)
        frames.append(part)
    return frames


def _visits(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, left: int, match: TriggerMatch, right: int) -> list[Frame]:
    """One frame per country visited, each with the dates and the city nearest to it."""
    text = marks.text
    after = Zone(sentence.part, match.end - (3 if frame.shape == "travel" else 4), right)
    hosts = people_in(marks, Zone(sentence.part, match.end, right), owners=True)
    if frame.shape == "trip":
        by = re.match(r".{0,12}?\b(?:by|of)\b", text[match.start : right])
        if by and not hosts:
            # "The visit by Vice President X to Paris": the traveller stands within the words of the trip.
            hosts = people_in(marks, Zone(sentence.part, match.start, match.end), owners=True)
        if by or match.trigger.name == "visit_of":
            _add_people(reader, frame, hosts, sentence, "principal")
            if not frame.people and GUESTS_NAMED_BY_STATE.match(text, match.end):
                _add_guests_of_last(reader, frame, Support(sentence.part, match.start, match.end, "participants.delegation", "context"))
            frame.subjects = list(frame.people)
        for code, support in parties_in(marks, Zone(sentence.part, left, right), hosts):
            frame.add_party(code, support)
    named = [host for host in hosts if host.form == "named"]
    if match.trigger.name == "visit_of" and named:
        after = Zone(sentence.part, full_end(named[0]), right)
    stops = _stops(marks, after, match)
    for country, *_ in stops:
        # "Visit to Japan and Vietnam": neither is a party of the visit to the other.
        frame.parties.pop(country, None)
    if not stops:
        low, high = sentence.start, sentence.end
        mention = nearest_date(marks, match.start, match.end, low, high)
        _set_date(reader, frame, sentence, nearest_date(marks, match.start, match.end, left, right) or mention)
        _span_of_days(frame, marks, sentence)
        _begin_and_end(reader, frame, marks, sentence)
        for mention_ in hosts:
            if mention_.party and mention_.person_no not in frame.people:
                frame.add_party(mention_.party, Support(sentence.part, mention_.start, mention_.end, "parties.host"))
        return [frame] if frame.shape != "travel" or frame.parties else []
    frames = []
    for number, (country, low, high) in enumerate(stops):
        visit = Frame(
            "visit",
            frame.mode,
            frame.status,
            frame.trigger if number == 0 else Support(sentence.part, frame.trigger.start, high, frame.trigger.rule),
            sentence,
            frame.shape,
            subjects=list(frame.subjects),
            people=dict(frame.people),
            parties=dict(frame.parties),
            sentences=[sentence.index],
        )
        begin = match.start if number == 0 else max(match.end, low - 1)
        visit.places = place_of(reader.mentions, Zone(sentence.part, begin, high), travel=True)
        visit.places.setdefault("country", (country, Support(sentence.part, low, high, "places.destination", "derived")))
        visit.add_party(country, Support(sentence.part, low, high, "parties.destination", "derived"))
        limit = stops[number + 1][1] if number + 1 < len(stops) else sentence.end
        _set_date(
            reader,
            visit,
            sentence,
            nearest_date(marks, low, high, low, min(limit, max(right, high)))
            or nearest_date(marks, low, high, left, limit)
            or nearest_date(marks, low, high, sentence.start, sentence.end),
        )
        _span_of_days(visit, marks, sentence)
        _begin_and_end(reader, visit, marks, sentence)
        if match.trigger.name == "returned_from" and visit.date and visit.date.precision == "day":
            # The day of the return is not that of the stops.
            visit.date, visit.date_text, visit.date_support = None, None, []
        frames.append(visit)
    return frames


def _stops(marks: Marks, zone: Zone, match: TriggerMatch) -> list[tuple[str, int, int]]:
    """The countries visited, in text order: (code, start, end) of the words that name each."""
    stops: list[tuple[str, int, int]] = []
    covered = [(full_start(m), full_end(m)) for m in within(marks.people, zone.start, zone.end)]
    for mention in within(marks.places, max(0, zone.start), zone.end):
        if not mention.country or any(low <= mention.start < high for low, high in covered):
            continue
        if POSSESSIVE_AFTER.match(marks.text, mention.end) or ASIDE.search(marks.text, zone.start, mention.start):
            continue
        if not DESTINATION.search(marks.text, max(0, mention.start - 40), mention.start):
            continue
        if stops and stops[-1][0] == mention.country:
            stops[-1] = (mention.country, stops[-1][1], mention.end)
        elif not any(stop[0] == mention.country for stop in stops):
            stops.append((mention.country, mention.start, mention.end))
    return stops


BEGIN = re.compile(r"(?i)\b(?:beg[aiu]ns?|started|starts|opened|opens|kicked off|arriv\w+|since)\b[^.;]{0,24}$")
END = re.compile(r"(?i)\b(?:end(?:s|ed)?|conclud\w+|clos\w+|leaves?|left|departs?|departed|wrapped up|return(?:s|ed)?)\b[^.;]{0,24}$")
LASTING = frozenset({"visit", "exercise", "conference", "dialogue"})


def _begin_and_end(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """ "Began on 6 October", "will end on 24 November": which end of a span a date is; both make the span."""
    if frame.kind not in LASTING or frame.date is None or frame.date.precision != "day":
        return
    for mention in dates_in(marks, sentence.start, sentence.end):
        resolved = mention.resolve(reader.mentions.document.published_on, future=False, anchor=None)
        if resolved is None or resolved.precision != "day":
            continue
        before = marks.text[max(sentence.start, mention.start - 40) : mention.start]
        support = Support(sentence.part, mention.start, mention.end, mention.rule, "derived")
        if END.search(before):
            frame.ends = (resolved.start, support)
        elif BEGIN.search(before):
            frame.begins = (resolved.start, support)


DAYS = {word: number for number, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=2)}
ENDING = re.compile(r"(?i)\b(?:end(?:s|ed)?|conclud\w+|wrapp?\w* up|complet\w+|left|leaves|departed|returned)\b")


def _span_of_days(frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """ "Today ended a three-day visit", "arrived on 30 January on a four-day visit": the days before or after."""
    match = re.compile(r"(?i)\b(\w+)-day\b").search(marks.text, sentence.start, sentence.end)
    if match is None or frame.date is None or frame.date.end or len(frame.date.start) != 10:
        return
    word = match.group(1).lower()
    count = DAYS.get(word) or (int(word) if word.isdigit() else 0)
    if not 2 <= count <= 30:
        return
    day, more = dt.date.fromisoformat(frame.date.start), dt.timedelta(days=count - 1)
    first, last = (day - more, day) if ENDING.search(marks.text, sentence.start, sentence.end) else (day, day + more)
    frame.date = ResolvedDate(first.isoformat(), last.isoformat(), "span", frame.date.basis)
    frame.date_support.append(Support(sentence.part, match.start(), match.end(), "dates.count_of_days", "derived"))


POSSESSIVE_AFTER = re.compile(r"[’']s?\s")
# A destination stands after "to" or "in", after the verb, or in a list with others.
DESTINATION = re.compile(
    r"(?:\b(?:to|in|at|and|port of|visit(?:ed|s|ing)?|tour(?:ed|s|ing)?|from|aboard)|,|\)|\bcalls?|\bvisits?|\bcalled)\s+(?:the\s+|southern\s+|northern\s+|neighbou?ring\s+)?$",
    re.IGNORECASE,
)
ASIDE = re.compile(r"\b(?:from|with|of|for|as|on the|about)\s(?!\w+ \d)")


def _nearest(past: ResolvedDate | None, coming: ResolvedDate | None, published: dt.date) -> ResolvedDate | None:
    """ "The November visit" has no tense: the year that puts it nearest to the publication (GUIDE.md, Dates)."""
    if past is None or coming is None or past.basis != "completed_year":
        return past

    def months(found: ResolvedDate) -> int:
        year, month = int(found.start[:4]), int(found.start[5:7] or 1)
        return abs((year - published.year) * 12 + month - published.month)

    return coming if len(past.start) >= 7 and months(coming) < months(past) else past


def _set_date(reader: Reader, frame: Frame, sentence: Sentence, mention: DateMention | None) -> None:
    """Date a frame; no date, or one that cannot be resolved, leaves it open."""
    if mention is None:
        return
    published, anchor = reader.mentions.document.published_on, _anchor(reader)
    resolved = mention.resolve(published, future=frame.status == "scheduled", anchor=anchor)
    if frame.shape == "trip" and frame.status == "held" and published is not None:
        resolved = _nearest(resolved, mention.resolve(published, future=True, anchor=anchor), published)
    if frame.status == "cancelled" and published is not None:
        # What was called off was to come, unless it is told as past ("had been due to").
        ahead = mention.resolve(published, future=True, anchor=anchor)
        marks = reader.mentions.marks(sentence.part)
        if ahead and not re.compile(r"\bhad been\b|\bat that time\b|\bwas to have\b").search(marks.text, sentence.start, sentence.end):
            resolved = ahead
    if resolved is None:
        return
    frame.date, frame.date_text = resolved, mention.text
    frame.date_support = [
        Support(
            sentence.part,
            mention.start,
            mention.end,
            mention.rule,
            "stated" if resolved.basis == "stated" else "derived",
        )
    ]
