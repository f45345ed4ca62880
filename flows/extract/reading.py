"""Reading: sentence by sentence, from triggers and events to frames."""

from __future__ import annotations

import itertools
import re

from flows.extract.acting import BETWEEN_TWO, NEXT_OCCASION, fill_subject
from flows.extract.adding import add_all_of_last, add_guests_of_last, add_parties_of_last, add_people
from flows.extract.candidates import BOTH_ATTEND, event_of_acronym, find_candidates
from flows.extract.events import OF_TWO, find_events, verb_pattern
from flows.extract.frames import (
    Frame,
    Support,
    Zone,
    clause,
    dates_in,
    full_end,
    full_start,
    parties_in,
    people_in,
    person_support,
    place_of,
)
from flows.extract.listings import is_sum, read_listing, split_by_counterpart, split_by_state
from flows.extract.mentions import Marks, Mentions, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader, about_whom
from flows.extract.statuses import status_in_clause
from flows.extract.timing import NEAR_ANAPHOR, WHO_WAS_THERE, begin_and_end, date_frame, reach_of_trigger
from flows.extract.travel import visit_frames
from flows.extract.triggers import TriggerMatch, language_patterns


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
    _note_speaker(reader, marks, sentence)
    hinted = marks.hints.within(sentence.start, sentence.end)
    matches = find_candidates(reader, marks, sentence)
    named = [
        m
        for m in people_in(marks, Zone(sentence.part, sentence.start, sentence.end), owners=False)
        if m.person_no is not None and m.person_no not in reader.excluded
    ]
    if sentence.opens_block and SUBJECTS.match(marks.text, sentence.start):
        # A transcript's list of subjects names what is told below.
        return
    for index in range(len(matches)):
        reader.frames.extend(_frames_of(reader, sentence, marks, matches, index))
    if "the following" in hinted or reader.listing is not None or marks.text.endswith("with:", sentence.start, sentence.end):
        read_listing(reader, sentence, marks, len(matches))
    if "joiners" in hinted and reader.patterns.words["joiners"].search(marks.text, sentence.start, sentence.end):
        reader.joins.append((sentence, named))
    if named and sentence.part == "body" and not ("joiners" in hinted and ACCOMPANIED.search(marks.text, sentence.start, sentence.end)):
        _remember_subject(reader, sentence, named)
    elif not named and not reader.subjects and sentence.part == "body" and _opens_with_own_office(reader, sentence, sentence.end):
        reader.subject_party = reader.mentions.document.publisher_party


SUBJECTS = re.compile(r"(?:SUBJECTS?|Subjects?|TOPICS?|Topics?)\s*:")
ASKED = re.compile(r"(?:QUESTION|Question|Q|Reporter|REPORTER|JOURNALIST|Journalist|MODERATOR|Moderator|STAFF|Staff)\s*:")
LABEL = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?:")


def _note_speaker(reader: Reader, marks: Marks, sentence: Sentence) -> None:
    """Who says "I" in a transcript: the one whose name and a colon open the paragraph."""
    if sentence.part != "body" or not sentence.opens_block:
        return
    if ASKED.match(marks.text, sentence.start):
        reader.speaker = None
        return
    first = next(iter(within(marks.people, sentence.start, sentence.end)), None)
    if first is not None and full_start(first) <= sentence.start + 4 and LABEL.match(marks.text, full_end(first)):
        reader.speaker = first.person_no


def _opens_with_own_office(reader: Reader, sentence: Sentence, until: int) -> bool:
    """Whether the sentence begins with an office of the publisher's own that nobody is named for ("The Foreign Secretary spoke to ...")."""
    home = reader.mentions.document.publisher_party
    mentions = within(reader.mentions.body.people, sentence.start, until)
    return bool(mentions) and home is not None and mentions[0].person_no is None and mentions[0].party == home


