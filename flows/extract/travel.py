"""Travel: one frame for each country of a visit or trip."""

from __future__ import annotations

import re

from flows.extract.adding import add_guests_of_last, add_people
from flows.extract.frames import Frame, Support, Zone, dates_in, full_end, full_start, nearest_date, parties_in, people_in, place_of
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.reader import Reader
from flows.extract.timing import begin_and_end, set_date, span_of_days
from flows.extract.triggers import TriggerMatch
from schemas.vocabulary import ORGANISATIONS

# "The visit of the Pakistani delegation".
GUESTS_NAMED_BY_STATE = re.compile(r"\s+the (?:[A-Z]\w+ )?(?:delegation|guests?)\b")


BEFORE_GOING = re.compile(r"(?:^|[.\n]\s*)?(?:Before|After|Prior to)\s+$")


# "Will meet the Chief Adviser, X, before travelling to Cox's Bazar": he who meets goes on, not whom he meets.
GOING = frozenset({"travelling", "traveling", "heading", "visiting", "flying", "returning", "departing"})
BEFORE_GOING_ON = re.compile(r",?\s(?:before|after|then)\s+$")


def _as_told(reader: Reader, frame: Frame, sentence: Sentence) -> None:
    """Give a journey the subjects of what its sentence tells first."""
    told = next((f for f in reader.frames if f.sentence.index == sentence.index and f.shape != "again"), None)
    if told is None:
        return
    support = frame.trigger._replace(rule="participants.same_subject", basis="context")
    frame.people = {number: ("principal", [support]) for number in told.subjects}
    frame.subjects = list(told.subjects)
    partners = {code for code, rows in told.parties.items() if rows[0].start > told.trigger.start}
    frame.parties = {code: rows for code, rows in told.parties.items() if code not in partners}


