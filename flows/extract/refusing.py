"""Refusing: what announces no engagement of its own, though its words are a trigger's."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.extract.doubting import BY_WHO_IS_THERE, is_no_stay
from flows.extract.events import verb_pattern
from flows.extract.frames import Frame, Zone, dates_in, full_end, full_start, parties_in, people_in
from flows.extract.mentions import Marks, within
from flows.extract.person_mentions import PersonMention
from flows.extract.seeking import Sought
from flows.extract.telling import Telling
from flows.extract.triggers import TriggerMatch

# "Military attaché X attended the meeting": the one told before.
ATTENDED_THE = re.compile(
    r"(?i)(?:attend|join|participat\w+ in|took part in)\w*\s+(?:(?:him|her|them|(?:the )?[A-Z]?[\w.-]+) (?:for|in|at|during)\s+)?"
    r"(?:the|this|these|both|all|his|her|their)\s+(?:meetings?|talks|discussions?|engagements?|conversations?)\b"
)


def _attends_what_was_told(telling: Telling) -> bool:
    match = telling.match
    return (
        match.trigger.name == "held_talks"
        and bool(telling.reader.frames)
        and ATTENDED_THE.match(telling.marks.text, match.start) is not None
    )


# Code points before an anaphor within which words of margins make it another occasion's.
MARGINS_REACH = 30


def _is_margin(telling: Telling) -> bool:
    start = max(telling.sentence.start, telling.match.start - MARGINS_REACH)
    return telling.shape == "again" and verb_pattern("margins").search(telling.marks.text, start, telling.match.start) is not None


# "Her trip to X follows the decision of March": the trip told before, and another date.
IN_WHICH_LIGHT = re.compile(
    r"[^.;,]{0,60}?\b(?:follows|comes (?:after|as|amid|on the heels)|builds on|underscores|underlines|reflects|highlights|demonstrates|emphasi[sz]es|signals|affirms|reaffirms|illustrates|advances)\b"
)


def _is_put_in_its_light(telling: Telling) -> bool:
    if telling.shape != "trip" or not telling.reader.frames:
        return False
    return IN_WHICH_LIGHT.match(telling.marks.text, telling.match.end, telling.sentence.end) is not None


# "During the two-day port call, exercises are planned": the visit told before.
DURING_THE = Sought(r"(?i)\bduring (?:the|this|its|her|their) (?:[\w-]+ ){0,3}$")


def _is_during_the_port_call(telling: Telling) -> bool:
    return telling.match.trigger.name == "port_call" and bool(telling.reader.frames) and telling.before(DURING_THE)


# "The visit was Stone's second trip to Colombia": tells of no other.
AS_COUNTED = Sought(
    r"\b(?:was|is|marks|marked|represents)\b(?! (?:currently )?(?:paying|making|on)\b)[^.;]{0,60}\b(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|latest)\s+(?:[\w-]+\s+){0,2}$"
)


def _is_counted(telling: Telling) -> bool:
    return telling.shape == "trip" and telling.before(AS_COUNTED)


# "I met many young people during my visits to Beijing": visits as such, none of them told.
VISITS_AS_SUCH = Sought(r"(?i)\b(?:my|our|many|numerous|previous|past|frequent|repeated|several|official|these|those) (?:[a-z-]+ )?$")


def _is_visits_as_such(telling: Telling) -> bool:
    sentence = telling.sentence
    return (
        telling.shape == "trip"
        and sentence.part == "body"
        and telling.match.verb in {"visits", "trips", "travels"}
        and telling.before(VISITS_AS_SUCH)
        and not within(telling.marks.dates, sentence.start, sentence.end)
    )


# "Will travel to Mons for a visit to the headquarters": one visit.
FOR_A = Sought(r"\b(?:for|on|as part of) (?:an?|his|her|their) (?:[\w-]+ ){0,3}$")


def _is_purpose_of_travel(telling: Telling) -> bool:
    previous = telling.previous
    on_a_journey = telling.shape == "trip" and previous is not None and previous.trigger.shape == "travel"
    return on_a_journey and bool(telling.told_before) and telling.before(FOR_A)


# "Was also present in the meeting with the Indonesian side": tells of nothing new.
PRESENT_AT = Sought(r"\b(?:present|attended|accompanied|joined|took part|participated)\b[^.;]{0,60}\bthe\s+$")


def _is_attendance(telling: Telling) -> bool:
    return telling.shape == "between" and telling.before(PRESENT_AT)


AT_ITS = re.compile(r"[^;]*\b(?:at|for|during|in)\s+the\s+$")


def is_its_session(marks: Marks, met: TriggerMatch, occasion: TriggerMatch) -> bool:
    """ "X met with Y at the 49th Military Committee Meeting": the meeting is the session."""
    if met.trigger.name not in {"met_with", "met"} or occasion.trigger.shape != "event" or occasion.trigger.kind != "dialogue":
        return False
    return AT_ITS.fullmatch(marks.text, met.end, occasion.start) is not None


def _is_session_of_previous(telling: Telling) -> bool:
    previous = telling.previous
    return telling.shape == "event" and previous is not None and is_its_session(telling.marks, previous, telling.match)


# By the trigger's words alone: asked before anything else is read.
BY_WORDS: tuple[Callable[[Telling], bool], ...] = (
    _attends_what_was_told,
    _is_margin,
    _is_put_in_its_light,
    _is_during_the_port_call,
    _is_counted,
    _is_visits_as_such,
    _is_purpose_of_travel,
    _is_attendance,
    _is_session_of_previous,
    is_no_stay,
)


# The case of letters counts: a lower-case word before it ("a dinner for both delegations") is another object.
DELEGATION = re.compile(
    r"\s*(?:(?:an?|the|his|her|their|visiting|high-level|senior|business|military|defen[cs]e|foreign|\w+-member|[A-Z][\w.]+)\s+){0,4}(?:delegations?|counterparts?|ministers?|ambassadors?|officials|leaders|envoys?)\b",
)


# Code points between the words and whom they tell of.
NEAR = 28
# "Received in his office in Riyadh today the Minister of Defence".
ASIDE = re.compile(
    r"(?:\s+(?:in|at) (?:his|her|its|their|the) (?:\w+ ){0,2}?(?:office|palace|residence|headquarters|ministry|court|majlis|camp|base)\b|\s+(?:in|at) (?-i:[A-Z])\w+(?: [A-Z]\w+)?|"
    r"\s+(?:today|yesterday|here|this (?:morning|afternoon|evening))|\s+on (?:\w+day|\w+ \d{1,2}|\d{1,2} \w+)|,)*"
)
# A visitor's purposes are no demands.
DEMAND = re.compile(
    r",?\s*\bto\s+(?!the\b|a\b|an\b|his\b|her\b|their\b|(?:discuss|exchange|review|convey|bid|present|pay|express|brief|deliver|congratulate|thank|mark|inform|introduce|explore|talk|consult|follow)\b)[a-z]+"
)


def is_object(telling: Telling, partners: list[PersonMention]) -> bool:
    """Whether a person, office or delegation follows at once; "called on X to ..." is a demand."""
    marks, match, right = telling.marks, telling.match, telling.right
    text = marks.text
    if match.trigger.name == "called_on" and match.verb.startswith("call"):
        follow = text[match.end : match.end + 200].split(". ")[0]
        told = partners and full_start(partners[0]) <= match.end + NEAR and partners[0].person_no is not None
        demanded = DEMAND.match(text, full_end(partners[0])) if told else DEMAND.search(follow)
        if demanded and not re.search(r"\b(?:ministry|palace|office|today|headquarters|on \d|on [A-Z])\b", follow):
            return False
    gap_limit = ASIDE.match(text, match.end).end() + NEAR  # type: ignore[union-attr] # it matches nothing too
    owner = next((m for m in people_in(marks, Zone("body", match.end, right), owners=True) if m.form == "named"), None)
    if owner is not None and full_start(owner) <= gap_limit and owner not in partners:
        return False
    if partners and full_start(partners[0]) <= gap_limit:
        return not re.match(r"\s*(?:to the|as)\b", text[partners[0].end : right]) or match.trigger.name != "phoned"
    return match.trigger.name != "phoned" and DELEGATION.match(text, match.end, right) is not None


TO_MEET = Sought(r"\b(?:visit\w*|travel\w*|trip|arriv\w+|tour\w*|flew|journey\w*)\b[^;]*\bto\s+(?:[^.;,]{0,60}\band\s+)?$")


def _meets_on_the_way(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """ "Visited Latvia to meet with senior leaders", "During his trip, he met with officials": adds nothing to the visit (GUIDE.md, One or several)."""
    if telling.match.trigger.name not in {"met_with", "met"} or _are_named(partners):
        return False
    return telling.before(TO_MEET) or telling.before(ON_TRIP)


ON_TRIP = Sought(r"\b(?:[Dd]uring|[Oo]n|[Tt]hroughout) (?:his|her|their|the) (?:\w+ )?(?:trip|travels?|tour)\b[^;]*$")


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


def _adds_nothing(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """ "While in Uganda, she will meet with government officials": part of the visit announced before."""
    marks, match, right = telling.marks, telling.match, telling.right
    if telling.shape != "partners" or telling.status != "scheduled" or any(m.person_no is not None for m in partners):
        return False
    if not any(f.kind == "visit" and f.status != "cancelled" for f in telling.reader.frames):
        return False
    if COUNTERPARTS_OF.match(marks.text, match.end):
        return False
    return UNNAMED.match(marks.text, match.end, right) is not None and INSTITUTION.search(marks.text, match.end, right) is None


FOR_TALKS = re.compile(r"\b(?:travel|trip|visit|head|fly|arriv|depart)\w*\b[^;]*\bfor\s+(?:[\w-]+ ){0,3}$")


def _goes_for_talks(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    name = telling.match.trigger.name
    if name not in {"in_talks", "for_talks"} or any(m.person_no is not None for m in partners):
        return False
    until = telling.match.start + (len("for ") if name == "for_talks" else 0)
    return FOR_TALKS.search(telling.marks.text, telling.sentence.start, until) is not None


def _are_named(partners: list[PersonMention]) -> bool:
    return any(m.person_no is not None or m.party for m in partners)


# "With President X he discussed ...", "X and Y exchanged views": they tell of a meeting that nothing else announces.
TOLD_BY_TALK = frozenset({"with_opening", "exchanged_views"})


def _opens_no_talks(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """Whether words of talks bring in no guest whom no frame has yet; where they do, they take the kind of the talks before them."""
    if telling.match.trigger.name not in TOLD_BY_TALK:
        return False
    reader = telling.reader
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    told = {number for other in reader.frames for number in other.people}
    guests = [n for n in frame.people if persons[n].party not in {home, None}]
    before = next((f for f in reversed(reader.frames) if f.kind in {"meeting", "call"} and f.shape != "again"), None)
    if before is None or not guests or told & set(guests):
        return True
    frame.kind, frame.mode = before.kind, before.mode
    return False


# "They agreed to meet in Accra in April".
AGREED_TO = Sought(r"\b(?:agreed|committed|plan(?:ned)?|decided|scheduled|due) to $")


# "Help India meet growing demands", "has met its commitments".
NEEDS = re.compile(
    r"\s+(?:(?:the|its|their|our|his|her|all|these|those|growing|future|current|today’s|emerging|basic|urgent|common|shared|\w+ing)\s+)*(?:[\w-]+\s+)?"
    r"(?:demands?|needs?|challenges?|requirements?|standards?|targets?|goals?|objectives?|obligations?|commitments?|criteria|deadlines?|thresholds?|expectations?|threats?|conditions|benchmarks?)\b"
)
GROUP = Sought(r"(?i)\b(?:ministers|leaders|sides|delegations|presidents|they|both|committee|commission|group|chiefs)\b")


def _met_nobody(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """ "Met" without "with" needs somebody after it, or several before it: else challenges and criteria are met."""
    marks, match = telling.marks, telling.match
    if match.trigger.name != "met":
        return False
    if NEEDS.match(marks.text, match.end, telling.sentence.end):
        return True
    if partners:
        return False
    is_need = match.verb == "meet" and marks.text.endswith("to ", 0, match.start)
    if is_need and not (telling.before(AGREED_TO) and dates_in(marks, match.end, telling.sentence.end)):
        # "To meet Ukraine's needs".
        return True
    if len(frame.people) + len(frame.parties) >= 2 or parties_in(marks, Zone(telling.sentence.part, match.end, telling.right), partners):
        return False
    return not telling.before(GROUP)


# By those who take part: asked once they are read.
BY_PARTNERS: tuple[Callable[[Telling, Frame, list[PersonMention]], bool], ...] = (
    _meets_on_the_way,
    _adds_nothing,
    _goes_for_talks,
    _opens_no_talks,
    _met_nobody,
    *BY_WHO_IS_THERE,
)


# "India co-chairs the expert group with Indonesia": standing cooperation, no occasion.
STANDING = Sought(r"\b(?:co-?chairs|participates in|takes part in|is a member of)\b")


def is_unplaced(telling: Telling, frame: Frame) -> bool:
    """Whether an occasion without day and place is a topic or standing cooperation ("They discussed joint manoeuvres")."""
    if telling.shape != "event" or telling.sentence.part != "body" or frame.date is not None or frame.places:
        return False
    standing = telling.reader.owner is None and telling.before(STANDING)
    return standing or (frame.kind == "exercise" and frame.event is not None and not frame.event.is_named)