def _remember_subject(reader: Reader, sentence: Sentence, named: list[PersonMention]) -> None:
    """Whom "he" and "she" of the next sentence mean: the one the release is about, else who opens the sentence."""
    numbers = [mention.person_no for mention in named if mention.person_no is not None]
    if (reader.subjects or reader.subject_party) and OPENED_BY_PRONOUN.match(reader.mentions.body.text, sentence.start, named[0].start):
        return
    if _opens_with_own_office(reader, sentence, named[0].start):
        reader.subjects, reader.subject_party = [], reader.mentions.document.publisher_party
        return
    here = [*itertools.takewhile(lambda frame: frame.sentence.index == sentence.index, reversed(reader.frames))]
    told = next((f for f in reversed(here) if f.shape != "again" and f.subjects), None)
    if told is not None and told.trigger.end <= named[0].start:
        # "There, the chief met with General X": he who met, named before, not whom he met.
        reader.subjects = told.subjects
        return
    about = about_whom(reader)
    leading = [number for number in numbers if number in about[:1]]
    if leading:
        reader.subjects = leading
    elif named[0].start - sentence.start < OPENING or not reader.subjects:
        reader.subjects = numbers[:1]


# Who came along does not become the one whom "he" means.
ACCOMPANIED = re.compile(
    r"\b(?:accompanied|joined|assisted|supported) (?:him|her|them|the (?:Minister|Secretary|President|General|Admiral))\b|\balso (?:present|attended)\b"
)
OPENED_BY_PRONOUN = re.compile(
    r"(?:(?:[^,;:]{0,60}, ){0,3}|(?:In|At|While in) (?:[A-Z][\w-]+ ){1,3})(?:[Hh]e|[Ss]he|[Tt]hey)\b|In (?:his|her) (?:meeting|talks|call)\b"
)


# Code points within which a sentence's subject is named.
OPENING = 90


