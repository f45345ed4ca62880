"""Seating: where it was, certain from who received whom and where they sit."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from config.publishers import find_publisher
from flows.extract.believing import publisher_span
from flows.extract.events import seats
from flows.extract.frames import Frame, Support
from flows.extract.mentions import DATELINE, OPENING, Mentions, within
from flows.extract.places import find_parties, find_places, states
from schemas.vocabulary import ORGANISATIONS, Part


def seat_frame(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """Give a frame without a place the one that is certain from its conference, its words, its ambassador, ministry or host."""
    if "country" not in frame.places and frame.kind == "conference":
        _at_its_seat(frame)
    for rule in (_here, _where_spoken, _at_headquarters, _at_ministry, _at_post, from_host):
        if "country" not in frame.places:
            rule(mentions, frames, frame)


def town_of_city_state(frame: Frame) -> None:
    """Who is in Singapore is in Singapore: a state that bears its capital's name and is no larger."""
    code, support = frame.places.get("country", ("", None))
    if code in CITY_STATES and support is not None and "city" not in frame.places and frame.kind != "exercise":
        frame.places["city"] = (states()[code].capital, Support(support.part, support.start, support.end, support.rule, "derived"))


def _at_its_seat(frame: Frame) -> None:
    """The town of a conference that is held there each time (events.yaml, `seats`), where the text names no other."""
    if frame.event is None or frame.mode in {"phone", "video"}:
        return
    seat = next((seat for name, seat in seats().items() if name in frame.event.name), None)
    if seat is not None:
        support = Support(frame.trigger.part, frame.trigger.start, frame.trigger.end, "places.seat", "derived")
        frame.places = {"city": (seat[0], support), "country": (seat[1], support)}


CITY_STATES = frozenset({"SGP", "MCO", "VAT"})


