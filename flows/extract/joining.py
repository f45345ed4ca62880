"""Joining: people and parties that a later sentence, a list or a table adds to an occasion."""

from __future__ import annotations

import re

from flows.extract.focus import is_background
from flows.extract.frames import Frame, Support, full_end, full_start, person_support
from flows.extract.implied import SPOKEN_OF, is_spoken_of
from flows.extract.likeness import TALKS, parties_of
from flows.extract.mentions import Mentions, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader
from flows.extract.rosters import read_rosters
from flows.extract.seeking import Sought
from flows.extract.subjects import DISCUSSED


def join_people(reader: Reader, merged: list[Frame], tellers: dict[int, Frame]) -> None:
    """People whom a later sentence adds ("Also taking part were ...") join the occasion told last before it."""
    for sentence, people in reader.joins:
        if IN_ALL.search(reader.mentions.marks(sentence.part).text, sentence.start, sentence.end):
            for frame in merged:
                if frame.kind in TALKS | {"call"} and frame.status == "held" and frame.sentence.index < sentence.index:
                    _join(frame, sentence, people)
            continue
        target = _of_trip(reader, merged, sentence) or _with_side(reader, merged, sentence) or tellers.get(sentence.index)
        if target is None:
            target = _told_before(reader, tellers, sentence)
        if target is None or (target.kind == "call" and not people):
            continue
        # Who was met apart in the same sentence does not join the others.
        apart = {n for f in merged if f.is_separate and f.sentence.index == sentence.index for n in f.people}
        acted = ACTED.search(reader.mentions.marks(sentence.part).text, sentence.start, sentence.end)
        if acted is not None:
            people = [m for m in people if m.start < acted.start()]
        for frame in (target, *_other_stops(merged, target, sentence)):
            _join(frame, sentence, [m for m in people if m.person_no not in apart])
        _join_envoys(reader, target, sentence)


def _other_stops(merged: list[Frame], visit: Frame, sentence: Sentence) -> list[Frame]:
    """ "He traveled to Nigeria and Mauritania. He was joined by X": the other visits that the sentence before told together."""
    if visit.kind != "visit" or visit.sentence.index >= sentence.index:
        return []
    return [f for f in merged if f is not visit and f.kind == "visit" and f.sentence == visit.sentence and f.subjects == visit.subjects]


# "Minister X gave an update on his meeting with Y": X was there, not Y.
ACTED = re.compile(r"\b(?:(?:provided|gave) an update|briefed|addressed|delivered)\b")
ENVOYS = re.compile(
    r"\b(?:[Tt]he )?(?:[Aa]mbassadors|[Dd]eleg\w+|[Rr]epresentatives|[Oo]fficials|[Oo]bservers|[Oo]fficers|(?:[Dd]efen[cs]e )?(?:[Cc]hiefs|[Mm]inisters)) (?:of|from) (?P<list>[^.;]{3,200}?) (?:also|were|was|attended|took part|participated|joined)\b"
)


def _join_envoys(reader: Reader, frame: Frame, sentence: Sentence) -> None:
    """ "The Ambassadors of Denmark, France and Spain also attended": their states took part."""
    marks = reader.mentions.marks(sentence.part)
    match = ENVOYS.search(marks.text, sentence.start, sentence.end)
    for mention in within(marks.parties, match.start("list"), match.end("list")) if match else ():
        frame.add_party(mention.code, Support(sentence.part, mention.start, mention.end, "parties.joined"))


ON_TRIP = re.compile(
    r"(?i)^\s*(?:he|she|the (?:minister|secretary|president|commissioner|general|admiral)|[A-Z][\w. ]{2,40}) (?:was|is|will be|were) accompanied by\b"
)


def _of_trip(reader: Reader, merged: list[Frame], sentence: Sentence) -> Frame | None:
    """ "He was accompanied by X" at the end of a trip readout: on the trip."""
    marks = reader.mentions.marks(sentence.part)
    if not ON_TRIP.search(marks.text[sentence.start : sentence.end]):
        return None
    trips = [f for f in merged if f.kind == "visit" and f.status == "held" and f.people and len(parties_of(reader.mentions, f)) > 1]
    if len(trips) != 1:
        return None
    first = next((m.person_no for m in within(marks.people, sentence.start, sentence.end) if m.person_no is not None), None)
    leads = first in trips[0].subjects and sentence.opens_block and trips[0].sentence.block_no != sentence.block_no
    told_last = any(f.sentence.index >= sentence.index - 1 for f in merged if f.kind != "visit")
    return trips[0] if leads or not told_last else None


WITH_SIDE = re.compile(
    r"\b(?:meeting|talks|call|discussions?) with the (?=[A-Z])[\w.’' -]{2,40}? (?:side|delegation|minister|counterpart)\b"
)