def _other_side(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, right: int) -> None:
    """ "In talks with X, the minister ...", "The meeting with X covered ...": the side that is not named beside the words."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    if frame.shape != "between" or home is None or not frame.people or any(persons[n].party == home for n in frame.people):
        return
    told = {persons[n].party for n in frame.people} | set(frame.parties)
    if len(told - {None}) > 1 and BETWEEN_TWO.search(marks.text, frame.trigger.start, frame.trigger.end):
        # "The summit meeting between President X and leader Y": theirs, not the publisher's.
        return
    for mention in people_in(marks, Zone(sentence.part, right, sentence.end), owners=False):
        if mention.person_no is not None and persons[mention.person_no].party == home and mention.person_no not in reader.excluded:
            frame.add_person(mention.person_no, "principal", person_support(sentence.part, mention, "participants.main_clause"))
            return
    for number in about_whom(reader)[:1]:
        if persons[number].party == home:
            support = Support(sentence.part, frame.trigger.start, frame.trigger.end, "participants.subject_of_release", "context")
            frame.add_person(number, "principal", support)


def _inherit(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """An announced next occasion of the same sides takes their states, and its kind from the word that names it."""
    match = NEXT_OCCASION.search(marks.text, sentence.start, sentence.end)
    main = next((f for f in reader.frames if len(f.parties) + len(f.people) >= 2 and f.shape != "again"), None)
    if match is None or main is None or frame.status != "scheduled" or frame.shape == "travel":
        return
    support = Support(sentence.part, match.start(), match.end(), "parties.next_occasion", "context")
    persons = reader.mentions.people.persons
    codes = set(main.parties) | {persons[number].party for number in main.people}
    for code in sorted(code for code in codes if code):
        frame.add_party(code, support)
    frame.is_next = True
    if match.group().lower().endswith(("dialogue", "working group", "committee", "commission")) and not frame.people:
        # "The next vice-ministerial dialogue", told by the ministers' meeting.
        frame.kind = "dialogue"
    elif frame.kind in {"meeting", "dialogue", "conference"} and main.kind in {"dialogue", "exercise", "conference"} and not frame.people:
        frame.kind = main.kind


# "With more than 3,600 personnel, including contingents from Canada and the United States".
CONTINGENTS = re.compile(
    r"\b(?:contingents?|forces|troops|personnel|soldiers|sailors|units|participants|ships|aircraft|participation|elements) (?:from|of)\s+(?:the\s+)?"
)
LISTED = re.compile(r"(?:,\s+|,?\s+and\s+)(?:the\s+)?")


def _contingents(frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch) -> None:
    """The states whose forces a sentence about the exercise lists."""
    for listed in CONTINGENTS.finditer(marks.text, match.end, sentence.end):
        at = listed.end()
        for party in within(marks.parties, listed.end(), sentence.end):
            if party.start != at or party.form != "name":
                break
            frame.add_party(party.code, Support(sentence.part, party.start, party.end, "parties.contingents"))
            following = LISTED.match(marks.text, party.end)
            at = following.end() if following else -1


def _of_series(reader: Reader, frame: Frame, match: TriggerMatch) -> None:
    """ "The last edition was held in Pune in 2022": of the series told before, between its states."""
    told = next((f for f in reversed(reader.frames) if f.kind in {"dialogue", "exercise", "conference"} and f.shape != "again"), None)
    if told is None:
        return
    frame.kind = told.kind
    for code in told.parties:
        frame.add_party(code, frame.trigger._replace(rule="parties.of_series", basis="context"))


def _frames_of(reader: Reader, sentence: Sentence, marks: Marks, matches: list[TriggerMatch], index: int) -> list[Frame]:
    match = matches[index]
    left, right = clause(reader.patterns, marks, sentence, match.start, match.end)
    status = status_in_clause(reader, sentence, marks, left, match, right)
    if status is None:
        return []
    lone = sum(m.trigger.shape != "again" for m in matches) == 1 and match.trigger.shape != "again"
    if lone and HAD_TO_BE.search(marks.text, match.end, sentence.end):
        status = "cancelled"
    shape = match.trigger.shape
    if match.trigger.name == "held_talks" and reader.frames and ATTENDED_THE.match(marks.text, match.start):
        return []
    if shape == "again" and verb_pattern("margins").search(marks.text, max(sentence.start, match.start - 30), match.start):
        return []
    if shape == "trip" and reader.frames and IN_WHICH_LIGHT.match(marks.text, match.end, sentence.end):
        return []
    if match.trigger.name == "port_call" and reader.frames and DURING_THE.search(marks.text, sentence.start, match.start):
        return []
    if shape == "trip" and AS_COUNTED.search(marks.text, sentence.start, match.start):
        return []
    if (
        shape == "trip"
        and sentence.part == "body"
        and match.verb in {"visits", "trips", "travels"}
        and VISITS_AS_SUCH.search(marks.text, sentence.start, match.start)
        and not within(marks.dates, sentence.start, sentence.end)
    ):
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
    aside = WHO_WAS_THERE.search(marks.text, sentence.start, match.start) if shape in {"partners", "object"} else None
    subject = Zone(sentence.part, sentence.start, aside.start()) if aside else Zone(sentence.part, left, match.start)
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
    frame.is_sum = is_sum(reader, marks, sentence, match, right)
    if shape == "event" and index > 0 and _is_its_session(marks, matches[index - 1], match):
        return []
    following = matches[index + 1] if index + 1 < len(matches) else None
    if following is not None and _is_its_session(marks, match, following):
        frame.event = next(iter(find_events(marks.text, following.start, following.end, marks.hints)), None)
        frame.kind = "dialogue"
    if shape == "event":
        # Read within its sentence: an organ's name alone is no occasion.
        events = find_events(marks.text, sentence.start, sentence.end, marks.hints)
        frame.event = next((event for event in events if event.start == match.start), None)
        if frame.event is None:
            event_of_acronym(reader, frame, marks.text, match)
        of_two = OF_TWO.search(marks.text, match.start, match.end) is not None
        for code, support in parties_in(marks, Zone(sentence.part, match.start, match.end), [], places=True):
            if of_two or frame.kind in {"dialogue", "exercise"} or support.rule in {"parties.organisation", "parties.group"}:
                frame.add_party(code, support)
    if (
        match.trigger.name == "spoke_with"
        and frame.kind == "call"
        and sentence.part == "body"
        and MET.search(reader.mentions.document.title)
    ):
        # A release that its title calls a readout of a meeting tells of people in one place.
        frame.kind, frame.mode = "meeting", "in_person"
    cuts = {"event": {"partners", "object"}, "again": {"trip", "travel"}}
    if following is not None and following.trigger.shape in cuts.get(shape, ()) and following.start < right:
        after = Zone(sentence.part, match.end, following.start)
    only_when = shape == "again" and (
        TIMED_BY.search(marks.text, sentence.start, match.start) is not None or FOLLOWS.match(marks.text, match.end) is not None
    )
    partners = [] if only_when else people_in(marks, after, owners=False)
    if shape == "object" and not _object_follows(reader, marks, match, right, partners):
        return []
    told_aside = match.trigger.name == "was_signed" and sentence.part == "body" and _is_aside(marks, match)
    if told_aside:
        left = match.start
    else:
        fill_subject(reader, frame, marks, sentence, subject, matches, index)
    if shape == "partners":
        # "Participates in President X's meeting with Y": X stands within the words of the trigger.
        add_people(reader, frame, people_in(marks, Zone(sentence.part, match.start, match.end), owners=True), sentence)
    if shape == "event" and BOTH_ATTEND.search(marks.text, match.end, sentence.end):
        add_all_of_last(reader, frame, Support(sentence.part, match.end, sentence.end, "participants.group", "context"))
    if shape in {"travel", "trip"}:
        return visit_frames(reader, frame, marks, sentence, left, match, right)
    add_people(reader, frame, partners or _signed_with(marks, sentence, match), sentence)
    if match.trigger.name == "the_visit":
        # "During the visit, X met with Y": Y does not travel.
        frame.people = {number: row for number, row in frame.people.items() if number in frame.subjects}
    if shape != "again" or BETWEEN.match(marks.text, match.end):
        for code, support in parties_in(marks, after, partners):
            frame.add_party(code, support)
    if match.trigger.name == "the_exercise":
        _contingents(frame, marks, sentence, match)
    if not partners and shape == "partners" and THE_DELEGATION.match(marks.text, match.end):
        add_guests_of_last(reader, frame, Support(sentence.part, match.end, right, "participants.delegation", "context"))
    if (
        match.trigger.name in {"met_with", "met"}
        and TO_MEET.search(marks.text, sentence.start, match.start)
        and not _partners_are_named(partners)
    ):
        # "Visited Latvia to meet with senior leaders" adds nothing to the visit (GUIDE.md, One or several).
        return []
    if shape == "partners" and status == "scheduled" and _adds_nothing(reader, marks, partners, match, right):
        return []
    if (
        match.trigger.name in {"in_talks", "for_talks"}
        and FOR_TALKS.search(marks.text, sentence.start, match.start + (len("for ") if match.trigger.name == "for_talks" else 0))
        and not any(m.person_no is not None for m in partners)
    ):
        return []
    if (
        match.trigger.name in {"met_with", "met"}
        and not _partners_are_named(partners)
        and ON_TRIP.search(marks.text, sentence.start, match.start)
    ):
        # "During his trip, he met with senior government officials": nor does this.
        return []
    if match.trigger.name in TOLD_BY_TALK and not _opens_talks(reader, frame):
        return []
    if match.trigger.name == "met" and not _met_somebody(reader, frame, marks, sentence, partners, after, match):
        return []
    if shape == "act" and BOTH_DELEGATIONS.match(marks.text, match.end):
        add_parties_of_last(reader, frame, Support(sentence.part, match.end, right, "parties.both", "context"))
    _remote(reader, frame, marks, left, right, sentence)
    date_frame(reader, frame, marks, sentence, left, match, right, matches, index)
    begin_and_end(reader, frame, marks, sentence)
    _place(reader, frame, sentence, left, right, matches, index)
    if (
        shape == "event"
        and sentence.part == "body"
        and frame.date is None
        and not frame.places
        and STANDING.search(marks.text, sentence.start, match.start)
    ):
        return []
    _at_its_margins(reader, frame, marks, sentence, match)
    unnamed = frame.event is not None and not frame.event.is_named and frame.date is None and not frame.places
    if shape == "event" and frame.kind == "exercise" and unnamed and sentence.part == "body":
        # "They discussed joint manoeuvres": a topic, no occasion.
        return []
    if match.trigger.name == "last_occasion":
        _of_series(reader, frame, match)
    if shape != "again":
        _other_side(reader, frame, marks, sentence, right)
        _inherit(reader, frame, marks, sentence)
    if reader.patterns.words["separate"].search(marks.text, left, right) and shape != "again":
        return split_by_counterpart(reader, frame, partners)
    if frame.kind in {"meeting", "call"} and shape in {"partners", "object", "between"}:
        return split_by_state(reader, frame, partners, right)
    return [frame]


def _signed_with(marks: Marks, sentence: Sentence, match: TriggerMatch) -> list[PersonMention]:
    """ "Signed the letter of intent regarding the task group with Ministers X and Y": those who signed too."""
    beside = WITH.search(marks.text, match.end, sentence.end) if match.trigger.name == "signed" else None
    people = people_in(marks, Zone(sentence.part, beside.end(), sentence.end), owners=False) if beside else []
    if beside is None or not people or not HIS_COUNTERPART.fullmatch(marks.text, beside.end(), full_start(people[0])):
        return []
    return [m for m in people if m.person_no is not None and not OTHERWISE_TOLD.search(marks.text, beside.end(), full_start(m))]


WITH = re.compile(r"\bwith\s+")
HIS_COUNTERPART = re.compile(r"(?:(?:the|his|her|their)\s+)?(?:[A-Z][\w-]+\s+)?(?:counterparts?,?\s+)?")
OTHERWISE_TOLD = re.compile(r"\b(?:who|where|which|while|during|attended|presence|after|before)\b")
# "Prior to the meeting, the Minister called on President X": only when; X was not at the meeting.
FOLLOWS = re.compile(r"\s+(?:follow|com|cam)\w*\b")
TIMED_BY = re.compile(r"(?i)\b(?:prior to|before|after|following|ahead of)\s+$")
SIGNED_ASIDE = re.compile(r"(?i)\b(?:that|which)\b|^(?!.*\b(?:was|were|is|are|been|be)\s+\w*\s*signed)")


def _is_aside(marks: Marks, match: TriggerMatch) -> bool:
    """ "Next steps for the agreement that was signed in March", "under the agreement signed in Doha": by whom, the clause does not say."""
    return SIGNED_ASIDE.search(marks.text[match.start : match.end]) is not None


# "With President X he discussed ...", "X and Y exchanged views": they tell of a meeting that nothing else announces.
TOLD_BY_TALK = frozenset({"with_opening", "exchanged_views"})


def _opens_talks(reader: Reader, frame: Frame) -> bool:
    """Whether words of talks bring in a guest whom no frame has yet, after other talks of which they take the kind."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    told = {number for other in reader.frames for number in other.people}
    guests = [n for n in frame.people if persons[n].party not in {home, None}]
    before = next((f for f in reversed(reader.frames) if f.kind in {"meeting", "call"} and f.shape != "again"), None)
    if before is None or not guests or told & set(guests):
        return False
    frame.kind, frame.mode = before.kind, before.mode
    return True


