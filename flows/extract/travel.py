"""Travel: one frame for each country of a visit or trip."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from flows.extract.adding import add_guests_of_last, add_people
from flows.extract.dates import DateMention
from flows.extract.frames import Frame, Support, Zone, dates_in, full_end, full_start, nearest_date, parties_in, people_in, place_of
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader
from flows.extract.seeking import Sought
from flows.extract.telling import Telling
from flows.extract.timing import begin_and_end, set_date, span_of_days
from flows.extract.triggers import TriggerMatch
from schemas.vocabulary import ORGANISATIONS

# "The visit of the Pakistani delegation".
GUESTS_NAMED_BY_STATE = re.compile(r"\s+the (?:[A-Z]\w+ )?(?:delegation|guests?)\b")


BEFORE_GOING = Sought(r"(?:^|[.\n]\s*)?(?:Before|After|Prior to)\s+$")


# "Will meet the Chief Adviser, X, before travelling to Cox's Bazar": he who meets goes on, not whom he meets.
GOING = frozenset({"travelling", "traveling", "heading", "visiting", "flying", "returning", "departing"})
BEFORE_GOING_ON = Sought(r",?\s(?:before|after|then)\s+$")


class Stop(NamedTuple):
    """A country visited, and the words that name it."""

    country: str
    start: int
    end: int


def _as_told(telling: Telling, frame: Frame) -> None:
    """Give a journey the subjects of what its sentence tells first."""
    told = next((f for f in telling.told_before if f.shape != "again"), None)
    if told is None:
        return
    support = frame.trigger._replace(rule="participants.same_subject", basis="context")
    frame.people = {number: ("principal", [support]) for number in told.subjects}
    frame.subjects = list(told.subjects)
    partners = {code for code, rows in told.parties.items() if rows[0].start > told.trigger.start}
    frame.parties = {code: rows for code, rows in told.parties.items() if code not in partners}


def visit_frames(telling: Telling, frame: Frame, left: int) -> list[Frame]:
    """One frame per country visited, each with the dates and the city nearest to it; `left` is where the clause begins."""
    text, marks, sentence, match, right = telling.marks.text, telling.marks, telling.sentence, telling.match, telling.right
    if match.verb in {"travelling", "traveling"} and telling.before(BEFORE_GOING):
        # "Before travelling to Algiers, he visited Rabat": the day told is not that of Algiers.
        return []
    if match.verb == "went" and not any(s.start < match.start for _, found in frame.people.values() for s in found):
        # "The text went to Latvia": nobody travels.
        return []
    if match.verb in GOING and telling.before(BEFORE_GOING_ON):
        _as_told(telling, frame)
    hosts = people_in(marks, Zone(sentence.part, match.end, right), owners=True)
    if frame.shape == "trip":
        hosts = _fill_trip(telling, frame, left, hosts)
    _add_companions(telling.reader, frame, marks, sentence, match)
    aside = WHO_IS.search(text, sentence.start, match.start)
    if match.verb == "visiting" and aside and not dates_in(marks, match.end, right):
        # "Spoke with Y, who was visiting Israel": nothing is told of the visit itself (GUIDE.md, One or several).
        return []
    stops = _stops(marks, _destinations(telling, hosts))
    for stop in stops:
        # "Visit to Japan and Vietnam": neither is a party of the visit to the other.
        frame.parties.pop(stop.country, None)
    ends = next((n for n in (text.find(",", match.end, sentence.end),) if aside and n > 0), sentence.end)
    if not stops and THE_REGION.match(text, match.end):
        # "At the start of a three-day visit to the region": the states are told apart.
        return []
    if not stops:
        return _without_stop(telling, frame, left, ends, hosts)
    return [_visit_of_stop(telling, frame, left, ends, stops, number) for number in range(len(stops))]


BY_OR_OF = re.compile(r".{0,12}?\b(?:by|of)\b")


# "The Special Envoy of the Secretary-General for Yemen visited Riyadh": whom he is sent for, not who travels.
SENT_FOR = re.compile(r"\b(?:[Ee]nvoy|[Rr]epresentative|[Cc]oordinator|[Aa]dvis[eo]r)\b[^,.;]{0,60}? (?:for|on|to) (?:the )?$")
SENT_REACH = 90


def _fill_trip(telling: Telling, frame: Frame, left: int, hosts: list[PersonMention]) -> list[PersonMention]:
    """Add who is on a trip told by a noun, and its parties; the people of its words, who are its hosts or its travellers."""
    reader, marks, sentence, match = telling.reader, telling.marks, telling.sentence, telling.match
    by = BY_OR_OF.match(marks.text[match.start : telling.right])
    if by and not hosts:
        # "The visit by Vice President X to Paris": the traveller stands within the words of the trip.
        hosts = people_in(marks, Zone(sentence.part, match.start, match.end), owners=True)
    if by and any(host.person_no is not None for host in hosts):
        # "X noted the visit by Y": X does not travel.
        frame.people.clear()
    if by or match.trigger.name == "visit_of":
        add_people(reader, frame, hosts, sentence)
        if not frame.people and GUESTS_NAMED_BY_STATE.match(marks.text, match.end):
            add_guests_of_last(reader, frame, Support(sentence.part, match.start, match.end, "participants.delegation", "context"))
        frame.subjects = list(frame.people)
    made = MADE_BY.match(marks.text, match.end, sentence.end)
    if (
        made is not None
        and frame.people
        and any(support.rule != "participants.pronoun" for _, rows in frame.people.values() for support in rows)
    ):
        made = None
    if made is not None:
        frame.people.clear()
        # "A trip to Kyiv which the minister was to make", "a stop in Ottawa had been part of the minister's programme".
        said = "who" if made["who"] else "whose"
        add_people(reader, frame, people_in(marks, Zone(sentence.part, *made.span(said)), owners=True), sentence)
        meant = reader.subjects[:1] if not frame.people and reader.patterns.words["pronouns"].pattern.fullmatch(made[said]) else []
        for number in meant:
            frame.add_person(number, "principal", Support(sentence.part, *made.span(said), "participants.pronoun", "context"))
        frame.subjects = list(frame.people)
    for code, support in parties_in(marks, Zone(sentence.part, left, telling.right), hosts):
        if not SENT_FOR.search(marks.text, max(0, support.start - SENT_REACH), support.start):
            frame.add_party(code, support)
    if not frame.people and reader.subject_party and OWN.search(marks.text, max(sentence.start, match.start - OWN_REACH), match.end):
        # "The Secretary-General recalled his own stay in Dili": of him whom the release names by office alone.
        frame.add_party(reader.subject_party, frame.trigger._replace(rule="parties.pronoun", basis="context"))
    return hosts


OWN = re.compile(r"\b(?:his|her) own\b")
OWN_REACH = 30


MADE_BY = re.compile(
    r"[^.;]{2,60}?,? (?:which|that) (?P<who>[^.;,]{2,80}?) (?:was|were|is|are|had|has|will)\b[^.;,]{0,30}?\b(?:make|made|pay|paid|undertake|undertaken)\b"
    r"|[^.;]{2,60}? part of (?P<whose>[^.;,]{2,80}?)(?:[’']s?)? (?:programme|program|itinerary|agenda|schedule)\b"
)


PORT_OF = "port of"


def _destinations(telling: Telling, hosts: list[PersonMention]) -> Zone:
    """The words that name where a journey goes: from the trigger's own preposition, or from the visitor named after it."""
    match = telling.match
    named = [host for host in hosts if host.form == "named"]
    if match.trigger.name == "visit_of" and named:
        return Zone(telling.sentence.part, full_end(named[0]), telling.right)
    if telling.marks.text.endswith(PORT_OF, match.start, match.end):
        # "Reached the port of Colombo": the port is a place of its own.
        return Zone(telling.sentence.part, match.end, telling.right)
    lead = 0 if telling.marks.text.startswith("for", match.end - 3) else 3 if telling.shape == "travel" else 4
    return Zone(telling.sentence.part, match.end - lead, telling.right)


