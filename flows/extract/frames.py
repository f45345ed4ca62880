"""Frames: one announcement of an engagement, filled from the mentions around its trigger."""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.extract.dates import DateMention, ResolvedDate
from flows.extract.events import Event
from flows.extract.mentions import Marks, Mentions, Sentence, within
from flows.extract.openings import matches_at
from flows.extract.person_mentions import PersonMention
from flows.extract.places import PlaceMention
from flows.extract.seeking import Sought
from flows.extract.triggers import Language, TriggerMatch
from schemas.vocabulary import Basis, Focus, Kind, Mode, Part, Role, Status


class Support(NamedTuple):
    """Where a value was read: a span of a stored text, by which rule, how directly."""

    part: Part
    start: int
    end: int
    rule: str
    basis: Basis = "stated"


# So many places where a value was read are kept; a transcript may name a person a thousand times.
SUPPORTS = 8


@dataclass(slots=True)
class Frame:
    """An engagement in the making; each value with its support.

    `subjects` are the people before the trigger, by their number in `People.persons`;
    `people` all who took part, with role; `sentences` the indexes that tell of it; `listed_in` the sentence that
    brings in the list which a frame is an item of.
    """

    kind: Kind
    mode: Mode
    status: Status
    trigger: Support
    sentence: Sentence
    shape: str
    focus: Focus = "mentioned"
    subjects: list[int] = field(default_factory=list)
    people: dict[int, tuple[Role, list[Support]]] = field(default_factory=dict)
    parties: dict[str, list[Support]] = field(default_factory=dict)
    date: ResolvedDate | None = None
    date_support: list[Support] = field(default_factory=list)
    date_text: str | None = None
    places: dict[str, tuple[str, Support]] = field(default_factory=dict)
    event: Event | None = None
    support: dict[str, Support] = field(default_factory=dict)
    sentences: list[int] = field(default_factory=list)
    is_separate: bool = False
    is_next: bool = False
    is_sum: bool = False
    listed_in: Sentence | None = None
    begins: tuple[str, Support] | None = None
    ends: tuple[str, Support] | None = None

    def take_date(self, other: Frame) -> None:
        """Be dated as another frame is."""
        self.date, self.date_text, self.date_support = other.date, other.date_text, list(other.date_support)

    def drop_date(self) -> None:
        """Leave the day open."""
        self.date, self.date_text, self.date_support = None, None, []

    def add_person(self, number: int, role: Role, support: Support) -> None:
        """Note that a person took part; the first role given stays unless it was a bare principal."""
        old = self.people.get(number)
        if old is None:
            self.people[number] = (role, [support])
        elif len(old[1]) < SUPPORTS and support not in old[1]:
            old[1].append(support)

    def add_party(self, code: str, support: Support) -> None:
        """Note that a party took part."""
        rows = self.parties.setdefault(code, [])
        if len(rows) < SUPPORTS and support not in rows:
            rows.append(support)


class Zone(NamedTuple):
    """A stretch of one part of a document."""

    part: Part
    start: int
    end: int

    def of(self, marks: Marks) -> str:
        """Its words."""
        return marks.text[self.start : self.end]


def full_start(mention: PersonMention) -> int:
    """Where a mention begins, its offices and honorific included."""
    return min(mention.start, *(office.start for office in mention.offices)) if mention.offices else mention.start


def full_end(mention: PersonMention) -> int:
    """Where a mention ends, the offices after the name included."""
    ends = [office.end for office in mention.offices if office.end - mention.end < 200] if mention.offices else []
    return max(mention.end, *ends) if ends else mention.end


