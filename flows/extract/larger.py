"""Larger: day and place of a meeting from the sum of meetings, the conference or the journey that it belongs to."""

from __future__ import annotations

import datetime as dt
import re

from flows.extract.frames import Frame, Support
from flows.extract.likeness import TALKS, parties_of
from flows.extract.mentions import Mentions


def from_round(mentions: Mentions, frames: list[Frame], sums: list[Frame], frame: Frame) -> None:
    """Meetings that a release sums up first ("met in Jakarta on 15 November with several leaders") were in that place, on that day."""
    if frame.kind not in {"meeting", "ceremony", "dialogue"} or frame.mode in {"phone", "video"} or frame.focus != "primary":
        return
    for other in [*sums, *frames]:
        if (
            other is frame
            or other.kind not in TALKS
            or (other.focus != "primary" and not other.is_sum and other.kind != "conference")
            or other.status != frame.status
            or "city" not in other.places
        ):
            continue
        shared = set(other.subjects) & set(frame.people) or (other.is_sum and parties_of(mentions, other) & parties_of(mentions, frame))
        if not shared or other.date is None or frame.date is None:
            continue
        if other.date.start <= frame.date.start <= (other.date.end or other.date.start):
            take_from(frame, other)
            return


# A sum of meetings speaks of those told in so many sentences after it.
SUMMED_WITHIN = 16


def days_of_larger(mentions: Mentions, frames: list[Frame], sums: list[Frame]) -> None:
    """Day and place of a sum of meetings ("met on 3 May with several leaders"), or of the conference they were held at."""
    for frame in frames:
        if frame.kind == "conference":
            _from_travel(mentions, frames, frame)
        if frame.kind == "dialogue":
            _where_visited(mentions, frames, frame)
        if frame.kind not in {"meeting", "ceremony"} or frame.sentence.part == "title" or frame.mode in {"phone", "video"}:
            continue
        for other in sums:
            before = other.sentence.index < frame.sentence.index <= other.sentence.index + SUMMED_WITHIN
            if before and other.status == frame.status and frame.date is None:
                take_from(frame, other)
        _where_visited(mentions, frames, frame)
        if frame.date is None or "country" not in frame.places:
            _from_conference(mentions, frames, frame)


TO_ATTEND = re.compile(
    r"\b(?:to|where (?:he|she|they)(?: will)?)\s+(?:attend|take part in|participate in|join|address|(?:co-)?chair|lead|speak at)\w*\b[^.;]{0,80}$|\bfor (?:the|a) [^.;,]{0,60}$"
)


WHERE = re.compile(r"\bwhere\b")


def _where_visited(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """ "Will travel on Tuesday to Japan, where he will meet X": there, and then."""
    trips = [f for f in frames if f.kind == "visit" and f.sentence is frame.sentence and f.trigger.start < frame.trigger.start]
    if len(trips) != 1 or trips[0].status != frame.status or not set(trips[0].people) & set(frame.people):
        return
    trip, text = trips[0], mentions.marks(frame.sentence.part).text
    country = trip.places.get("country", ("", None))[0]
    if country in frame.parties and WHERE.search(text, trip.trigger.end, frame.trigger.start):
        take_from(frame, trip)


def _from_travel(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """ "Will travel to Muscat on 14 January to attend the council": the conference is there, and then."""
    trip = next((f for f in frames if f.kind == "visit" and f.sentence is frame.sentence and f.trigger.start < frame.trigger.start), None)
    if trip is None or trip.status != frame.status:
        return
    text = mentions.marks(frame.sentence.part).text
    if (
        TO_ATTEND.search(text, trip.trigger.end, frame.trigger.start)
        and not frame.places
        and (frame.date is None or frame.date == trip.date)
    ):
        take_from(frame, trip)


def take_from(frame: Frame, other: Frame) -> None:
    """The town and state of another occasion, and its day, where a frame has none of its own."""
    if frame.date is None:
        frame.date, frame.date_text = other.date, other.date_text
        frame.date_support = [Support(s.part, s.start, s.end, s.rule, "context") for s in other.date_support]
    if "country" in frame.places or frame.mode in {"phone", "video"}:
        return
    for name in ("city", "country"):
        if name in other.places:
            value, s = other.places[name]
            frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))


# "On the margins of the conference", "While in Prague": at the occasion told before.
AT_MARGINS = re.compile(
    r"(?i)\b(?:on|in|at) the (?:margins?|sidelines?|fringes?) of (?:the|this)\b|\b(?:on|in|at) (?:the|its) (?:margins|sidelines|fringes)\b(?! of)|\bwhile (?:in|there|at)\b"
)
# The longest conference whose days those of a meeting at its margins can be, in days.
CONFERENCE_DAYS = 6


def _from_conference(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """A meeting at the margins of a conference or dialogue told before it was held there, on its days (GUIDE.md, Dates)."""
    if not AT_MARGINS.search(mentions.body.text, frame.sentence.start, frame.sentence.end):
        return
    larger = [
        f
        for f in frames
        if f.kind in {"conference", "dialogue", "exercise"}
        and f.status == frame.status
        and f.sentence.index <= frame.sentence.index
        and parties_of(mentions, f) & parties_of(mentions, frame)
        and f.date is not None
        and len(f.date.start) == 10
    ]
    if not larger:
        return
    other = max(larger, key=lambda f: f.sentence.index)
    if other.date is not None and other.date.end:
        span = dt.date.fromisoformat(other.date.end) - dt.date.fromisoformat(other.date.start)
        if span.days > CONFERENCE_DAYS:
            return
    city = frame.places.get("city", other.places.get("city"))
    if city is not None and city[0] == other.places.get("city", city)[0]:
        take_from(frame, other)