# "Will travel to Mons for a visit to the headquarters": one visit.
FOR_A = re.compile(r"\b(?:for|on|as part of) (?:an?|his|her|their) (?:[\w-]+ ){0,3}$")


# "A meeting with the President, planned for this morning, had to be called off".
HAD_TO_BE = re.compile(r"\bhad to be (?:called off|cancelled|canceled|postponed|put off)\b")


# "India co-chairs the expert group with Indonesia": standing cooperation, no occasion.
STANDING = re.compile(r"\b(?:co-?chairs|participates in|takes part in|is a member of)\b")


TO_MEET = re.compile(r"\b(?:visit\w*|travel\w*|trip|arriv\w+|tour\w*|flew|journey\w*)\b[^;]*\bto\s+(?:[^.;,]{0,60}\band\s+)?$")


# Whom a trip's announcement says the traveller will see besides, without a name, an institution or an occasion of its own (GUIDE.md, One or several).
UNNAMED = re.compile(
    r"\s*(?:(?:a |an |the |his |her |their |other |key |senior |high-level |government |foreign |local |civil society |international |organization |military |host |nation |"
    r"[A-Z][\w-]+ |[\w-]+ian |and |with |,\s?)*)(?:officials|representatives|leaders|partners|counterparts?|stakeholders|interlocutors|delegations|members of|youth|journalists|alumni)\b"
)
# "With counterparts including Australia, Japan and the Philippines".
COUNTERPARTS_OF = re.compile(r"\s*(?:his |her |their )?counterparts (?:including|from) [A-Z]")
INSTITUTION = re.compile(
    r"\b(?:Ministry|Department|Office|Command|Council|Commission|Authority|Secretariat|Parliament|Embassy|Headquarters)\b"
)


