"""Framing: from a trigger to the frames that it announces."""

from __future__ import annotations

import re

from flows.extract.acting import fill_subject
from flows.extract.adding import add_all_of_last, add_guests_of_last, add_parties_of_last, add_people
from flows.extract.candidates import BOTH_ATTEND, event_of_acronym
from flows.extract.completing import (
    as_fronted,
    at_its_margins,
    contingents,
    find_other_side,
    find_place,
    find_remote_mode,
    gathered,
    in_one_place,
    inherit,
    of_series,
)
from flows.extract.events import OF_TWO, find_events
from flows.extract.frames import Frame, Support, Zone, full_start, parties_in, people_in
from flows.extract.listings import TOGETHER, is_sum, split_by_counterpart, split_by_day, split_by_state
from flows.extract.mentions import Marks, Sentence
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader
from flows.extract.refusing import BY_PARTNERS, BY_WORDS, is_its_session, is_object, is_unplaced
from flows.extract.seeking import Sought
from flows.extract.telling import AND_THEN, ANEW, WITH_PARTNERS, Telling, telling_of
from flows.extract.timing import WHO_WAS_THERE, begin_and_end, date_frame
from flows.extract.travel import visit_frames
from flows.extract.triggers import TriggerMatch


def frames_of(reader: Reader, sentence: Sentence, marks: Marks, matches: list[TriggerMatch], index: int) -> list[Frame]:
    """The frames that the trigger at `index` announces: none where it tells of nothing, several where it tells of several."""
    telling = telling_of(reader, sentence, marks, matches, index)
    if telling is None or any(refuses(telling) for refuses in BY_WORDS):
        return []
    frame = _opened(telling)
    after = _after(telling)
    partners = [] if _only_says_when(telling) else people_in(marks, after, owners=False)
    if telling.shape == "object" and not is_object(telling, partners):
        return []
    left = _fill_sides(telling, frame)
    if telling.shape in {"travel", "trip"}:
        return visit_frames(telling, frame, left)
    _fill_partners(telling, frame, partners, after)
    if any(refuses(telling, frame, partners) for refuses in BY_PARTNERS):
        return []
    _complete(telling, frame, left)
    if is_unplaced(telling, frame):
        return []
    return _split(telling, frame, partners, left)


def _opened(telling: Telling) -> Frame:
    """The frame with its kind, mode, status and occasion, before anybody is in it."""
    reader, marks, sentence, match = telling.reader, telling.marks, telling.sentence, telling.match
    trigger = Support(sentence.part, match.start, match.end, f"triggers.{match.trigger.name}")
    frame = Frame(match.trigger.kind, match.trigger.mode, telling.status, trigger, sentence, telling.shape, sentences=[sentence.index])
    frame.is_sum = is_sum(reader, marks, sentence, match, telling.right)
    following = telling.following
    if following is not None and is_its_session(marks, match, following):
        frame.event = next(iter(find_events(marks.text, following.start, following.end, marks.hints)), None)
        frame.kind = "dialogue"
    if match.trigger.name == "was_received" and MEAL.search(marks.text, match.start, match.end):
        # "Was hosted to lunch by the commander".
        frame.kind = "ceremony"
    if telling.shape == "event":
        _name_occasion(telling, frame)
    if (
        match.trigger.name == "spoke_with"
        and frame.kind == "call"
        and sentence.part == "body"
        and MET.search(reader.mentions.document.title)
    ):
        # A release that its title calls a readout of a meeting tells of people in one place.
        frame.kind, frame.mode = "meeting", "in_person"
    return frame


MEAL = re.compile(r"\b(?:lunch(?:eon)?|dinner|banquet|breakfast)\b")
MET = re.compile(r"(?i)^(?!.*\b(?:call|phone|spoke|speaks|virtual|video)\b).*\b(?:meeting with|bilateral meeting|meets with|meets)\b")


def _name_occasion(telling: Telling, frame: Frame) -> None:
    """Give an occasion its name, and the parties that stand within it."""
    marks, sentence, match = telling.marks, telling.sentence, telling.match
    # Read within its sentence: an organ's name alone is no occasion.
    events = find_events(marks.text, sentence.start, sentence.end, marks.hints)
    frame.event = next((event for event in events if event.start == match.start), None)
    if frame.event is None:
        event_of_acronym(telling.reader, frame, marks.text, match)
    of_two = OF_TWO.search(marks.text, match.start, match.end) is not None
    for code, support in parties_in(marks, Zone(sentence.part, match.start, match.end), [], places=True):
        if of_two or frame.kind in {"dialogue", "exercise"} or support.rule in {"parties.organisation", "parties.group"}:
            frame.add_party(code, support)


# What follows in one clause is another telling's: an occasion's partners, a journey after "the meeting".
CUTS = {"event": {"partners", "object", "trip"}, "again": {"trip", "travel"}}