def _with_side(reader: Reader, merged: list[Frame], sentence: Sentence) -> Frame | None:
    """ "Was also present in the meeting with the Indonesian side": the meeting with that state."""
    marks = reader.mentions.marks(sentence.part)
    match = WITH_SIDE.search(marks.text, sentence.start, sentence.end)
    codes = {mention.code for mention in within(marks.parties, match.start(), match.end())} if match else set()
    return next((frame for frame in merged if frame.kind in TALKS | {"call"} and codes & parties_of(reader.mentions, frame)), None)


def _told_before(reader: Reader, tellers: dict[int, Frame], sentence: Sentence) -> Frame | None:
    """The occasion told last before a sentence; "also present were" means one that was held, no earlier one told in passing."""
    earlier = sorted((index for index in tellers if index < sentence.index), reverse=True)
    earlier = [index for index in earlier if not is_background(reader, tellers[index])] or earlier
    held = [index for index in earlier if tellers[index].status == "held" and tellers[index].kind in TALKS | {"call"}]
    if not held:
        return tellers[earlier[0]] if earlier else None
    last = tellers[earlier[0]]
    elsewhere = last.sentence.block_no != sentence.block_no
    if (
        last.status != "held"
        or last.trigger.rule.endswith("honours")
        or last.kind in {"visit", "exercise"}
        or (last.kind == "ceremony" and elsewhere)
    ):
        return tellers[held[0]]
    return last


WE = Sought(r"\b[Ww]e,? [—–-]|\b[Ww]e, the\b")


def join_signatories(mentions: Mentions, merged: list[Frame]) -> None:
    """ "We — President X of A, Chancellor Y of B — ...": those who issue a joint statement took part in what it reports."""
    if mentions.document.release_type != "joint_statement" or not merged:
        return
    _join_authors(mentions, merged[0])
    for sentence in mentions.sentences:
        match = WE.search(mentions.marks(sentence.part), sentence.start, sentence.end)
        if match is not None:
            people = within(mentions.marks(sentence.part).people, match.end(), sentence.end)
            _join(merged[0], sentence, [m for m in people if m.form == "named" and m.offices])


# What may stand on a line beside the author whom it names: honorifics, ranks, bullets.
BESIDE_AUTHOR = re.compile(
    r"(?:(?:the|by|and|mr|mrs|ms|dr|hon|h\.?e|his|her|excellency|honou?rable|rt|right|senator|minister|sir|dame)\b|\W)*", re.IGNORECASE
)


def _join_authors(mentions: Mentions, main: Frame) -> None:
    """A joint statement's authors, each on a line of its own with an office, where they speak for two parties: they took part in what it reports."""
    authors: list[tuple[Sentence, PersonMention]] = []
    for sentence in mentions.sentences:
        people = (
            [m for m in within(mentions.body.people, sentence.start, sentence.end) if m.form == "named"] if sentence.part == "body" else []
        )
        if len(people) != 1 or not people[0].offices:
            continue
        text = mentions.body.text
        around = text[sentence.start : full_start(people[0])], text[full_end(people[0]) : sentence.end]
        if all(BESIDE_AUTHOR.fullmatch(words) for words in around):
            authors.append((sentence, people[0]))
    parties = {mentions.people.persons[m.person_no].party for _, m in authors if m.person_no is not None}
    if len(parties - {None}) > 1:
        for sentence, author in authors:
            _join(main, sentence, [author])


NATIONS = re.compile(
    r"(?i)(?:participating |contributing )?(?:nations?|countr(?:y|ies)|participants?|all(?:y|ies)|states?|forces?|nav(?:y|ies))"
)


def nations_of_table(mentions: Mentions, merged: list[Frame]) -> None:
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


def hosts_of_ceremonies(merged: list[Frame]) -> None:
    """A guest's wreath at a place of the state that he visits is laid with the host: that state is a party."""
    for frame in merged:
        country, support = frame.places.get("country", (None, None))
        if frame.kind != "ceremony" or country is None or support is None or not frame.people:
            continue
        if any(f.kind == "visit" and f.places.get("country", ("",))[0] == country and set(f.people) & set(frame.people) for f in merged):
            frame.add_party(country, support._replace(rule="parties.host_state", basis="derived"))


ROSTERED = frozenset({"dialogue", "meeting", "conference", "signing"})


def people_of_rosters(mentions: Mentions, merged: list[Frame]) -> None:
    """Those whom a table lists by side or by row took part in the first talks told before it that their side was at."""
    talks = [f for f in merged if f.kind in ROSTERED and f.status != "cancelled" and not f.is_next]
    for entry in read_rosters(mentions.document, mentions.body.parties):
        people = [
            m for m in within(mentions.body.people, entry.cell.start, entry.cell.end) if m.form == "named" and m.person_no is not None
        ]
        before = [f for f in talks if f.trigger.part == "title" or f.trigger.start < entry.cell.start]
        if not people or not before or people[0].person_no is None:
            continue
        frame = next((f for f in before if people[0].party in f.parties), before[0])
        frame.add_person(people[0].person_no, "accompanying", person_support("body", people[0], "participants.roster"))