def _without_stop(telling: Telling, frame: Frame, left: int, ends: int, hosts: list[PersonMention]) -> list[Frame]:
    """A visit that names no state it goes to: its day, its hosts, and the publisher's own state where the words mean it."""
    reader, marks, sentence, match, right = telling.reader, telling.marks, telling.sentence, telling.match, telling.right
    _at_our_venue(reader, frame, marks, Zone(sentence.part, match.start, right))
    aside = _aside(telling)
    if aside is not None:
        near = _date_aside(telling, match.start, match.end, aside, min(right, ends))
    else:
        near = nearest_date(marks, match.start, match.end, left, right) or nearest_date(marks, match.start, match.end, sentence.start, ends)
    set_date(reader, frame, sentence, near)
    span_of_days(frame, marks, sentence)
    begin_and_end(reader, frame, marks, sentence)
    for host in hosts:
        if host.party and host.person_no not in frame.people:
            frame.add_party(host.party, Support(sentence.part, host.start, host.end, "parties.host"))
    if match.trigger.name in PLACED and not frame.places:
        return []
    return [frame] if frame.shape != "travel" or frame.parties else []


# Words by which places alone are visited: "inspected the draft" is no journey.
PLACED = frozenset({"inspected", "went_to", "was_there", "spent_days", "took_to", "fit_in"})