def _after(telling: Telling) -> Zone:
    """The words of the clause after the trigger, up to the telling that cuts them off."""
    following = telling.following
    end = telling.right
    if following is not None and following.start < telling.right:
        anew = telling.shape in WITH_PARTNERS and following.trigger.shape in ANEW
        anew = anew or (telling.sentence.part == "title" and telling.marks.text.endswith(", ", 0, following.start))
        second = AND_THEN.search(telling.marks.text, telling.match.end, following.start) if anew else None
        end = following.start if following.trigger.shape in CUTS.get(telling.shape, ()) else second.start() if second else end
    return Zone(telling.sentence.part, telling.match.end, end)


# "Prior to the meeting, the Minister called on President X": only when; X was not at the meeting.
FOLLOWS = re.compile(r"\s+(?:follow|com|cam)\w*\b")
TIMED_BY = Sought(r"(?i)\b(?:prior to|before|after|following|ahead of)\s+$")


def _only_says_when(telling: Telling) -> bool:
    return telling.shape == "again" and (telling.before(TIMED_BY) or FOLLOWS.match(telling.marks.text, telling.match.end) is not None)


def _fill_sides(telling: Telling, frame: Frame) -> int:
    """Add who acts, and who stands within the trigger's words; where the clause begins for what is read next."""
    reader, marks, sentence, match = telling.reader, telling.marks, telling.sentence, telling.match
    left = telling.left
    if match.trigger.name == "was_signed" and sentence.part == "body" and _is_aside(marks, match):
        left = match.start
    else:
        aside = WHO_WAS_THERE.search(marks, sentence.start, match.start) if telling.shape in {"partners", "object"} else None
        subject = Zone(sentence.part, sentence.start, aside.start()) if aside else Zone(sentence.part, left, match.start)
        fill_subject(telling, frame, subject)
    if telling.shape == "partners":
        # "Participates in President X's meeting with Y": X stands within the words of the trigger.
        add_people(reader, frame, people_in(marks, Zone(sentence.part, match.start, match.end), owners=True), sentence)
    agreed_with = WITH.search(marks.text, match.start, match.end) if match.trigger.name in {"was_signed", "signed"} else None
    for code, support in parties_in(marks, Zone(sentence.part, agreed_with.end(), match.end), []) if agreed_with else ():
        # "An agreement with the United Kingdom was signed in Ankara".
        frame.add_party(code, support)
    if telling.shape == "event" and BOTH_ATTEND.search(marks.text, match.end, sentence.end):
        add_all_of_last(reader, frame, Support(sentence.part, match.end, sentence.end, "participants.group", "context"))
    return left


SIGNED_ASIDE = re.compile(r"(?i)\b(?:that|which)\b|^(?!.*\b(?:was|were|is|are|been|be)\s+\w*\s*signed)")


def _is_aside(marks: Marks, match: TriggerMatch) -> bool:
    """ "Next steps for the agreement that was signed in March", "under the agreement signed in Doha": by whom, the clause does not say."""
    return SIGNED_ASIDE.search(marks.text[match.start : match.end]) is not None


BETWEEN = re.compile(r"\s+(?:with|between|of|among|by)\b")


THE_DELEGATION = re.compile(r"\s*(?:with )?(?:the|his|her|their) (?:\w+ )?(?:delegation|guests?|visitors?)\b")


AFTER_TALKS = re.compile(
    r"\b(?:followed|ensued|was held afterwards|took place afterwards|rounded off|concluded the (?:visit|meeting|talks))\b"
)
# "Hosted a dinner for both delegations".
BOTH_DELEGATIONS = re.compile(
    r"\s+(?:for|with|of|attended by|joined by) (?:both|the two|all|the visiting) (?:delegations?|sides|teams|parties|ministers|guests?)\b"
)


def _fill_partners(telling: Telling, frame: Frame, partners: list[PersonMention], after: Zone) -> None:
    """Add those who stand after the trigger, and the parties and groups named there."""
    reader, marks, sentence, match, shape = telling.reader, telling.marks, telling.sentence, telling.match, telling.shape
    add_people(reader, frame, partners or _signed_with(marks, sentence, match), sentence)
    if match.trigger.name == "the_visit":
        # "During the visit, X met with Y": Y does not travel.
        frame.people = {number: row for number, row in frame.people.items() if number in frame.subjects}
    if shape != "again" or BETWEEN.match(marks.text, match.end):
        for code, support in parties_in(marks, after, partners):
            frame.add_party(code, support)
    if match.trigger.name in {"the_exercise", "event_exercise"}:
        contingents(frame, marks, sentence, match)
    if frame.kind in {"exercise", "conference"}:
        gathered(frame, marks, sentence, match)
    beside = Support(sentence.part, match.end, telling.right, "participants.delegation", "context")
    if not partners and shape in WITH_PARTNERS:
        _add_object(telling, frame)
    if not partners and shape == "partners" and THE_DELEGATION.match(marks.text, match.end):
        add_guests_of_last(reader, frame, beside)
    if match.trigger.name == "meal" and len(partners) < 2 and AFTER_TALKS.search(marks.text, match.end, sentence.end):
        # "A luncheon hosted by the minister followed": for those who had met.
        add_all_of_last(reader, frame, beside._replace(rule="participants.group"))
    _add_company(telling, frame, beside)
    if shape == "act" and BOTH_DELEGATIONS.match(marks.text, match.end):
        add_parties_of_last(reader, frame, beside._replace(rule="parties.both"))


