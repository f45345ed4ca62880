"""Assembly: frames of one occasion become one report; context fills what a frame left open."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from flows.extract.dates import DateMention, ResolvedDate
from flows.extract.frames import Frame, Support, Zone, dates_in, person_support, place_of
from flows.extract.mentions import Mentions, Sentence, within
from flows.extract.people import PersonMention
from flows.extract.reading import Reader
from schemas.vocabulary import ORGANISATIONS

# Kinds that a release uses for one occasion by turns: "the dialogue", "the meeting", "the talks".
TALKS = frozenset({"meeting", "dialogue", "conference", "signing"})
WEIGHT = {
    "dialogue": 5,
    "conference": 5,
    "exercise": 5,
    "signing": 2,
    "call": 4,
    "meeting": 3,
    "visit": 3,
    "ceremony": 1,
}


def assemble(reader: Reader) -> list[Frame]:
    """One frame per occasion, in text order, with focus, joined people, dates and places from context."""
    mentions = reader.mentions
    merged: list[Frame] = []
    tellers: dict[int, Frame] = {}
    sums = [frame for frame in reader.frames if frame.is_sum]
    for frame in reader.frames:
        if frame.is_sum:
            continue
        home = _match(mentions, merged, frame)
        if frame.shape == "again":
            target = home or _last_of(merged, frame)
            if target is None and len(frame.parties) >= 2 and not merged:
                # "The leaders of ... released this statement following their call": told in no other words.
                merged.append(frame)
                tellers[frame.sentence.index] = frame
            if target is not None:
                _absorb(mentions, target, frame)
                tellers.setdefault(frame.sentence.index, target)
            continue
        if home is None:
            merged.append(frame)
        else:
            _absorb(mentions, home, frame)
        told = tellers.get(frame.sentence.index)
        if told is None or told.kind not in TALKS | {"call"} or frame.kind in TALKS - {"conference"}:
            tellers[frame.sentence.index] = home or frame
    for frame in merged:
        _status_by_date(mentions, frame)
    _join_people(reader, merged, tellers)
    _nations_of_table(mentions, merged)
    _join_signatories(mentions, merged)
    for frame in merged:
        _span_of(frame)
        _status_by_date(mentions, frame)
        _parties_of_main(mentions, merged, frame)
    talked = {n for f in merged if f.kind in TALKS and f.status == "held" and len(f.people) > 1 for n in f.people}
    merged = [f for f in merged if not (f.trigger.rule.endswith("honours") and f.people and set(f.people) <= talked)]
    kept: list[Frame] = []
    for frame in merged:
        (kept if _is_engagement(reader, frame) else reader.unbelieved).append(frame)
    for frame in kept:
        if frame.date is None or not frame.places:
            _date_from_heading(mentions, frame)
    _stops_of_trip(mentions, kept)
    _announced_visit(kept)
    _set_focus(reader, kept)
    _signing_within_meeting(mentions, kept)
    _fill_from_context(mentions, kept, sums)
    _kind_by_parties(kept)
    for frame in kept:
        # A day taken from the context may lie after the publication too.
        _status_by_date(mentions, frame)
    for frame in kept:
        # Forces train in one place, and wherever a place is given people were there (GUIDE.md, `mode`).
        if frame.mode == "unknown" and (frame.places or frame.kind == "exercise"):
            frame.mode = "in_person"
    return kept


# Signings and exercises of earlier years than these are history, not an engagement told in passing.
RECENT_YEARS = 3


def _parties_of_main(mentions: Mentions, merged: list[Frame], frame: Frame) -> None:
    """ "The agreement was signed in Manila in July", "the exercise will be held in August": the two sides of the release."""
    published = mentions.document.published_on
    if frame.kind not in {"signing", "exercise", "dialogue"} or len(_codes(mentions, frame)) > 1 or frame.date is None or published is None:
        return
    if abs(int(frame.date.start[:4]) - published.year) > RECENT_YEARS:
        return
    main = merged[0]
    codes = _codes(mentions, main)
    if main is frame or len(codes) != 2 or not _codes(mentions, frame) <= codes:
        return
    for code in sorted(codes):
        frame.add_party(code, Support(frame.trigger.part, frame.trigger.start, frame.trigger.end, "parties.of_release", "context"))


def _span_of(frame: Frame) -> None:
    """The span from the day something began to the day it ended, told apart in one sentence or two."""
    if frame.begins is None or frame.ends is None or frame.begins[0] >= frame.ends[0]:
        return
    frame.date = ResolvedDate(frame.begins[0], frame.ends[0], "span", frame.date.basis if frame.date else "completed_year")
    frame.date_support = [frame.begins[1], frame.ends[1]]


def _status_by_date(mentions: Mentions, frame: Frame) -> None:
    """What is dated after publication has not been held yet."""
    published = mentions.document.published_on
    if frame.status != "held" or frame.date is None or published is None:
        return
    if frame.date.start > published.isoformat()[: len(frame.date.start)]:
        frame.status = "scheduled"


def _announced_visit(frames: list[Frame]) -> None:
    """An announced visit and the host's welcome are one visit, with the host and the venue (GUIDE.md, One or several)."""
    for visit in [f for f in frames if f.kind == "visit" and (f.status == "scheduled" or f.sentence.part == "title")]:
        for other in list(frames):
            welcome = (
                other.kind == "meeting"
                and other.status == "scheduled"
                and other.trigger.rule.endswith(("received", "met_with", "held_talks"))
            )
            if not welcome or not set(visit.people) & set(other.people) or (visit.date and set(visit.subjects) & set(other.subjects)):
                continue
            if not _dates_agree(visit, other) or set(other.parties) - set(visit.parties):
                continue
            visit.status = "scheduled"
            if visit.date is None:
                visit.date, visit.date_text, visit.date_support = other.date, other.date_text, other.date_support
            for name, value in other.places.items():
                if name not in visit.places or name == "venue":
                    visit.places[name] = value
            _merge_away(frames, visit, other)