FROM_NAME = re.compile(r"\bfrom [A-Z]")


def _visit_of_stop(telling: Telling, frame: Frame, left: int, ends: int, stops: list[Stop], number: int) -> Frame:
    """The visit to one stop: who travels, the stop as host, its town and its day."""
    reader, marks, part, match = telling.reader, telling.marks, telling.sentence.part, telling.match
    country, low, high = stops[number]
    trigger = frame.trigger if number == 0 else Support(part, frame.trigger.start, high, frame.trigger.rule)
    visit = Frame(
        "visit",
        frame.mode,
        frame.status,
        trigger,
        telling.sentence,
        frame.shape,
        subjects=list(frame.subjects),
        people=dict(frame.people),
        parties=dict(frame.parties),
        sentences=[telling.sentence.index],
    )
    leg = FROM_NAME.search(marks.text[match.start : match.end])
    begin = (match.end - 4 if leg else match.start) if number == 0 else max(match.end, low - 1)
    visit.places = place_of(reader.mentions, Zone(part, begin, high), travel=True)
    town = next((p for p in within(marks.places, low, high) if p.kind == "city" and number > 0), None)
    if town is not None:
        visit.places.setdefault("city", (town.city or town.name, Support(part, town.start, town.end, "places.destination")))
    towns = [p for p in within(marks.places, low, high) if p.kind == "city" and p.country == country]
    if any(marks.text[a.end : b.start] in {" and ", ", ", ", and "} for a, b in itertools.pairwise(towns)):
        # "Visits Lagos and Abuja": the state's, no town's.
        visit.places.pop("city", None)
    visit.places.setdefault("country", (country, Support(part, low, high, "places.destination", "derived")))
    visit.add_party(_host_of(reader, visit, marks, country, low, high), Support(part, low, high, "parties.destination", "derived"))
    _date_of_stop(telling, visit, left, ends, stops, number)
    return visit


def _date_of_stop(telling: Telling, visit: Frame, left: int, ends: int, stops: list[Stop], number: int) -> None:
    """Date a stop by what stands nearest to it, unless the day is that of the return or of the whole journey's end."""
    reader, marks, sentence = telling.reader, telling.marks, telling.sentence
    _, low, high = stops[number]
    is_several = len(stops) > 1
    limit = stops[number + 1].start if number + 1 < len(stops) else ends
    aside = _aside(telling)
    near = (
        _date_aside(telling, low, high, aside, min(limit, ends))
        if aside is not None
        else nearest_date(marks, low, high, low, min(limit, max(telling.right, high)))
        or (nearest_date(marks, low, high, high, sentence.end) if is_several else None)
        or nearest_date(marks, low, high, left, limit)
        or nearest_date(marks, low, high, sentence.start, ends)
    )
    set_date(reader, visit, sentence, near)
    span_of_days(visit, marks, sentence)
    begin_and_end(reader, visit, marks, sentence)
    if telling.match.trigger.name == "returned_from" and visit.date and visit.date.precision == "day":
        # The day of the return is not that of the stops.
        visit.drop_date()
    if is_several and visit.date and visit.date.basis == "relative" and telling.before(CONCLUDED):
        # "Today, the minister concluded a visit to Latvia and Poland": the day of the end is not that of the stops.
        visit.drop_date()
        visit.ends = None