# "Held talks with him on Monday", "received her": whom the sentence, or the one before, is about; "with her counterpart" is another.
OBJECT = re.compile(
    r"\s*(?:him|her|them)(?=\s*[.,;]|\s+(?:in|at|on|to|during|and|about|for|by|yesterday|today|earlier|later|last|this|separately|here|there)\b)"
)


def _add_object(telling: Telling, frame: Frame) -> None:
    """Whom "him" means after the words that announce a meeting: he who acts in the sentence before them, else he whom the release speaks of."""
    reader, sentence = telling.reader, telling.sentence
    pronoun = OBJECT.match(telling.marks.text, telling.match.end, sentence.end)
    if pronoun is None or reader.mentions.document.release_type == "transcript":
        return
    told = next((f for f in telling.told_before if f.shape != "again" and f.subjects), None)
    for number in (told.subjects if told else reader.subjects)[:1]:
        if number not in frame.subjects:
            frame.add_person(number, "principal", Support(sentence.part, *pronoun.span(), "participants.pronoun", "context"))


# "Hosted a luncheon in honour of the guest".
IN_HONOUR = re.compile(
    r"\s+(?:in hono(?:u)?r of|for) (?:the|his|her) (?:visiting |distinguished )?(?:guests?|visitors?|dignitary|delegation)\b"
)
# "Laid flowers at the memorial, together with the vice minister X".
TOGETHER_WITH = re.compile(r"\b(?:together with|along with|alongside|in the company of|accompanied by) (?:the |his |her )?")


def _add_company(telling: Telling, frame: Frame, beside: Support) -> None:
    """Those who ate with the host of a meal, or took part in a ceremony together with whom it tells of."""
    reader, marks, sentence, match = telling.reader, telling.marks, telling.sentence, telling.match
    if match.trigger.name == "meal" and IN_HONOUR.match(marks.text, match.end):
        add_guests_of_last(reader, frame, beside)
    together = TOGETHER_WITH.search(marks.text, match.end, sentence.end) if match.trigger.kind == "ceremony" else None
    if together is not None:
        people = people_in(marks, Zone(sentence.part, together.end() - 1, sentence.end), owners=False)
        add_people(reader, frame, [m for m in people[:1] if full_start(m) <= together.end() + 4], sentence)


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


def _complete(telling: Telling, frame: Frame, left: int) -> None:
    """Add mode, day, place, and what the telling takes from those before it."""
    reader, marks, sentence, match, right = telling.reader, telling.marks, telling.sentence, telling.match, telling.right
    find_remote_mode(reader, frame, marks, left, right, sentence)
    in_one_place(telling, frame)
    date_frame(telling, frame, left)
    begin_and_end(reader, frame, marks, sentence)
    if sentence.part == "title" and frame.date_support and ":" in marks.text[frame.date_support[-1].end : match.start]:
        # "Regular press conference on July 25: joint exercise with Laos": the day is not the exercise's.
        frame.drop_date()
    find_place(telling, frame, left)
    at_its_margins(telling, frame)
    as_fronted(telling, frame)
    if match.trigger.name == "last_occasion":
        of_series(reader, frame)
    if telling.shape != "again":
        find_other_side(reader, frame, marks, sentence, right)
        inherit(reader, frame, marks, sentence)


def _split(telling: Telling, frame: Frame, partners: list[PersonMention], left: int) -> list[Frame]:
    """Several frames where the words tell of separate meetings, or of one with each of several states."""
    separate = telling.reader.patterns.words["separate"]
    apart = separate.search(telling.marks, left, telling.right) is not None or _heads_several(telling, frame)
    if telling.shape != "again" and apart:
        return split_by_counterpart(telling.reader, frame, partners)
    if frame.kind in {"meeting", "call"} and telling.shape in {"partners", "object", "between"}:
        days = split_by_day(telling.reader, frame, partners, telling.right)
        return days if len(days) > 1 else split_by_state(telling.reader, frame, partners, telling.right)
    return [frame]


# "Minister holds bilateral meetings at the forum", and in the body "met X of A; Y of B and Z of C".
BILATERALS = re.compile(r"(?i)\b(?:bilateral|separate) (?:meetings|talks|discussions|engagements)\b|\bbilaterals\b")


def _heads_several(telling: Telling, frame: Frame) -> bool:
    """Whether the headline tells of bilateral meetings, and this sentence of the people of several states who were met."""
    mentions, sentence = telling.reader.mentions, telling.sentence
    if frame.kind != "meeting" or frame.shape not in WITH_PARTNERS or not BILATERALS.search(mentions.document.title):
        return False
    met = {mentions.people.persons[number].party for number in frame.people} - {mentions.document.publisher_party, None}
    return len(met) > 1 and not TOGETHER.search(telling.marks.text, sentence.start, sentence.end)