def _kind_by_parties(frames: list[Frame]) -> None:
    """A "ministerial" or "summit" of two states is a meeting: a conference takes three (GUIDE.md)."""
    for frame in frames:
        states = [code for code in frame.parties if len(code) == 3]
        if frame.kind == "conference" and len(frame.parties) == 2 and len(states) == 2 and frame.event is not None:
            bilateral = "ministerial" in frame.event.name.lower() or frame.event.name.lower().endswith("meeting")
            if bilateral and len(frame.people) >= 2:
                frame.kind = "meeting"


def _last_of(merged: list[Frame], frame: Frame) -> Frame | None:
    for other in reversed(merged):
        if other.kind == frame.kind or (frame.kind == "meeting" and other.kind in TALKS | {"call"}):
            return other
    return None


def _match(mentions: Mentions, merged: list[Frame], frame: Frame) -> Frame | None:
    """The occasion that a frame tells of again, or None where it opens a new one."""
    best: tuple[int, Frame] | None = None
    for other in merged:
        score = _likeness(mentions, other, frame)
        if score > 0 and (best is None or score >= best[0]):
            best = (score, other)
    return best[1] if best else None


def _likeness(mentions: Mentions, old: Frame, new: Frame) -> int:
    """How likely two frames tell of one occasion: 0 when they can't."""
    if not _kinds_agree(old, new) or not _status_agree(old, new):
        return 0
    if not _dates_agree(old, new) or not _places_agree(old, new):
        return 0
    if new.is_next != old.is_next and new.shape != "again":
        return 0
    if new.is_separate and old.is_separate and old.sentence.index == new.sentence.index:
        return 0
    score = 1
    if old.event and new.event:
        if not _same_event(old, new):
            return 0
        score += 4
    home = mentions.document.publisher_party
    persons = mentions.people.persons
    ours, theirs = set(old.people), set(new.people)
    foreign_old = {n for n in ours if persons[n].party != home}
    foreign_new = {n for n in theirs if persons[n].party != home}
    parties_old, parties_new = _codes(mentions, old), _codes(mentions, new)
    if old.kind == new.kind == "ceremony" and old.trigger.rule != new.trigger.rule and not _in_title(mentions, old):
        # A wreath and a dinner are two ceremonies.
        return 0
    if old.kind == new.kind == "visit":
        if not (ours & theirs) and ours and theirs:
            return 0
        if parties_old and parties_new and not (parties_new <= parties_old or parties_old <= parties_new):
            return 0
        if (
            "venue" in new.places
            and "venue" not in old.places
            and new.trigger.rule.endswith("visited")
            and new.sentence.index != old.sentence.index
        ):
            return 0
        country_old, country_new = old.places.get("country"), new.places.get("country")
        if country_old and country_new and country_old[0] != country_new[0]:
            return 0
        return score + 1
    if foreign_old and foreign_new:
        if not foreign_old & foreign_new:
            return 0
        # The same guest with another host is another occasion.
        hosts_old, hosts_new = ours - foreign_old, theirs - foreign_new
        told_in_body = old.sentence.part == new.sentence.part == "body" and new.shape != "again"
        if told_in_body and hosts_old and hosts_new and not hosts_old & hosts_new:
            return 0
        score += 3
    elif parties_old and parties_new:
        foreign_parties_old, foreign_parties_new = parties_old - {home}, parties_new - {home}
        if foreign_parties_old and foreign_parties_new and not foreign_parties_old & foreign_parties_new:
            return 0
        if foreign_parties_new and not foreign_parties_old and len(parties_old) > 1:
            return 0
        score += 1 if foreign_parties_old & foreign_parties_new else 0
    if ours and theirs and not ours & theirs and not (old.event and new.event):
        return 0 if "title" not in {new.sentence.part, old.sentence.part} and not (foreign_old & foreign_new) else score
    return score + len(ours & theirs)