def _adds_nothing(reader: Reader, marks: Marks, partners: list[PersonMention], match: TriggerMatch, right: int) -> bool:
    """ "While in Uganda, she will meet with government officials": part of the visit announced before."""
    if any(m.person_no is not None for m in partners) or not any(f.kind == "visit" and f.status != "cancelled" for f in reader.frames):
        return False
    if COUNTERPARTS_OF.match(marks.text, match.end):
        return False
    return UNNAMED.match(marks.text, match.end, right) is not None and INSTITUTION.search(marks.text, match.end, right) is None


ON_TRIP = re.compile(r"\b(?:[Dd]uring|[Oo]n|[Tt]hroughout) (?:his|her|their|the) (?:\w+ )?(?:trip|travels?|tour)\b[^;]*$")


FOR_TALKS = re.compile(r"\b(?:travel|trip|visit|head|fly|arriv|depart)\w*\b[^;]*\bfor\s+(?:[\w-]+ ){0,3}$")


def _partners_are_named(partners: list[PersonMention]) -> bool:
    return any(m.person_no is not None or m.party for m in partners)


AT_ITS = re.compile(r"[^;]*\b(?:at|for|during|in)\s+the\s+$")


def _is_its_session(marks: Marks, met: TriggerMatch, occasion: TriggerMatch) -> bool:
    """ "X met with Y at the 49th Military Committee Meeting": the meeting is the session."""
    if met.trigger.name not in {"met_with", "met"} or occasion.trigger.shape != "event" or occasion.trigger.kind != "dialogue":
        return False
    return AT_ITS.fullmatch(marks.text, met.end, occasion.start) is not None