def from_host(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """A foreign guest whom the publisher's own state received, or who is there on a visit, was in that state."""
    home = mentions.document.publisher_party
    if home is None or home in ORGANISATIONS or frame.mode != "in_person" or "country" in frame.places or frame.status == "cancelled":
        return
    if any(f.kind == "visit" and f.places.get("country", (home,))[0] != home and _same_days(f, frame) for f in frames):
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
        frame.places["country"] = (_ground(mentions, home), Support("metadata", *publisher_span(mentions), "places.publisher", "context"))


# "Embassy of Sri Lanka in Viet Nam", "U.S. Embassy in Kenya": where its staff are.
MISSION = re.compile(r"\b(?:Embassy|Consulate|High Commission|Mission)\b")


def _ground(mentions: Mentions, home: str) -> str:
    """The state in which the publisher receives: its own, but for an embassy and a command that sits abroad."""
    seat = _seat(mentions)
    if seat is not None:
        return seat[1]
    name = mentions.document.publisher or ""
    if MISSION.search(name):
        return next((place.country for place in find_places(name) if place.country not in {None, home}), None) or home
    return home


def _seat(mentions: Mentions) -> tuple[str | None, str] | None:
    """Town and state of the publisher's headquarters, where they are not in the capital of its state (publishers.yaml)."""
    document = mentions.document
    publisher = find_publisher(document.publisher, urlsplit(document.url or "").hostname)
    return publisher.seat if publisher else None


# "At the command's headquarters", "at EUCOM headquarters".
AT_HEADQUARTERS = re.compile(r"\b(?:at|to) (?:(?:its|the|his|her|our|their) )?(?:[\w’'-]+ ){0,2}[Hh]eadquarters\b(?! of\b)")


def _at_headquarters(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """A guest at the publisher's own headquarters is in its seat's town."""
    seat, home = _seat(mentions), mentions.document.publisher_party
    if seat is None or home not in frame.parties or frame.mode in {"phone", "video"}:
        return
    marks = mentions.marks(frame.sentence.part)
    match = AT_HEADQUARTERS.search(marks.text, frame.sentence.start, frame.sentence.end)
    if match is None or any(p.code != home for p in within(marks.parties, match.start(), match.end())):
        return
    support = Support(frame.sentence.part, match.start(), match.end(), "places.headquarters", "derived")
    if seat[0]:
        frame.places.setdefault("city", (seat[0], support))
    frame.places["country"] = (seat[1], support)


# "Ambassador of Sri Lanka to Viet Nam", "High Commissioner to Kenya".
ACCREDITED = re.compile(
    r"\b(?:Ambassador|High Commissioner|Charg[eé] d[’']Affaires|Attach[eé])\b.*?\b(?:to|in) (?:the )?(?P<host>[A-Z].{2,40})$"
)


def _at_post(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """An ambassador who meets officials of the state that he is accredited to does so there."""
    if frame.mode != "in_person" or frame.kind not in {"meeting", "ceremony", "signing"}:
        return
    persons = mentions.people.persons
    for number in frame.people:
        post = ACCREDITED.search(persons[number].title or "")
        host = next((p.code for p in find_parties(post["host"]) if p.code not in ORGANISATIONS), None) if post else None
        others = {persons[n].party for n in frame.people if n != number}
        if host is None or host == persons[number].party or host not in others or not others <= {host, persons[number].party}:
            continue
        span = next(iter(persons[number].title_spans), None)
        if span is not None:
            frame.places["country"] = (host, Support(*span, "places.accredited", "derived"))
            return


def _same_days(journey: Frame, frame: Frame) -> bool:
    """Whether a journey may have been under way: not where both are dated, and apart ("he visited Seoul last year")."""
    if journey.date is not None and frame.date is not None and journey.focus != "primary":
        length = min(len(journey.date.start), len(frame.date.start))
        if journey.date.start[:length] != frame.date.start[:length]:
            return False
    return journey.status == frame.status


# "Met here today": in the town that the report is filed from.
HERE = re.compile(r"[^.;]{0,80}?\bhere\b(?=\s+(?:on|at|today|yesterday|this|with|[A-Z]\w+day)\b|[.,])")


def _here(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """The dateline's town where the words say "here"; the dateline alone says nothing (GUIDE.md, `city`)."""
    text = mentions.document.text
    said = frame.trigger.part == "body" and HERE.match(text, frame.trigger.start)
    filed = DATELINE.search(text, 0, OPENING) if said and frame.mode == "in_person" else None
    town = next((p for p in find_places(filed.group().title()) if p.kind == "city"), None) if filed else None
    if filed is None or town is None or not town.country or not town.city:
        return
    support = Support("body", filed.start(), filed.end(), "places.dateline", "context")
    frame.places.setdefault("city", (town.city, support))
    frame.places["country"] = (town.country, support)


# "Doorstop interview, Seoul", "Press conference - Canberra": where words were spoken.
SPOKEN_AT = re.compile(
    r"(?i)\b(?:doorstop|interview|press conference|remarks|media availability|transcript|joint statement|door ?stop)\b[^,\n]{0,40}?(?:,| [-–—]| in| at)\s+"
)
# "It's terrific to be in Seoul", "Welcome to the Pentagon", "great to have him here in Queensland".
GLAD_TO_BE = re.compile(
    r"(?i)\b(?:good|great|terrific|pleasures?|honou?r|delighted|pleased|wonderful|glad|nice|privilege|happy|fantastic|thrilled)\b[^.;:\n]{0,60}?"
    r"(?:\bto be (?:back )?(?:here )?(?:in|at)|\bhere (?:in|at))\s+(?:the )?|\bwelcome (?:back )?to (?:the )?"
)
# Words that place what is told in a transcript where it was spoken.
NOW_AND_HERE = re.compile(r"(?i)\b(?:here|just|today|this (?:morning|afternoon|evening)|inside|a moment ago)\b")


def _where_spoken(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """Talks that a transcript tells of as just held, or held here, were in the town where it was spoken."""
    if mentions.document.release_type != "transcript" or frame.mode != "in_person" or frame.focus != "primary" or frame.kind == "visit":
        return
    marks = mentions.marks(frame.sentence.part)
    if frame.sentence.part == "body" and not NOW_AND_HERE.search(marks.text, frame.sentence.start, frame.sentence.end):
        return
    told: tuple[tuple[Part, re.Pattern[str]], ...] = (("title", SPOKEN_AT), ("body", SPOKEN_AT), ("body", GLAD_TO_BE))
    for part, pattern in told:
        words = mentions.marks(part).text
        for match in pattern.finditer(words, 0, OPENING):
            place = next((p for p in find_places(words[match.end() : match.end() + LONGEST_PLACE]) if p.start == 0), None)
            if place is None:
                continue
            support = Support(part, match.end(), match.end() + place.end, "places.spoken", "context")
            country = place.country or (mentions.document.publisher_party if place.kind == "venue" else None)
            if place.kind == "venue":
                frame.places["venue"] = (place.name, support)
            if place.city:
                frame.places["city"] = (place.city, support)
            if country is not None and country not in ORGANISATIONS:
                frame.places["country"] = (country, support)
            return


# Code points within which a place's name stands.
LONGEST_PLACE = 60


# "Called on the minister at the Ministry of Defence", "welcomed him to the Ministry of Defense in Ichigaya".
AT_MINISTRY = re.compile(
    r"\b(?:at|to)\s+(?:the\s+)?(?P<owner>(?:[A-Z][\w.’'-]+\s+){0,2})(?:Ministry|Department)\s+of\s+(?:National\s+|External\s+)?"
    r"(?:Defen[cs]e|Foreign\s+Affairs|Affairs|the\s+Interior)(?P<of>\s+of\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)?"
)


def _at_ministry(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """A ministry is in its own state: the one named with it, else the publisher's."""
    home = mentions.document.publisher_party
    if frame.mode != "in_person" or frame.kind == "visit" or home is None or home in ORGANISATIONS or home not in frame.parties:
        return
    for index in frame.sentences:
        sentence = mentions.sentences[index]
        marks = mentions.marks(sentence.part)
        match = AT_MINISTRY.search(marks.text, sentence.start, sentence.end)
        if match is not None and not any(m.start <= match.start() < m.end for m in marks.people):
            break
    else:
        return
    named = [p for p in within(marks.parties, match.start(), match.end()) if p.code not in ORGANISATIONS]
    if not named and (match["owner"] or match["of"]):
        return
    trip = next((f for f in frames if f.kind == "visit" and f.focus == "primary" and f.places.get("country", (home,))[0] != home), None)
    host = trip.places["country"][0] if trip is not None and set(trip.parties) >= set(frame.parties) else _ground(mentions, home)
    code = named[0].code if named else host
    support = Support(sentence.part, match.start(), match.end(), "places.ministry", "derived")
    frame.places["country"] = (code, support)
    if code not in SEATED_ELSEWHERE:
        frame.places.setdefault("city", (states()[code].capital, support))


# States whose ministries are not in the capital that the lexicon names, or not all there.
SEATED_ELSEWHERE = frozenset(
    {"USA", "NLD", "ISR", "BOL", "CIV", "LKA", "BEN", "TZA", "MYS", "BDI", "SWZ", "MMR", "ZAF", "CHL", "PHL", "PAK"}
)