def _codes(mentions: Mentions, frame: Frame) -> set[str]:
    persons = mentions.people.persons
    return set(frame.parties) | {persons[n].party or "" for n in frame.people} - {""}


def _kinds_agree(old: Frame, new: Frame) -> bool:
    if old.kind == new.kind:
        return True
    pair = {old.kind, new.kind}
    if "signing" in pair and new.shape != "again" and old.sentence.index != new.sentence.index:
        return pair <= TALKS and bool(set(old.people) & set(new.people))
    if (
        new.trigger.rule.endswith(("called_on", "courtesy_call"))
        and pair == {"meeting", "dialogue"}
        and old.sentence.index != new.sentence.index
    ):
        return False
    if pair <= TALKS:
        return True
    if new.shape == "again":
        return new.kind == "meeting" and old.kind in {"call", "dialogue", "conference"}
    if pair != {"meeting", "ceremony"} or old.sentence.index != new.sentence.index:
        return False
    return new.trigger.rule.endswith("honours") or (new.trigger.rule.endswith("meal") and old.trigger.rule.endswith("received"))


def _status_agree(old: Frame, new: Frame) -> bool:
    if old.status == new.status or new.shape == "again":
        return True
    return old.sentence.part == "title" and old.status == "held"


def _dates_agree(old: Frame, new: Frame) -> bool:
    if old.date is None or new.date is None:
        return True
    if (old.begins and new.ends and old.begins[0] < new.ends[0]) or (old.ends and new.begins and new.begins[0] < old.ends[0]):
        return old.kind == new.kind
    short = min(len(old.date.start), len(new.date.start))
    if old.date.start[:short] == new.date.start[:short]:
        return True
    span = (old.date.start, old.date.end or old.date.start)
    other = (new.date.start, new.date.end or new.date.start)
    inside = span[0] <= other[0] <= span[1] or other[0] <= span[0] <= other[1]
    return inside and (old.kind in {"visit", "exercise", "dialogue", "conference"} or new.shape == "again")


def _places_agree(old: Frame, new: Frame) -> bool:
    for name in ("city", "country"):
        if name in old.places and name in new.places and old.places[name][0] != new.places[name][0]:
            return False
    return True


GENERIC = re.compile(r"(?i)\b(?:the|of|and|annual|meeting|session|round|ministerial|exercise|exercises|u\.?s\.?)\b|\W")


def _same_event(old: Frame, new: Frame) -> bool:
    if old.event is None or new.event is None:
        return True
    if old.event.edition_no and new.event.edition_no and old.event.edition_no != new.event.edition_no:
        return False
    a = set(GENERIC.sub(" ", old.event.series).lower().split())
    b = set(GENERIC.sub(" ", new.event.series).lower().split())
    return not a or not b or bool(a & b) or not (old.event.is_named and new.event.is_named)


def _absorb(mentions: Mentions, old: Frame, new: Frame) -> None:
    """Let `old` take over what `new` tells."""
    if old.sentence.part == "title" and new.sentence.part == "body" and new.shape != "again":
        _leave_to_others(mentions, old, new)
    for number, (role, supports) in new.people.items():
        for support in supports:
            old.add_person(number, role, support)
    for code, supports in new.parties.items():
        for support in supports:
            old.add_party(code, support)
    if old.sentence.part == "title" and old.status != new.status and new.shape != "again":
        old.status = new.status
    if (
        new.date
        and (old.date is None or _more_precise(new, old))
        and not (
            new.shape == "again"
            and new.sentence.index != old.sentence.index
            and old.sentence.part == "body"
            and new.date.basis == "context"
        )
    ):
        old.date, old.date_text, old.date_support = new.date, new.date_text, new.date_support
    if old.kind != "call" and old.mode not in {"phone", "video"}:
        for name, value in new.places.items():
            old.places.setdefault(name, value)
    if new.event and (old.event is None or (new.event.is_named and not old.event.is_named)):
        old.event = new.event
    weightier = new.shape != "again" and WEIGHT[new.kind] > WEIGHT[old.kind]
    if weightier and old.sentence.part == "title" and "signing" not in {old.kind, new.kind}:
        old.kind = new.kind
    if new.shape == "event" and old.kind == "meeting" and new.kind in {"dialogue", "conference"}:
        old.kind = new.kind
    if new.trigger.rule.endswith("meal") and old.trigger.rule.endswith("received"):
        # "Hosted the general to dinner" is a meal, no talks.
        old.kind = new.kind
    if (new.mode in {"video", "phone"} and old.mode not in {"video", "phone"} and new.shape != "again") or old.mode == "unknown":
        old.mode = new.mode
    old.begins, old.ends = old.begins or new.begins, old.ends or new.ends
    old.support = new.support | old.support
    if old.sentence.part == "title" and new.sentence.part == "body" and new.shape != "again":
        old.trigger, old.sentence, old.shape = new.trigger, new.sentence, new.shape
        old.focus = "primary"
    old.sentences.extend(index for index in new.sentences if index not in old.sentences)