def _host_of(reader: Reader, visit: Frame, marks: Marks, country: str, low: int, high: int) -> str:
    """Whom a visitor of a command abroad visits: the Libyans at U.S. Africa Command the United States, not Germany."""
    venue = next((p for p in within(marks.places, low, high) if p.kind == "venue"), None)
    visitors = {reader.mentions.people.persons[number].party for number in visit.people} | set(visit.parties)
    ours = venue is not None and (venue.name or "").startswith("U.S. ") and country != "USA"
    return "USA" if ours and visitors.isdisjoint({"USA", None}) and visitors else country


# "Met Y during his visit to Japan": the day of the talks is not said to be the visit's.
DURING_HIS = re.compile(
    r"\b(?:[Dd]uring|[Ww]ithin the framework of|[Oo]n the occasion of|as part of) (?:his|her|their|an?|the) (?:[\w-]+ ){0,3}$"
)


def _aside(telling: Telling) -> int | None:
    """Where the words begin that tell a journey in passing, of one who did something else on the day that the sentence gives."""
    text, start, end = telling.marks.text, telling.sentence.start, telling.match.start
    match = WHO_IS.search(text, start, end) or (DURING_HIS.search(text, start, end) if telling.shape == "trip" else None)
    return match.start() if match else None


def _date_aside(telling: Telling, low: int, high: int, aside: int, limit: int) -> DateMention | None:
    """The date of a journey told in passing: within its own words, or the month right before them ("in May during her visit")."""
    marks = telling.marks
    near = nearest_date(marks, low, high, aside, limit)
    before = dates_in(marks, telling.sentence.start, aside)
    if near is None and before and not marks.text[before[-1].end : aside].strip(" ,") and before[-1].rule not in BY_DAY:
        return before[-1]
    return near


# Rules that give a day.
BY_DAY = frozenset(
    {
        "dates.month_day",
        "dates.weekday",
        "dates.relative_day",
        "dates.same_day",
        "dates.next_day",
        "dates.previous_day",
        "dates.day_of_month",
    }
)


THE_REGION = re.compile(r"\s*(?:to |of )?the (?:region|(?:two|three|four|five) (?:countries|states|nations))\b")
CONCLUDED = Sought(r"\b(?:conclud|complet|end|finish|wrapp)\w*\b[^.;]{0,40}$")
# "Minister X, who is on a visit to Korea, will tour the base on the 21st": the day is of the tour.
WHO_IS = re.compile(r"\bwho (?:is|was|are|were)\b[^,;]*$|,\s+(?:currently )?on (?:an?|his|her) (?:[\w-]+ ){0,3}$")
VISITING = re.compile(r"\bvisiting\b")
OUR_COUNTRY = re.compile(r"\b(?:the|our) country\b")