def visit_frames(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, left: int, match: TriggerMatch, right: int) -> list[Frame]:
    """One frame per country visited, each with the dates and the city nearest to it."""
    text = marks.text
    if match.verb in {"travelling", "traveling"} and BEFORE_GOING.search(text, sentence.start, match.start):
        # "Before travelling to Algiers, he visited Rabat": the day told is not that of Algiers.
        return []
    if match.verb in GOING and BEFORE_GOING_ON.search(text, sentence.start, match.start):
        _as_told(reader, frame, sentence)
    lead = 0 if text.startswith("for", match.end - 3) else 3 if frame.shape == "travel" else 4
    after = Zone(sentence.part, match.end - lead, right)
    hosts = people_in(marks, Zone(sentence.part, match.end, right), owners=True)
    if frame.shape == "trip":
        by = re.match(r".{0,12}?\b(?:by|of)\b", text[match.start : right])
        if by and not hosts:
            # "The visit by Vice President X to Paris": the traveller stands within the words of the trip.
            hosts = people_in(marks, Zone(sentence.part, match.start, match.end), owners=True)
        if by and any(host.person_no is not None for host in hosts):
            # "X noted the visit by Y": X does not travel.
            frame.people.clear()
        if by or match.trigger.name == "visit_of":
            add_people(reader, frame, hosts, sentence)
            if not frame.people and GUESTS_NAMED_BY_STATE.match(text, match.end):
                add_guests_of_last(reader, frame, Support(sentence.part, match.start, match.end, "participants.delegation", "context"))
            frame.subjects = list(frame.people)
        for code, support in parties_in(marks, Zone(sentence.part, left, right), hosts):
            frame.add_party(code, support)
    _add_companions(reader, frame, marks, sentence, match)
    if match.verb == "visiting" and WHO_IS.search(text, sentence.start, match.start) and not dates_in(marks, match.end, right):
        # "Spoke with Y, who was visiting Israel": nothing is told of the visit itself (GUIDE.md, One or several).
        return []
    named = [host for host in hosts if host.form == "named"]
    if match.trigger.name == "visit_of" and named:
        after = Zone(sentence.part, full_end(named[0]), right)
    stops = _stops(marks, after, match)
    for country, *_ in stops:
        # "Visit to Japan and Vietnam": neither is a party of the visit to the other.
        frame.parties.pop(country, None)
    aside = WHO_IS.search(text, sentence.start, match.start)
    limit_of_clause = next((n for n in (text.find(",", match.end, sentence.end),) if aside and n > 0), sentence.end)
    if not stops and THE_REGION.match(text, match.end):
        # "At the start of a three-day visit to the region": the states are told apart.
        return []
    if not stops:
        _at_our_venue(reader, frame, marks, Zone(sentence.part, match.start, right))
        low, high = sentence.start, limit_of_clause
        mention = nearest_date(marks, match.start, match.end, low, high)
        set_date(reader, frame, sentence, nearest_date(marks, match.start, match.end, left, right) or mention)
        span_of_days(frame, marks, sentence)
        begin_and_end(reader, frame, marks, sentence)
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
        leg = re.search(r"\bfrom [A-Z]", marks.text[match.start : match.end])
        begin = (match.end - 4 if leg else match.start) if number == 0 else max(match.end, low - 1)
        visit.places = place_of(reader.mentions, Zone(sentence.part, begin, high), travel=True)
        town = next((p for p in within(marks.places, low, high) if p.kind == "city" and number > 0), None)
        if town is not None:
            visit.places.setdefault("city", (town.city or town.name, Support(sentence.part, town.start, town.end, "places.destination")))
        visit.places.setdefault("country", (country, Support(sentence.part, low, high, "places.destination", "derived")))
        visit.add_party(
            _host_of(reader, visit, marks, country, low, high), Support(sentence.part, low, high, "parties.destination", "derived")
        )
        limit = stops[number + 1][1] if number + 1 < len(stops) else limit_of_clause
        set_date(
            reader,
            visit,
            sentence,
            nearest_date(marks, low, high, low, min(limit, max(right, high)))
            or (nearest_date(marks, low, high, high, sentence.end) if len(stops) > 1 else None)
            or nearest_date(marks, low, high, left, limit)
            or nearest_date(marks, low, high, sentence.start, limit_of_clause),
        )
        span_of_days(visit, marks, sentence)
        begin_and_end(reader, visit, marks, sentence)
        if match.trigger.name == "returned_from" and visit.date and visit.date.precision == "day":
            # The day of the return is not that of the stops.
            visit.date, visit.date_text, visit.date_support = None, None, []
        if len(stops) > 1 and visit.date and visit.date.basis == "relative" and CONCLUDED.search(text, sentence.start, match.start):
            # "Today, the minister concluded a visit to Latvia and Poland": the day of the end is not that of the stops.
            visit.date, visit.date_text, visit.date_support, visit.ends = None, None, [], None
        frames.append(visit)
    return frames


def _host_of(reader: Reader, visit: Frame, marks: Marks, country: str, low: int, high: int) -> str:
    """Whom a visitor of a command abroad visits: the Libyans at U.S. Africa Command the United States, not Germany."""
    venue = next((p for p in within(marks.places, low, high) if p.kind == "venue"), None)
    visitors = {reader.mentions.people.persons[number].party for number in visit.people} | set(visit.parties)
    ours = venue is not None and (venue.name or "").startswith("U.S. ") and country != "USA"
    return "USA" if ours and visitors.isdisjoint({"USA", None}) and visitors else country


THE_REGION = re.compile(r"\s*(?:to |of )?the (?:region|(?:two|three|four|five) (?:countries|states|nations))\b")
CONCLUDED = re.compile(r"\b(?:conclud|complet|end|finish|wrapp)\w*\b[^.;]{0,40}$")
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


POSSESSIVE_AFTER = re.compile(r"[’']s?\s")


# A destination stands after "to" or "in", after the verb, or in a list with others.
DESTINATION = re.compile(
    r"(?:\b(?:to|in|at|and|(?:depart|head|leav|left)\w*(?: \w+)? for|port of|visit(?:ed|s|ing)?|tour(?:ed|s|ing)?|enter(?:s|ed)|from|aboard)|,|\)|\bcalls?|\bvisits?|\bcalled)\s+(?:the\s+|southern\s+|northern\s+|neighbou?ring\s+)?$",
    re.IGNORECASE,
)


ASIDE = re.compile(r"\b(?:from|with|of|for|as|on the|about)\s(?!\w+ \d|\d|an? (?:[\w-]+ ){0,2}(?:trip|visit|tour|travel)\b)")