def _leave_to_others(mentions: Mentions, headline: Frame, told: Frame) -> None:
    """ "Minister meets Pakistani army chief, French ambassador": the guests of other states whom the body tells of apart leave the headline's report."""
    persons, home = mentions.people.persons, mentions.document.publisher_party
    guests = {persons[n].party for n in told.people} - {home, None}
    if not guests:
        return
    for number in [n for n in headline.people if n not in told.people and persons[n].party not in guests | {home, None}]:
        del headline.people[number]
    for code in [code for code in headline.parties if code not in guests | set(told.parties) | {home} and len(code) == 3]:
        del headline.parties[code]


def _more_precise(new: Frame, old: Frame) -> bool:
    if new.date is None or old.date is None:
        return new.date is not None
    return len(new.date.start) > len(old.date.start) or (old.sentence.part == "title" and new.sentence.part == "body")


def _join_people(reader: Reader, merged: list[Frame], tellers: dict[int, Frame]) -> None:
    """People whom a later sentence adds ("Also taking part were ...") join the occasion told last before it."""
    for sentence, people in reader.joins:
        if IN_ALL.search(reader.mentions.marks(sentence.part).text, sentence.start, sentence.end):
            for frame in merged:
                if frame.kind in TALKS | {"call"} and frame.status == "held" and frame.sentence.index < sentence.index:
                    _join(frame, sentence, people)
            continue
        target = _of_trip(reader, merged, sentence) or _with_side(reader, merged, sentence) or tellers.get(sentence.index)
        if target is None:
            target = _told_before(tellers, sentence)
        if target is None or (target.kind == "call" and not people):
            continue
        _join(target, sentence, people)


ON_TRIP = re.compile(
    r"(?i)^\s*(?:he|she|the (?:minister|secretary|president|commissioner|general|admiral)|[A-Z][\w. ]{2,40}) (?:was|is|will be|were) accompanied by\b"
)


def _of_trip(reader: Reader, merged: list[Frame], sentence: Sentence) -> Frame | None:
    """ "He was accompanied by X" at the end of a trip readout: on the trip."""
    text = reader.mentions.marks(sentence.part).text[sentence.start : sentence.end]
    if not ON_TRIP.search(text) or any(f.sentence.index >= sentence.index - 1 for f in merged if f.kind != "visit"):
        return None
    trips = [f for f in merged if f.kind == "visit" and f.status == "held" and f.people]
    return trips[0] if len(trips) == 1 else None


WITH_SIDE = re.compile(
    r"\b(?:meeting|talks|call|discussions?) with the (?=[A-Z])[\w.’' -]{2,40}? (?:side|delegation|minister|counterpart)\b"
)


def _with_side(reader: Reader, merged: list[Frame], sentence: Sentence) -> Frame | None:
    """ "Was also present in the meeting with the Indonesian side": the meeting with that state."""
    marks = reader.mentions.marks(sentence.part)
    match = WITH_SIDE.search(marks.text, sentence.start, sentence.end)
    codes = {mention.code for mention in within(marks.parties, match.start(), match.end())} if match else set()
    return next((frame for frame in merged if frame.kind in TALKS | {"call"} and codes & _codes(reader.mentions, frame)), None)


def _told_before(tellers: dict[int, Frame], sentence: Sentence) -> Frame | None:
    """The occasion told last before a sentence; "also present were" means one that was held."""
    earlier = sorted((index for index in tellers if index < sentence.index), reverse=True)
    held = [index for index in earlier if tellers[index].status == "held" and tellers[index].kind in TALKS | {"call"}]
    if held and (tellers[earlier[0]].status != "held" or tellers[earlier[0]].trigger.rule.endswith("honours")):
        return tellers[held[0]]
    return tellers[earlier[0]] if earlier else None