MET = re.compile(r"(?i)^(?!.*\b(?:call|phone|spoke|speaks|virtual|video)\b).*\b(?:meeting with|bilateral meeting|meets with|meets)\b")


# "During the two-day port call, exercises are planned": the visit told before.
DURING_THE = re.compile(r"(?i)\bduring (?:the|this|its|her|their) (?:[\w-]+ ){0,3}$")
# "Her trip to X follows the decision of March": the trip told before, and another date.
IN_WHICH_LIGHT = re.compile(
    r"[^.;,]{0,60}?\b(?:follows|comes (?:after|as|amid|on the heels)|builds on|underscores|underlines|reflects|highlights|demonstrates)\b"
)


# "I met many young people during my visits to Beijing": visits as such, none of them told.
VISITS_AS_SUCH = re.compile(r"(?i)\b(?:my|our|many|numerous|previous|past|frequent|repeated|several|official|these|those) (?:[a-z-]+ )?$")


# "The visit was Stone's second trip to Colombia": tells of no other.
AS_COUNTED = re.compile(
    r"\b(?:was|is|marks|marked|represents)\b(?! (?:currently )?(?:paying|making|on)\b)[^.;]{0,60}\b(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|latest)\s+(?:[\w-]+\s+){0,2}$"
)
# "Military attaché X attended the meeting": the one told before.
ATTENDED_THE = re.compile(
    r"(?i)(?:attend|join|participat\w+ in|took part in)\w*\s+(?:(?:him|her|them|(?:the )?[A-Z]?[\w.-]+) (?:for|in|at|during)\s+)?"
    r"(?:the|this|these|both|all|his|her|their)\s+(?:meetings?|talks|discussions?|engagements?|conversations?)\b"
)
BETWEEN = re.compile(r"\s+(?:with|between|of|among|by)\b")


# "Was also present in the meeting with the Indonesian side": tells of nothing new.
PRESENT_AT = re.compile(r"\b(?:present|attended|accompanied|joined|took part|participated)\b[^.;]{0,60}\bthe\s+$")


# The case of letters counts: a lower-case word before it ("a dinner for both delegations") is another object.
DELEGATION = re.compile(
    r"\s*(?:(?:an?|the|his|her|their|visiting|high-level|senior|business|military|defen[cs]e|foreign|\w+-member|[A-Z][\w.]+)\s+){0,4}(?:delegations?|counterparts?|ministers?|ambassadors?|officials|leaders|envoys?)\b",
)


DEMAND = re.compile(r"\bto\s+(?!the\b|a\b|an\b|his\b|her\b|their\b)[a-z]+")


THE_DELEGATION = re.compile(r"\s*(?:with )?(?:the|his|her|their) (?:\w+ )?(?:delegation|guests?|visitors?)\b")