def clause(patterns: Language, marks: Marks, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause around `start:end`, ignoring boundaries inside people's offices."""
    inside = [(full_start(m), full_end(m)) for m in within(marks.people, sentence.start, sentence.end)]

    def free(position: int) -> bool:
        return not any(low < position < high for low, high in inside)

    left = sentence.start
    places = patterns.left_openings.find(marks.hints.lowered, sentence.start, end, LEFT).get("left", [])
    for match in matches_at(patterns.left, marks.text, places, sentence.end):
        if match.end() > start or (match.end() == start and match.group().startswith("to")):
            # "Looks forward to welcoming": the infinitive belongs to what governs it.
            break
        if free(match.start()):
            left = match.end()
    right = sentence.end
    for match in patterns.right.finditer(marks.text, end, sentence.end):
        if match.group().startswith(";") and any(full_start(m) - match.end() in range(12) for m in within(marks.people, end, sentence.end)):
            # "Meetings with Mr X, Minister of A; Ms Y, Minister of B": the list goes on.
            continue
        if match.group().startswith(";") and _goes_on_to_place(marks, match.start(), match.end()):
            continue
        if free(match.start()):
            right = match.start()
            break
    return left, right


def _goes_on_to_place(marks: Marks, before: int, after: int) -> bool:
    """ "To Stockholm, Sweden; Vilnius, Lithuania; and Brussels, Belgium": a list of stops."""
    places = within(marks.places, before - 40, after + 40)
    return any(p.end == before for p in places) and any(p.start - after in {0, len("and ")} for p in places)


LEFT = frozenset({"left"})
POSSESSIVE = re.compile(r"[’']s?\s")


START = operator.attrgetter("start")
# "Condolences on the passing of the President", "in memory of X", "the election of X": who is spoken of.
SPOKEN_OF = Sought(
    r"\b(?:passing|death|loss|memory|legacy|assassination|killing|murder|election|re-election|appointment|anniversary|grave|tomb|mausoleum|statue|bust|portrait)\s+of\s+(?:the\s+)?(?:late\s+|former\s+)?$|\b(?:process|initiative|mediation|efforts?|government|coalition|talks)\s+(?:\w+\s+)?(?:led|facilitated|headed|mediated|launched|brokered)\s+by\s+(?:the\s+)?$|\blate\s+$|\bon behalf of\s+(?:the\s+)?$|\b[Aa]t the (?:kind )?invitation of [^,;]{0,140}$"
)
# "X, Chief Economic Advisor of Chancellor Y": whom X serves; "Advisor to the President Z" is Z's own office.
SERVED_BY = Sought(r"\b(?:[Aa]dvis[eo]r|[Aa]ssistant|[Aa]ide)\s+(?:of|to)\s+(?:the\s+)?$")


def _is_served(marks: Marks, mention: PersonMention) -> bool:
    start = full_start(mention)
    served = SERVED_BY.search(marks, max(0, start - 24), start)
    if served is None:
        return False
    before = marks.people[max(0, bisect_left(marks.people, mention.start, key=START) - 1) :][:1]
    return any(m.form == "named" and m.start < mention.start and full_end(m) > served.start() for m in before)


def people_in(marks: Marks, zone: Zone, *, owners: bool) -> list[PersonMention]:
    """The people and offices in a zone; those in the possessive only where `owners`."""
    found = []
    for mention in marks.people[bisect_left(marks.people, zone.start, key=START) : bisect_left(marks.people, zone.end, key=START)]:
        if full_start(mention) < zone.start:
            continue
        if _within_venue(marks, mention):
            continue
        if not owners and POSSESSIVE.match(marks.text, mention.end) and mention.form == "named":
            continue
        if SPOKEN_OF.search(marks, max(0, full_start(mention) - 40), full_start(mention)) or _is_served(marks, mention):
            continue
        found.append(mention)
    return found


# Code points before and after a mention within which the venue's name stands that it is a part of.
AROUND = 40


def _within_venue(marks: Marks, mention: PersonMention) -> bool:
    """ "At the Sheikh Zayed Palace": nobody who acts."""
    low, high = mention.start - AROUND, mention.end + AROUND
    return "venue" in marks.hints.within(low, high) and any(
        place.kind == "venue" and place.start <= mention.start < place.end for place in within(marks.places, low, high)
    )


# "in Canada", "to Japan": there a state is a place, not one who acts.
PLACE_WORD = re.compile(
    r"\b(?:[Ii]n|[Aa]board|on board|to|from|at|near|off|across|through|throughout|outside|into|around|against|on)\s+(?:the\s+|southern\s+|northern\s+|eastern\s+|western\s+|neighbou?ring\s+)?$"
)
# "Ministers from the UK": who they are, not where they come from.
PEOPLE_FROM = re.compile(
    r"(?i)\b(?:ministers|leaders|officials|representatives|counterparts|delegations?|forces|troops|chiefs|personnel|soldiers|sailors|ships|navies|armies|secretaries|officers)\s+from\s+(?:the\s+)?$"
)
# "The DPRK's launch of a missile" does nothing here; "Poland's minister", "the DPRK's delegation" do.
OWNED = re.compile(
    r"[’']s?\s+(?:[a-z-]+\s+){0,2}?(?:launch\w*|missiles?|program\w*|test\w*|attack\w*|action\w*|behavio\w*|threat\w*|claim\w*|activit\w+|presence|invasion|"
    r"war|weapons|drones?|strikes?|policy|policies|role|accession|membership|bid|election\w*|debt|borders?|waters|independence|leadership|contribution\w*)\b"
)
NOT_ACTING = re.compile(
    r"^[’']?s?\s*(?:commitment|support|war|efforts?|assistance|aggression|people|sovereignty|security|economy|strategy|waters|coast|border|invasion)\b"
)


# "The conflict between Israel and Hamas", "the situation in Sudan": what was talked about.
MATTER = Sought(
    r"\b(?:conflicts?|wars?|tensions?|cease-?fire|hostilities|fighting|crisis|disputes?|violence|situation|escalation)\s+(?:between|in|with|against)\s+"
    r"(?:the\s+)?(?:[A-Z][\w-]+\s+and\s+(?:the\s+)?)?$"
)


def parties_in(marks: Marks, zone: Zone, people: list[PersonMention], *, places: bool = False) -> list[tuple[str, Support]]:
    """The states and organisations that act in a zone, those inside people's offices left out."""
    found = []
    covered = [(full_start(m), full_end(m)) for m in people]
    for mention in within(marks.parties, zone.start, zone.end):
        if any(low <= mention.start < high for low, high in covered):
            continue
        if NOT_ACTING.match(marks.text, mention.end) or OWNED.match(marks.text, mention.end):
            continue
        if MATTER.search(marks, max(zone.start, mention.start - 60), mention.start):
            continue
        if (
            not places
            and mention.form in {"name", "agency"}
            and PLACE_WORD.search(marks.text, max(zone.start - 12, mention.start - 20), mention.start)
            and not PEOPLE_FROM.search(marks.text, max(0, mention.start - 40), mention.start)
        ):
            continue
        if (
            not places
            and mention.form in {"organisation", "group"}
            and AT_ITS_EVENT.search(marks.text, max(0, mention.start - 24), mention.start)
        ):
            continue
        if not places and AT_HEADQUARTERS.match(marks.text, mention.end) and AT_THE.search(marks.text, zone.start, mention.start):
            continue
        if CONDEMNED.search(marks, max(zone.start, mention.start - 40), mention.start):
            continue
        if not places and mention.form == "name" and _after_city(marks, mention.start):
            continue
        found.append((mention.code, Support(zone.part, mention.start, mention.end, f"parties.{mention.form}")))
    return found


# "At the NATO Summit", "on the margins of the G20": the organisation is where they met, not who.
AT_ITS_EVENT = re.compile(r"\b(?:at|during|of) the (?:[\w\-]+ )?$")


# "Met with Y at NATO Headquarters": where, not who.
AT_HEADQUARTERS = re.compile(r"(?:[’']s)?\s+(?:[Hh]eadquarters|HQ)\b")
AT_THE = re.compile(r"\bat\s+(?:the\s+)?$")
# "Condemned North Korea's diversification of missiles": spoken against.
CONDEMNED = Sought(r"\b(?:condemn|deplor|denounc|criticis|criticiz)\w*\s+(?:the\s+)?$")


def _after_city(marks: Marks, start: int) -> bool:
    """Whether a state's name follows a city across a comma ("Jakarta, Indonesia")."""
    return any(
        place.kind in {"city", "venue"} and marks.text[place.end : start] in {", ", " (", ", the "}
        for place in within(marks.places, start - 40, start)
    )


def person_support(part: Part, mention: PersonMention, rule: str) -> Support:
    """The support of a participant: the name as written."""
    return Support(part, mention.start, mention.end, rule)


# "the 2015 agreement", stamps and datelines date something else than the engagement.
IGNORED_DATES = ("dates.dateline", "dates.stamp")
NOT_EVENT_DATE = re.compile(
    r"\b(?:(?:announced|said|stated|reported|confirmed|told (?:reporters|\w+))(?: on| in a statement(?: on)?)?|(?:seized|adopted|launched|published|built|established|approved|agreed|captured|recovered|concluded|delivered|ratified|issued|elected|appointed|created|begun) (?:in|on)|since|until|by|founded in|established in|before|after|due|of the|dated|resolution of|through)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "The violence of 3 June", "the elections in May": what happened that day is spoken of, not met for.
DATE_OF_MATTER = Sought(
    r"\b(?:violence|attacks?|bombings?|coups?|elections?|invasion|protests|demonstrations|earthquakes?|cyclones?|typhoons?|floods|storm|fire|crash|"
    r"killing|assassination|massacre|ceasefire|referendum|launch(?:es)?|resolution|decision|ruling|verdict|treaty|war|events?|incidents?|clash(?:es)?)"
    r"\s+(?:of|on|in|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


# "Monday's attack"; "today's meeting" is the day of the meeting.
DAY_OF_ANOTHER = re.compile(
    r"[’']s\b(?! (?:[\w-]+ ){0,2}(?:meetings?|talks|call|visit|sessions?|dialogue|discussions?|engagements?|conversations?|summit|signing)\b)"
)


def dates_in(marks: Marks, start: int, end: int) -> list[DateMention]:
    """The dates in `start:end` that can date an engagement."""
    return [
        mention
        for mention in within(marks.dates, start, end)
        if mention.rule not in IGNORED_DATES
        and not DAY_OF_ANOTHER.match(marks.text, mention.end)
        and not NOT_EVENT_DATE.search(marks.text, max(0, mention.start - 24), mention.start)
        and not DATE_OF_MATTER.search(marks, max(0, mention.start - 30), mention.start)
    ]


# "This year ... on October 28": the day counts, wherever it stands.
VAGUE_DATES = frozenset({"dates.year", "dates.year_in_name", "dates.relative_year"})


def nearest_date(marks: Marks, frame_start: int, frame_end: int, left: int, right: int) -> DateMention | None:
    """The date in `left:right` nearest to the trigger; one that follows wins over one before."""
    found = dates_in(marks, left, right)
    if not found:
        return None

    def distance(mention: DateMention) -> tuple[int, int]:
        precise = 0 if mention.rule not in VAGUE_DATES else 1
        if mention.start >= frame_end:
            return (precise, mention.start - frame_end)
        return (precise, frame_start - mention.end + 15)

    return min(found, key=distance)


# Words right before a place that make it the place of the event.
AT_PLACE = re.compile(
    r"(?:\b(?:province|prefecture|governorate|oblast|city|town|capital|(?:off|near) the coast) of|\b(?:in|at|to|aboard|near|off|outside|on board|port of|visit(?:ed|s|ing)?|tour(?:ed|s|ing)?|entered|reached|inspected|from|for)"
    r"|,)\s*(?:the\s+|his\s+|her\s+|their\s+|historic\s+|southern\s+|northern\s+)?$",
    re.IGNORECASE,
)
# "Canberra will host the tenth round", "to be hosted by Malaysia in 2019".
WILL_HOST = re.compile(r"\s+(?:will|would|is to|are to|is due to) host\b")
HOSTED_BY = re.compile(r"\bhosted by\s+(?:the\s+)?$")
# "..., the Pentagon said".
SAID = re.compile(r"\s+(?:said|says|announced|confirmed|spokes\w+|press secretary)\b")
OFF_COAST = re.compile(r"\boff\s+(?:the coast of\s+)?$")
# "Thanked Mongolia for peacekeeping missions in South Sudan", "the situation in Gaza": what is there, not who met there.
WHAT_IS_THERE = re.compile(
    r"\b(?:situation|wars?|conflicts?|cris[ei]s|missions?|operations?|stability|security|peace|peacekeeping|ceasefire|developments?|investments?|interests?|elections?|"
    r"violence|fighting|presence|coup|hostilities|assistance|aid|aggression|projects?|programs?|corridors?|facilit(?:y|ies)|companies|firms|factor(?:y|ies)|schools?|hospitals?|refugees?|victims?|communit(?:y|ies)|role|deployment|troops|forces|people|citizens|civilians|democracy|reforms?|earthquakes?|tensions?|invasion|attacks?|events|progress|instability)"
    r"\s+(?:in|on|at|near|within|across)\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+)?$"
)
AFTER_COMMA = re.compile(r",\s*(?:the\s+)?$")
FROM_PLACE = re.compile(
    r"\b(?:from|(?<!city )(?<!town )(?<!capital )(?<!province )(?<!prefecture )(?<!governorate )(?<!oblast )(?<!coast )of|and|for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def place_of(
    mentions: Mentions, zone: Zone, *, travel: bool = False, anywhere: bool = False, occasion: Support | None = None
) -> dict[str, tuple[str, Support]]:
    """Venue, city and country named in a zone as the place of the event; `anywhere` needs no preposition, as in headings.

    What stands within the `occasion`'s name is no place.
    """
    marks = mentions.marks(zone.part)
    # An office before a name may reach into the zone though the name does not.
    covered = [(full_start(m), full_end(m)) for m in within(marks.people, zone.start, zone.end + 200)]
    found: dict[str, tuple[str, Support]] = {}
    for mention in within(marks.places, zone.start, zone.end):
        if any(low <= mention.start < high for low, high in covered) or (occasion and occasion.start <= mention.start < occasion.end):
            continue
        before = marks.text[max(0, mention.start - 30) : mention.start]
        hosting = mention.kind != "venue" and (WILL_HOST.match(marks.text, mention.end) or HOSTED_BY.search(before))
        if (
            not anywhere
            and not hosting
            and not _alone(marks, mention, before)
            and (not AT_PLACE.search(before) or (not travel and FROM_PLACE.search(before)))
        ):
            continue
        if (POSSESSIVE.match(marks.text, mention.end) and mention.kind != "venue") or SAID.match(marks.text, mention.end):
            continue
        if (
            not anywhere
            and not travel
            and WHAT_IS_THERE.search(before)
            and not (occasion and FOR_NAME.fullmatch(marks.text, mention.end, occasion.start))
        ):
            continue
        if AFTER_COMMA.search(before) and not found:
            continue
        support = Support(zone.part, mention.start, mention.end, f"places.{mention.kind}")
        derived = Support(zone.part, mention.start, mention.end, f"places.{mention.kind}", "derived")
        if mention.kind == "country" and "country" in found and found["country"][0] != (mention.country or ""):
            continue
        if mention.kind in found and mention.kind != "country":
            continue
        if mention.kind == "venue" and mention.name:
            found["venue"] = (mention.name, support)
            if mention.city and "city" not in found:
                found["city"] = (mention.city, derived)
        elif mention.kind == "city" and OFF_COAST.search(before):
            # "Off Kuantan": in the state's waters, not in the town.
            pass
        elif mention.kind == "city":
            name = mention.city or mention.name
            if "city" in found and found["city"][1].basis == "stated":
                continue
            found["city"] = (name, support)
        if mention.kind == "city" and mention.country and "city" in found and found["city"][1].start == mention.start:
            # "Tanks to Ukraine, announced in Brussels": a town outweighs a state named before it.
            found["country"] = (mention.country, derived)
        if mention.country and (mention.kind == "country" or "country" not in found):
            found["country"] = (mention.country, support if mention.kind == "country" else derived)
    return found


# "The next round is planned for Brussels": there; "a trip planned for May" is no place.
PLANNED_FOR = re.compile(r"\b(?:planned|scheduled|set|slated|due|earmarked) for\s+(?:the\s+)?$")
# "In Queensland for Exercise Talisman Sabre": what was there is what is told.
FOR_NAME = re.compile(r"\s+(?:for|during|at) (?:the )?")


def _alone(marks: Marks, mention: PlaceMention, before: str) -> bool:
    """ "Wreath-laying with Minister X (Kyiv)", "planned for Brussels": a place without a preposition of place."""
    return (before.endswith("(") and marks.text.startswith((")", ", "), mention.end)) or PLANNED_FOR.search(before) is not None


def nearest_trigger_zone(matches: list[TriggerMatch], index: int, left: int, right: int) -> tuple[int, int]:
    """`left:right` cut at the neighbouring triggers, so that no mention feeds two frames."""
    if index > 0:
        left = max(left, matches[index - 1].end)
    if index + 1 < len(matches):
        right = min(right, matches[index + 1].start)
    return left, right