WE = re.compile(r"\b[Ww]e,? [—–-]|\b[Ww]e, the\b")


def _join_signatories(mentions: Mentions, merged: list[Frame]) -> None:
    """ "We — President X of A, Chancellor Y of B — ...": those who issue a joint statement took part in what it reports."""
    if mentions.document.release_type != "joint_statement" or not merged:
        return
    for sentence in mentions.sentences:
        match = WE.search(mentions.marks(sentence.part).text, sentence.start, sentence.end)
        if match is not None:
            people = within(mentions.marks(sentence.part).people, match.end(), sentence.end)
            _join(merged[0], sentence, [m for m in people if m.form == "named" and m.offices])


NATIONS = re.compile(
    r"(?i)(?:participating |contributing )?(?:nations?|countr(?:y|ies)|participants?|all(?:y|ies)|states?|forces?|nav(?:y|ies))"
)


def _nations_of_table(mentions: Mentions, merged: list[Frame]) -> None:
    """An exercise's table of nations lists its parties."""
    exercise = next((frame for frame in merged if frame.kind == "exercise"), None)
    if exercise is None:
        return
    text = mentions.document.text
    for table in mentions.document.tables:
        first = [cell for cell in table.cells if cell.column_no == 0]
        if not first or not NATIONS.fullmatch(text[first[0].start : first[0].end].strip()):
            continue
        for cell in first[1:]:
            for mention in within(mentions.body.parties, cell.start, cell.end):
                exercise.add_party(mention.code, Support("body", mention.start, mention.end, "parties.table"))


# "In all the meetings", "in both engagements".
IN_ALL = re.compile(r"(?i)\b(?:all|both|each) (?:of )?(?:the |these )?(?:\w+ )?(?:meetings?|engagements?|talks|calls)\b")


def _join(frame: Frame, sentence: Sentence, people: list[PersonMention]) -> None:
    for mention in people:
        if mention.person_no is not None:
            frame.add_person(mention.person_no, "accompanying", person_support(sentence.part, mention, "participants.joined"))


def _is_engagement(reader: Reader, frame: Frame) -> bool:
    """At least two parties, or one that met foreigners; not a purely domestic occasion."""
    mentions = reader.mentions
    _complete_parties(mentions, frame)
    text = mentions.marks(frame.sentence.part).text
    clause = text[frame.sentence.start : frame.sentence.end]
    if frame.is_next and frame.date is None and not frame.places:
        return False
    if frame.shape == "between" and not frame.people and frame.date is None and not frame.places and not _in_title(mentions, frame):
        # "Opening these consultations with the Czech Republic reflects ...": talks as such, no occasion.
        return False
    if len(frame.parties) >= 2:
        return True
    foreign = reader.patterns.words["foreign"].search(clause)
    domestic = reader.patterns.words["domestic"].search(clause)
    if not frame.parties or domestic or not foreign:
        return False
    return bool(frame.kind in {"conference", "meeting"} and frame.people)


def _complete_parties(mentions: Mentions, frame: Frame) -> None:
    """Each participant's party took part; so did the home state of those who act for it."""
    persons = mentions.people.persons
    for number, (_, supports) in frame.people.items():
        party = persons[number].party
        if party:
            frame.add_party(
                party,
                Support(supports[0].part, supports[0].start, supports[0].end, "parties.of_participant", "derived"),
            )
    home = mentions.document.publisher_party
    if (
        len(frame.parties) == 1
        and home
        and home not in frame.parties
        and (frame.shape in {"partners", "object", "between", "act", "event"} or (frame.shape == "trip" and "country" not in frame.places))
    ):
        frame.add_party(home, Support("metadata", *_publisher_span(mentions), "parties.publisher", "context"))


def _publisher_span(mentions: Mentions) -> tuple[int, int]:
    text, name = mentions.document.metadata_text, mentions.document.publisher or ""
    start = text.find(f"publisher: {name}\n")
    return (start + len("publisher: "), start + len("publisher: ") + len(name)) if start >= 0 else (0, 0)


BACKGROUND = re.compile(
    r"(?i)\b(?:last (?:met|spoke|visit|month|year|week)|previous(?:ly)?|recalled|recalling|follows?|following (?:his|her|their|the)|earlier this (?:month|year)|"
    r"prior to this|building on|builds? upon|since (?:his|her|their)|had (?:last )?(?:met|spoken|visited|hosted)|first met|background|in addition|"
    r"it should be recalled|latest trip|recent (?:visit|trip|meeting|call|engagements?))\b"
)