MEMBERS = re.compile(
    r"(?i)\W*(?:(?:the )?(?:other )?members of (?:the |its |his |her )?(?:[\w.’'-]+ ){0,3}delegation(?: (?:are|include|were|included))?|"
    r"(?:the )?(?:[\w.’'-]+ ){0,3}delegation (?:also )?(?:includes|included|comprises|comprised|consists of|consisted of))\s*:?\W*"
)
# Code points of a line before the name that it is about: "The Honorable", "Lieutenant General".
BEFORE_NAME = 60


def members_of_lists(mentions: Mentions, merged: list[Frame]) -> None:
    """ "Members of the Presidential Delegation:" and a name at the head of each line after it: those who went along."""
    if "delegation" not in mentions.body.hints.lowered:
        return
    leads = [n for n, b in enumerate(mentions.document.blocks) if MEMBERS.fullmatch(mentions.document.text, b.start, b.end)]
    for lead in leads:
        blocks = mentions.document.blocks
        before = [f for f in merged if f.status != "cancelled" and (f.trigger.part == "title" or f.trigger.start < blocks[lead].start)]
        target = next((f for f in before if f.kind in ROSTERED | {"visit", "ceremony"}), None)
        for block in blocks[lead + 1 :]:
            named = next((m for m in within(mentions.body.people, block.start, block.end) if m.form == "named"), None)
            if target is None or named is None or named.person_no is None or named.start - block.start > BEFORE_NAME:
                break
            target.add_person(named.person_no, "accompanying", person_support("body", named, "participants.members_list"))


# Code points between a group and the words that tell what it did.
SUBJECT_REACH = 40
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# "The leaders of the two countries", "the ministers of the Nordic states": not those who met before.
GROUP_OF = re.compile(r"\s+(?:of|from)\b")
GROUP = Sought(
    r"\b(?:[Tt]he |[Bb]oth |[Aa]ll )+(?P<count>two|three|four|five|six)?\s*(?P<of>[A-Z][\w-]+ )?"
    r"(?:[Mm]inisters|[Ll]eaders|[Ss]ecretaries|[Pp]residents|[Gg]enerals|[Cc]hiefs|[Oo]fficials|[Cc]ounterparts)\b"
)


def groups_of_main(mentions: Mentions, merged: list[Frame]) -> None:
    """ "The four Ministers had a working dinner", "the two Japanese Ministers called on X": those of the engagement told before.

    Only where their number is the one said: a group of another size is somebody else.
    """
    persons = mentions.people.persons
    for place, frame in enumerate(merged[1:], 1):
        if frame.trigger.part != "body" or frame.status == "cancelled":
            continue
        marks = mentions.body
        match = GROUP.search(marks, frame.sentence.start, frame.trigger.start)
        if match is None or frame.trigger.start - match.end() > SUBJECT_REACH or GROUP_OF.match(marks.text, match.end()):
            continue
        aside = (is_spoken_of(frame) or frame.shape == "trip") and SPOKEN_OF.search(marks.text, match.end(), frame.trigger.start)
        if aside or DISCUSSED.search(marks.text, match.end(), frame.trigger.start):
            # "The two leaders reviewed the agreement signed in March": they did not sign it now.
            continue
        side = next((p.code for p in within(marks.parties, match.start(), match.end())), None)
        if match["of"] and side is None:
            continue
        # "The leaders" of a call's readout are those who called, whomever else they spoke of.
        before = merged[0] if merged[0].kind == "call" else max(merged[:place], key=lambda f: len(f.people))
        people = [n for n in before.people if side is None or persons[n].party == side]
        count = NUMBERS[match["count"]] if match["count"] else 2
        if len(people) != count:
            continue
        for number in people:
            frame.add_person(number, "principal", Support("body", match.start(), match.end(), "participants.group", "context"))


# "In all the meetings", "in both engagements".
IN_ALL = re.compile(
    r"(?i)\b(?:all|both|each) (?:of )?(?:the |these )?(?:\w+ )?(?:meetings?|engagements?|talks|calls)\b|\b(?:joined|attended) (?:the|these) (?:meetings|engagements|calls)\b"
)


def _join(frame: Frame, sentence: Sentence, people: list[PersonMention]) -> None:
    for mention in people:
        if mention.person_no is not None:
            frame.add_person(mention.person_no, "accompanying", person_support(sentence.part, mention, "participants.joined"))