# "They agreed to meet in Accra in April".
AGREED_TO = re.compile(r"\b(?:agreed|committed|plan(?:ned)?|decided|scheduled|due) to $")


def _met_somebody(
    reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, partners: list[PersonMention], after: Zone, match: TriggerMatch
) -> bool:
    """ "Met" without "with" needs somebody after it, or several before it: else challenges and criteria are met."""
    agreed = AGREED_TO.search(marks.text, sentence.start, match.start)
    if (
        not partners
        and match.verb == "meet"
        and marks.text.endswith("to ", 0, match.start)
        and not (agreed and dates_in(marks, match.end, sentence.end))
    ):
        # "To meet Ukraine's needs".
        return False
    if partners or parties_in(marks, after, partners) or len(frame.people) + len(frame.parties) >= 2:
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


# "Hosted a dinner for both delegations".
BOTH_DELEGATIONS = re.compile(
    r"\s+(?:for|with|of|attended by|joined by) (?:both|the two|all|the visiting) (?:delegations?|sides|teams|parties|ministers|guests?)\b"
)


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


ITS_MARGINS = re.compile(r"\s*(?:there\b|(?:in|on|at) (?:its|the) (?:margins|sidelines|fringes)\b(?!\s+of\b))")


def _at_its_margins(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch) -> None:
    """ "Both will attend the forum in Valletta on 26 October and will meet in its margins": day and place are the forum's."""
    told = next((f for f in reversed(reader.frames) if f.sentence.index == sentence.index and f.kind == "conference"), None)
    if told is None or frame.kind != "meeting" or not ITS_MARGINS.match(marks.text, match.end):
        return
    if frame.date is None:
        frame.date, frame.date_text, frame.date_support = told.date, told.date_text, list(told.date_support)
    frame.places = frame.places or dict(told.places)


# "Met today ahead of the ministerial, which will be held in Samarkand": the place is that of another occasion.
OTHER_OCCASION = re.compile(
    r"\b(?:ahead of|in preparation for|in the run-up to|which (?:will|is to|was)|that will|to be held|to take place)\b"
)


# "Attended the defence ministers' meeting ahead of the NATO Summit in Washington": the summit is there.
AHEAD_OF = re.compile(r"\b(?:ahead of|in preparation for|in the run-up to)\b")


# "A visit to Latvia and NATO Defence Ministers' Meeting": two stops.
BESIDE = re.compile(r",? and (?:the )?")


# "Arrived in Kenya from Djibouti, where he met X": there.
CAME_FROM = re.compile(r"\bfrom (?P<place>(?-i:[A-Z])[\w’' -]{2,40}), (?P<where>where)\b[^.;]{0,50}$")


def _place(reader: Reader, frame: Frame, sentence: Sentence, left: int, right: int, matches: list[TriggerMatch], index: int) -> None:
    if frame.mode in {"phone", "video"}:
        return
    marks = reader.mentions.marks(sentence.part)
    low, high = reach_of_trigger(sentence, left, right, matches, index, marks)
    match = matches[index]
    opens = frame.kind == "exercise" and match.start == sentence.start
    if frame.shape == "again" and not opens:
        # "The Exercise is scheduled to be conducted from 12 to 23 May in Tokmok" is about nothing else.
        low, high = max(low, match.start - NEAR_ANAPHOR), min(high, match.end + NEAR_ANAPHOR)
    else:
        other = (AHEAD_OF if frame.shape == "event" else OTHER_OCCASION).search(marks.text, match.end, high)
        high = other.start() if other else high
    came_from = CAME_FROM.search(marks.text, sentence.start, match.start) if frame.kind == "meeting" else None
    if came_from is not None and not place_of(reader.mentions, Zone(sentence.part, came_from.end("where"), high)):
        low, high = came_from.start("place"), came_from.end("place")
    found = place_of(reader.mentions, Zone(sentence.part, low, high), anywhere=came_from is not None)
    name = frame.trigger if frame.shape == "event" else None
    # "The Ukraine Defense Contact Group": a state within an occasion's name is not where it was held.
    frame.places = {
        key: row
        for key, row in found.items()
        if name is None or not (name.start <= row[1].start < name.end or BESIDE.fullmatch(marks.text, row[1].end, name.start))
    }