def _set_focus(reader: Reader, frames: list[Frame]) -> None:
    """Primary is what the title or lead names, and what belongs to the same trip or day (GUIDE.md, `focus`)."""
    if not frames:
        return
    document = reader.mentions.document
    lead_blocks = _lead(reader.mentions)
    primaries = [f for f in frames if f.focus == "primary" or f.sentence.part == "title"]
    if not primaries:
        primaries = [f for f in frames if f.sentence.block_no in lead_blocks and not _is_background(reader, f)]
    if not primaries:
        primaries = frames[:1]
    if document.release_type == "schedule":
        primaries = frames
    for frame in primaries:
        frame.focus = "primary"
    main = primaries[0]
    for frame in frames:
        if frame.focus == "primary" or frame.is_next:
            continue
        if frame.status == "scheduled" and _within_trip(frame, primaries):
            frame.focus = "primary"
            continue
        if (frame.sentence.block_no in lead_blocks and frame.sentence.opens_block and not _is_background(reader, frame)) or (
            frame.status == main.status and not _is_background(reader, frame) and _near(frame, main, document.published_on)
        ):
            frame.focus = "primary"


def _within_trip(frame: Frame, primaries: list[Frame]) -> bool:
    """Whether a frame falls within the days of a trip that the release is about."""
    for trip in primaries:
        if trip.kind == "visit" and trip.date and trip.date.end and frame.date and set(trip.people) & set(frame.people):
            return trip.date.start <= frame.date.start <= trip.date.end
    return False


def _lead(mentions: Mentions) -> set[int]:
    """The blocks that open the release: its first two paragraphs that hold a whole sentence."""
    found = [s.block_no for s in mentions.sentences if s.part == "body" and s.kind in {"paragraph", "list_item"} and s.end - s.start > 60]
    ordered = list(dict.fromkeys(found))
    return set(ordered[:1])


def _is_background(reader: Reader, frame: Frame) -> bool:
    text = reader.mentions.marks(frame.sentence.part).text
    return BACKGROUND.search(text, frame.sentence.start, frame.sentence.end) is not None


def _near(frame: Frame, main: Frame, published_on: dt.date | None) -> bool:
    """Whether a frame's date is by day and within the days of the main engagement, a week around it."""
    if (
        main.kind == "visit"
        and frame.kind in TALKS | {"ceremony", "visit"}
        and set(main.people) & set(frame.people)
        and frame.date
        and main.date
    ):
        # Every stop and meeting of a trip readout is primary (GUIDE.md, `focus`).
        length = min(len(frame.date.start), len(main.date.start))
        if main.date.start[:length] <= frame.date.start[:length] <= (main.date.end or main.date.start)[:length]:
            return True
    if frame.date is None:
        return frame.kind != "visit" and main.date is not None and frame.status == "held" and bool(frame.people)
    if len(frame.date.start) < 10:
        return False
    base = main.date.start if main.date and len(main.date.start) == 10 else (published_on.isoformat() if published_on else None)
    if base is None:
        return False
    distance = abs((dt.date.fromisoformat(frame.date.start) - dt.date.fromisoformat(base)).days)
    return distance <= 5


def _in_title(mentions: Mentions, frame: Frame) -> bool:
    """Whether the title names the occasion, be it told at length elsewhere."""
    return any(mentions.sentences[index].part == "title" for index in frame.sentences)


def _signing_within_meeting(mentions: Mentions, frames: list[Frame]) -> None:
    """A signing, a meal or honours within a meeting that is itself reported belong to it."""
    for frame in list(frames):
        if frame.kind not in {"signing", "ceremony"} or _in_title(mentions, frame):
            continue
        hosts = [f for f in frames if f is not frame and f.kind in {"meeting", "dialogue", "conference", "visit"}]
        for host in hosts:
            same_sentence = host.sentence.index == frame.sentence.index
            if (
                frame.kind == "signing"
                and host.kind != "visit"
                and frame.status == host.status
                and _dates_agree(host, frame)
                and (frame.date is None or same_sentence)
                and (frame.focus == "primary" or (not frame.places and set(frame.parties) <= set(host.parties)))
            ):
                _merge_away(frames, host, frame)
                break
            if (
                frame.kind == "ceremony"
                and same_sentence
                and frame.trigger.rule.endswith("honours")
                and host.kind in {"meeting", "dialogue"}
            ):
                _merge_away(frames, host, frame)
                break


def _merge_away(frames: list[Frame], host: Frame, frame: Frame) -> None:
    for number, (role, supports) in frame.people.items():
        for support in supports:
            host.add_person(number, role, support)
    host.sentences.extend(index for index in frame.sentences if index not in host.sentences)
    frames.remove(frame)