def _at_our_venue(reader: Reader, frame: Frame, marks: Marks, zone: Zone) -> None:
    """ "The guest also visited the Naval Academy": a foreign visitor of "the country", or of a venue whose state is not said, is in the publisher's own."""
    home = reader.mentions.document.publisher_party
    guests = {reader.mentions.people.persons[number].party for number in frame.people}
    if frame.shape != "travel" or home is None or home in ORGANISATIONS or not guests or guests & {home, None} or frame.parties:
        return
    speech = reader.mentions.document.release_type == "transcript"
    country = None if speech else OUR_COUNTRY.search(marks.text, zone.start, zone.end)
    venue = next((p for p in within(marks.places, zone.start, zone.end) if p.kind == "venue" and not p.country), None)
    if country is not None and VISITING.search(marks.text, zone.start, country.start()) and not dates_in(marks, zone.start, zone.end):
        # "Received General X, who is visiting the country": nothing is told of the visit itself (GUIDE.md, One or several).
        return
    if country is not None:
        told = Support(zone.part, country.start(), country.end(), "places.publisher", "context")
        frame.places = {"country": (home, told)}
        frame.add_party(home, told._replace(rule="parties.publisher"))
    if country is not None or venue is None:
        return
    support = Support(zone.part, venue.start, venue.end, "places.venue")
    frame.places = {"venue": (venue.name, support), "country": (home, support._replace(rule="places.publisher", basis="context"))}
    frame.add_party(home, support._replace(rule="parties.publisher", basis="context"))


COMPANY = re.compile(r",?\s+(?:accompanied by|along with|together with|joined by)\s")
ENDS_COMPANY = re.compile(r"[;:]|\b(?:to|where|who|which|for|during|on|as|was|were|met|will|and (?:met|held|toured|visited))\b")


def _add_companions(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch) -> None:
    """ "Traveled to Kenya, accompanied by Sgt. Maj. X, senior enlisted leader": X travels too; "visited the port with X" need not."""
    company = COMPANY.search(marks.text, match.end, sentence.end)
    if company is None or ("along" in company.group() and frame.shape != "travel"):
        return
    home = {reader.mentions.people.persons[number].party for number in frame.subjects}
    previous = company.end()
    for mention in people_in(marks, Zone(sentence.part, company.end(), sentence.end), owners=False):
        between = marks.text[previous : full_start(mention)]
        if mention.person_no is None or mention.person_no in reader.excluded or ENDS_COMPANY.search(between):
            break
        previous = full_end(mention)
        if not home or reader.mentions.people.persons[mention.person_no].party in home | {None}:
            add_people(reader, frame, [mention], sentence)


def _stops(marks: Marks, zone: Zone) -> list[Stop]:
    """The countries visited, in text order."""
    stops: list[Stop] = []
    covered = [(full_start(m), full_end(m)) for m in within(marks.people, zone.start, zone.end)]
    for mention in within(marks.places, max(0, zone.start), zone.end):
        if not mention.country or any(low <= mention.start < high for low, high in covered):
            continue
        if POSSESSIVE_AFTER.match(marks.text, mention.end) or ASIDE.search(marks.text, zone.start, mention.start):
            continue
        if mention.start > zone.start + OF_THE and not DESTINATION.search(marks.text, max(0, mention.start - 40), mention.start):
            continue
        if stops and stops[-1].country == mention.country:
            stops[-1] = stops[-1]._replace(end=mention.end)
        elif not any(stop.country == mention.country for stop in stops):
            stops.append(Stop(mention.country, mention.start, mention.end))
    return stops


POSSESSIVE_AFTER = re.compile(r"[’']s?\s")


# "A tour of the Netherlands": so many code points before a destination need no word of going.
OF_THE = len(" of the ")
# A destination stands after "to" or "in", after the verb, or in a list with others.
DESTINATION = re.compile(
    r"(?:\b(?:to|in|at|through|across|around|and|(?:depart|head|leav|left)\w*(?: \w+)? for|port of|visit(?:ed|s|ing)?|tour(?:ed|s|ing)?|enter(?:s|ed)|from|aboard)|,|\)|\bcalls?|\bvisits?|\bcalled)\s+(?:the\s+|(?:(?:south|north|east|west|central|south-?east|north-?west|south-?west|north-?east)(?:ern)?\s+)|neighbou?ring\s+)?$",
    re.IGNORECASE,
)


ASIDE = re.compile(r"\b(?:from|with|of|for|as|on the|about)\s(?!\w+ \d|\d|an? (?:[\w-]+ ){0,2}(?:trip|visit|tour|travel)\b)")
