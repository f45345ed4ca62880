"""Stops: town and days of each stop of a trip, told apart from the trip itself."""

from __future__ import annotations

import re
from bisect import bisect_right

from flows.extract.dates import ResolvedDate
from flows.extract.frames import Frame, Support, dates_in
from flows.extract.mentions import Mentions, Sentence, within

# "In Tokyo (September 15 to 17), ...", "Lomé, Feb. 3–4".
STOP = re.compile(r"\s*(?:In|At|From)?\s*$")


def stops_of_trip(mentions: Mentions, frames: list[Frame]) -> None:
    """A trip's stops take city and days from the heading, or the words that open a paragraph, of the same country."""
    visits = [f for f in frames if f.kind == "visit" and "country" in f.places and "venue" not in f.places and f.status != "cancelled"]
    countries = [f.places["country"][0] for f in visits]
    if len(set(countries)) < 2:
        return
    marks = mentions.body
    for sentence in mentions.sentences:
        if sentence.part == "body":
            _days_of_stop(mentions, visits, sentence)
        if sentence.part != "body" or not (sentence.opens_block or marks.text.startswith("In ", sentence.start)):
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


def _in_heading(mentions: Mentions, support: Support) -> bool:
    at = bisect_right(mentions.sentences, support.start, key=lambda s: s.start if s.part == "body" else -1) - 1
    return mentions.sentences[at].kind == "heading"


def _days_of_stop(mentions: Mentions, visits: list[Frame], sentence: Sentence) -> None:
    """The days that a sentence gives the one stop that it names, within those of the whole trip."""
    marks = mentions.body
    places = [p for p in within(marks.places, sentence.start, sentence.end) if p.country]
    named = {p.country for p in places}
    told = [v for v in visits if v.places["country"][0] in named]
    if len(told) != 1 or sentence.index in told[0].sentences or not AT_STOP.search(marks.text, sentence.start, places[0].start):
        return
    visit = told[0]
    for mention in dates_in(marks, sentence.start, sentence.end):
        resolved = mention.resolve(mentions.document.published_on, future=visit.status == "scheduled", anchor=None)
        if resolved is not None and resolved.end and _is_part(resolved, visit.date):
            visit.date, visit.date_text = resolved, mention.text
            visit.date_support = [Support("body", mention.start, mention.end, mention.rule, "context")]
            return


# "From Sept. 23 to 25 the admiral was in Sri Lanka", "In Tanzania, where he stayed from 15 to 17 May".
AT_STOP = re.compile(r"\b(?:[Ii]n|[Tt]o|[Aa]t|[Ll]eg)\s+(?:the )?$")


def _is_part(days: ResolvedDate, trip: ResolvedDate | None) -> bool:
    """Whether days are some of a trip's, and not all of them."""
    if trip is None or not trip.end or days.end is None or (days.start, days.end) == (trip.start, trip.end):
        return trip is None
    return trip.start <= days.start and days.end <= trip.end


def one_town(mentions: Mentions, frames: list[Frame]) -> None:
    """A visit's town told elsewhere than with the visit is open where its traveller was in another town of the state too."""
    for visit in frames:
        town = visit.places.get("city")
        if visit.kind != "visit" or town is None or town[1].part == "title" or _in_heading(mentions, town[1]):
            continue
        if visit.sentence.start <= town[1].start < visit.sentence.end and town[1].basis != "context":
            continue
        others = {
            f.places["city"][0]
            for f in frames
            if f is not visit
            and "city" in f.places
            and f.status == visit.status
            and f.focus == visit.focus
            and f.places.get("country", ("",))[0] == visit.places.get("country", (None,))[0]
            and set(f.people) & set(visit.people)
        }
        for index in visit.sentences:
            sentence = mentions.sentences[index]
            told = within(mentions.marks(sentence.part).places, sentence.start, sentence.end)
            others |= {p.city for p in told if p.kind == "city" and p.city and p.country == visit.places["country"][0]}
        if others - {town[0]}:
            del visit.places["city"]