def _fill_from_context(mentions: Mentions, frames: list[Frame], sums: list[Frame]) -> None:
    """Date and place of a stop from its section's heading, the sentence before, or the trip."""
    for number, frame in enumerate(frames):
        if frame.date is None and mentions.document.release_type in {"schedule", "transcript"} and frame.focus == "primary":
            _date_of_day(mentions, frame)
        if frame.date is None or not frame.places:
            _from_trip(frames, frame, number)
        if "country" not in frame.places:
            _from_round(frames, sums, frame)
        if "country" not in frame.places:
            _from_host(mentions, frames, frame)
        if frame.date is None and frame.focus == "primary":
            _from_day_before(mentions, frames, frame)


# "In Tokyo (September 15 to 17), ...", "Lomé, Feb. 3–4".
STOP = re.compile(r"\s*(?:In|At|From)?\s*$")


def _stops_of_trip(mentions: Mentions, frames: list[Frame]) -> None:
    """A trip's stops take city and days from the heading, or the words that open a paragraph, of the same country."""
    visits = [f for f in frames if f.kind == "visit" and "country" in f.places and "venue" not in f.places and f.status != "cancelled"]
    countries = [f.places["country"][0] for f in visits]
    if len(set(countries)) < 2:
        return
    marks = mentions.body
    for sentence in mentions.sentences:
        if sentence.part != "body" or not sentence.opens_block:
            continue
        opening = [p for p in within(marks.places, sentence.start, sentence.end) if STOP.fullmatch(marks.text, sentence.start, p.start)]
        city = next((p for p in opening if p.kind == "city"), None)
        if city is None or countries.count(city.country or "") != 1:
            continue
        visit = visits[countries.index(city.country or "")]
        if "city" in visit.places and visit.places["city"][0] != city.name:
            continue
        visit.places["city"] = (city.name, Support("body", city.start, city.end, "places.stop", "context"))
        found = next((d for d in dates_in(marks, city.end, min(sentence.end, city.end + 40))), None)
        resolved = found.resolve(mentions.document.published_on, future=visit.status == "scheduled", anchor=None) if found else None
        if found is None or resolved is None or len(resolved.start) < 10:
            continue
        if visit.date is None or len(visit.date.start) < 10 or resolved.end:
            visit.date, visit.date_text = resolved, found.text
            visit.date_support = [Support("body", found.start, found.end, found.rule, "context")]


def _headings(mentions: Mentions, sentence: Sentence) -> Iterable[tuple[int, int]]:
    """The spans of the headings that a sentence stands under, innermost first."""
    if sentence.part != "body":
        return
    document = mentions.document
    section = document.sections[sentence.section_no] if sentence.section_no < len(document.sections) else None
    while section is not None and section.heading_block_no is not None:
        block = document.blocks[section.heading_block_no]
        yield block.start, block.end
        section = document.sections[section.parent_no] if section.parent_no is not None else None


def _date_from_heading(mentions: Mentions, frame: Frame) -> None:

    for start, end in _headings(mentions, frame.sentence):
        found = dates_in(mentions.body, start, end) if frame.date is None else []
        if found:
            resolved = found[0].resolve(mentions.document.published_on, future=frame.status == "scheduled", anchor=None)
            if resolved:
                frame.date, frame.date_text = resolved, found[0].text
                frame.date_support = [Support("body", found[0].start, found[0].end, found[0].rule, "context")]
        if not frame.places and frame.mode not in {"phone", "video"}:
            places = place_of(mentions, Zone("body", start, end), anywhere=True)
            frame.places = {name: (value, Support(s.part, s.start, s.end, s.rule, "context")) for name, (value, s) in places.items()}
        if frame.date and frame.places:
            return


def _date_of_day(mentions: Mentions, frame: Frame) -> None:
    """A day's schedule and a transcript are dated by their title or their first line."""
    for part, marks in (("title", mentions.title), ("body", mentions.body)):
        for mention in marks.dates[:1]:
            groups = mention.groups
            if len(groups) == 3 and mention.start < 200:
                stamp = DateMention(mention.start, mention.end, mention.text, "dates.month_day", groups)
                resolved = stamp.resolve(mentions.document.published_on, future=False, anchor=None)
                if resolved is not None:
                    frame.date, frame.date_text = resolved, mention.text
                    frame.date_support = [
                        Support("title" if part == "title" else "body", mention.start, mention.end, "dates.day_of_release", "context")
                    ]
                    return


# Words by which a sentence goes on telling the same day.
SAME_DAY = re.compile(
    r"(?i)\b(?:also|then|later|afterwards?|following the (?:meeting|talks|signing|ceremony)|after the (?:meeting|talks|signing|ceremony)|"
    r"on the same day|the same day|separately|in the (?:morning|afternoon|evening)|prior to|before (?:the|his|her) (?:meeting|talks|call)|at the close|first, )\b"
)


def _from_day_before(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """ "She also laid a wreath", "Following the meeting, ...": the day and town of the occasion told just before."""
    text = mentions.marks(frame.sentence.part).text
    if frame.kind in {"visit", "exercise", "conference"} or frame.sentence.part == "title":
        return
    if not SAME_DAY.search(text, frame.sentence.start, frame.sentence.end):
        return
    earlier = [f for f in frames if f is not frame and f.sentence.part == "body" and f.sentence.index <= frame.sentence.index]
    before = max(earlier, key=lambda f: f.sentence.index, default=None)
    if before is None or before.focus != "primary" or before.status != frame.status or before.date is None or before.kind == "visit":
        return
    if before.date.end or len(before.date.start) < 10 or not set(_codes(mentions, before)) & set(_codes(mentions, frame)):
        return
    frame.date, frame.date_text = before.date, before.date_text
    frame.date_support = [Support(s.part, s.start, s.end, s.rule, "context") for s in before.date_support]
    if frame.mode not in {"phone", "video"}:
        for name in ("city", "country"):
            if name in before.places and name not in frame.places and ("country" not in frame.places or name == "country"):
                value, s = before.places[name]
                frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))


def _from_host(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """A foreign guest whom the publisher's own state received, or who is there on a visit, was in that state."""
    home = mentions.document.publisher_party
    if home is None or home in ORGANISATIONS or frame.mode != "in_person" or frame.places or frame.status == "cancelled":
        return
    if any(f.kind == "visit" and f.places.get("country", (home,))[0] != home and f.status == frame.status for f in frames):
        return
    persons = mentions.people.persons
    guests = [n for n in frame.people if persons[n].party not in {home, None}]
    received = frame.shape == "object" and frame.trigger.rule.endswith("received") and any(persons[n].party == home for n in frame.subjects)
    visiting = frame.kind == "visit" and home in frame.parties and len(guests) == len(frame.people) and len(frame.parties) > 1
    visited = any(
        f.kind == "visit" and f is not frame and f.places.get("country", ("",))[0] == home and set(f.parties) == set(frame.parties)
        for f in frames
    )
    if visiting or (guests and (received or (visited and frame.kind in {"meeting", "dialogue", "ceremony"}))):
        frame.places["country"] = (home, Support("metadata", *_publisher_span(mentions), "places.publisher", "context"))


def _from_round(frames: list[Frame], sums: list[Frame], frame: Frame) -> None:
    """Meetings that a release sums up first ("held four meetings in Jakarta on 15 and 16 November") were in that place."""
    if frame.kind not in {"meeting", "ceremony", "dialogue"} or frame.mode in {"phone", "video"} or frame.focus != "primary":
        return
    for other in [*sums, *frames]:
        if (
            other is frame
            or other.kind not in TALKS
            or (other.focus != "primary" and not other.is_sum)
            or other.status != frame.status
            or "city" not in other.places
        ):
            continue
        if not set(other.subjects) & set(frame.people) or other.date is None or frame.date is None:
            continue
        if other.date.start <= frame.date.start <= (other.date.end or other.date.start):
            for name in ("city", "country"):
                if name in other.places:
                    value, s = other.places[name]
                    frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))
            return


def _from_trip(frames: list[Frame], frame: Frame, number: int) -> None:
    """A meeting within a trip takes the trip's dates and place where its own are not told (GUIDE.md, Dates)."""
    if frame.kind in {"call", "exercise", "conference"} or frame.mode in {"phone", "video"} or frame.focus != "primary":
        return
    for trip in frames:
        if trip is frame or trip.kind != "visit" or trip.status != frame.status or trip.focus != "primary":
            continue
        if not set(trip.people) & set(frame.people) or not set(frame.parties) & set(trip.parties):
            continue
        country = trip.places.get("country")
        if country is None or country[0] not in frame.parties:
            continue
        if frame.date is None and trip.date is not None:
            frame.date, frame.date_text = trip.date, trip.date_text
            frame.date_support = [Support(s.part, s.start, s.end, s.rule, "context") for s in trip.date_support]
        if "country" not in frame.places:
            for name in ("city", "country"):
                if name in trip.places:
                    value, s = trip.places[name]
                    frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))
        return
