"""Assembly: frames of one occasion become one report; context fills what a frame left open."""

from __future__ import annotations

import datetime as dt
import re

from flows.extract.absorbing import absorb, announced_visit, signing_within_meeting, welcomed_ships
from flows.extract.believing import is_engagement, parties_of_main
from flows.extract.context import date_from_heading, fill_from_context, same_day_after_talks
from flows.extract.dates import ResolvedDate
from flows.extract.events import OF_TWO
from flows.extract.focus import set_focus
from flows.extract.frames import Frame, Support
from flows.extract.joining import (
    groups_of_main,
    hosts_of_ceremonies,
    join_people,
    join_signatories,
    members_of_lists,
    nations_of_table,
    people_of_rosters,
)
from flows.extract.larger import days_of_larger
from flows.extract.likeness import TALKS, in_title, likeness, parties_of
from flows.extract.mentions import Mentions
from flows.extract.reader import Reader
from flows.extract.stops import one_town, stops_of_trip


def assemble(reader: Reader) -> list[Frame]:
    """One frame per occasion, in text order, with focus, joined people, dates and places from context."""
    mentions = reader.mentions
    for frame in reader.frames:
        _hosted_for_days(mentions, frame)
    sums = [frame for frame in reader.frames if frame.is_sum]
    merged, tellers = _merge(reader)
    _travellers_of_title(mentions, merged)
    for frame in merged:
        _status_by_date(mentions, frame)
    _add_people_told_later(reader, merged, tellers)
    for frame in merged:
        _span_of(frame)
        _status_by_date(mentions, frame)
        parties_of_main(mentions, merged, frame)
    kept = _believed(reader, _without_ways_to_wreaths(_without_honours_of_talks(merged)))
    _add_context(reader, kept, sums)
    return kept


def _merge(reader: Reader) -> tuple[list[Frame], dict[int, Frame]]:
    """The frames of one occasion as one; and by sentence the frame that it tells of, which people named there join."""
    mentions = reader.mentions
    merged: list[Frame] = []
    tellers: dict[int, Frame] = {}
    for frame in reader.frames:
        if frame.is_sum:
            continue
        home = _match(mentions, merged, frame)
        if home is not None and frame.shape == "again" and _is_their_own(mentions, frame) and not set(home.people) & set(frame.people):
            # "It was there that President X and Prime Minister Y, at their talks last month, ordered ...": not the generals' talks.
            home = None
        if frame.shape == "again":
            _take_anaphor(mentions, merged, tellers, frame, home)
            continue
        if home is None:
            merged.append(frame)
        else:
            absorb(mentions, home, frame)
        told = tellers.get(frame.sentence.index)
        if told is None or told.kind not in TALKS | {"call"} or frame.kind in TALKS - {"conference"}:
            tellers[frame.sentence.index] = home or frame
    return merged, tellers


def _take_anaphor(mentions: Mentions, merged: list[Frame], tellers: dict[int, Frame], frame: Frame, home: Frame | None) -> None:
    """Give what "the meeting", "the visit" tells to the occasion it means: the one it matches, else the last, else one of its own."""
    own = _is_their_own(mentions, frame)
    target = home or _last_of(merged, frame)
    if own and target is not None and target.people and not set(target.people) & set(frame.people):
        target = None
    own = own or frame.sentence.part == "title"
    if target is not None:
        absorb(mentions, target, frame)
        tellers.setdefault(frame.sentence.index, target)
        return
    sides = parties_of(mentions, frame) if own else set(frame.parties)
    if len(sides) >= 2 and (not merged or own):
        # "The leaders of ... released this statement following their call": told in no other words.
        merged.append(frame)
        tellers[frame.sentence.index] = frame


def _add_people_told_later(reader: Reader, merged: list[Frame], tellers: dict[int, Frame]) -> None:
    """Add those whom other sentences, lists, tables and signatures bring to an occasion."""
    mentions = reader.mentions
    join_people(reader, merged, tellers)
    groups_of_main(mentions, merged)
    nations_of_table(mentions, merged)
    people_of_rosters(mentions, merged)
    members_of_lists(mentions, merged)
    hosts_of_ceremonies(merged)
    join_signatories(mentions, merged)


def _without_honours_of_talks(merged: list[Frame]) -> list[Frame]:
    """The frames without honours paid to those who then held talks: part of the reception."""
    talks = [f for f in merged if f.kind in TALKS and f.status == "held" and len(f.people) > 1]
    talked = {n for f in talks for n in f.people}
    kept: list[Frame] = []
    for frame in merged:
        if not (frame.trigger.rule.endswith("honours") and (set(frame.people) <= talked if frame.people else bool(talked))):
            kept.append(frame)
            continue
        with_them = next((f for f in talks if len(frame.people) > 1 and set(frame.people) <= set(f.people)), None)
        if with_them is not None and with_them.mode == "in_person":
            # "Hosted an honor cordon at the Pentagon this morning for X": so there and then were the talks.
            if with_them.date is None:
                with_them.take_date(frame)
            with_them.places = with_them.places or dict(frame.places)
    return kept


def _without_ways_to_wreaths(merged: list[Frame]) -> list[Frame]:
    """ "Visited Anıtkabir, where a wreath was laid": the ceremony takes over who went, when and where."""
    kept = list(merged)
    for wreath in [f for f in merged if f.trigger.rule.endswith("wreath") and "venue" not in f.places]:
        way = next((f for f in kept if f.kind == "visit" and f.sentence == wreath.sentence and "venue" in f.places), None)
        if way is None or way.trigger.start > wreath.trigger.start:
            continue
        wreath.places, wreath.people, wreath.subjects = dict(way.places), dict(way.people), list(way.subjects)
        wreath.parties = way.parties | wreath.parties
        if wreath.date is None:
            wreath.take_date(way)
        kept.remove(way)
    return kept


def _believed(reader: Reader, merged: list[Frame]) -> list[Frame]:
    """The frames that are engagements; the others are noted as unbelieved."""
    kept: list[Frame] = []
    for frame in merged:
        (kept if is_engagement(reader, frame) else reader.unbelieved).append(frame)
    return kept


def _add_context(reader: Reader, kept: list[Frame], sums: list[Frame]) -> None:
    """Set focus, and fill dates, places, kinds and statuses from headings, trips and the larger occasion."""
    mentions = reader.mentions
    for frame in kept:
        if frame.date is None or not frame.places:
            date_from_heading(mentions, frame)
    stops_of_trip(mentions, kept)
    announced_visit(mentions, kept)
    welcomed_ships(kept)
    days_of_larger(mentions, kept, sums)
    same_day_after_talks(mentions, kept)
    set_focus(reader, kept)
    signing_within_meeting(mentions, kept)
    fill_from_context(mentions, kept, sums, [f for f in reader.unbelieved if f.kind == "visit" and f.people])
    one_town(mentions, kept)
    _kind_by_parties(kept)
    for frame in kept:
        # A day taken from the context may lie after the publication too.
        _status_by_date(mentions, frame)
    for frame in kept:
        # Forces train in one place, and wherever a place is given people were there (GUIDE.md, `mode`).
        if frame.mode == "unknown" and (frame.places or frame.kind == "exercise"):
            frame.mode = "in_person"


def _is_their_own(mentions: Mentions, frame: Frame) -> bool:
    """ "X, Y and Z reached the agreement during their talks": the talks of those whom the sentence names, told in no other words."""
    text = mentions.marks(frame.sentence.part).text
    return DURING_THEIR.search(text, frame.sentence.start, frame.trigger.end) is not None and len(frame.people) > 1


DURING_THEIR = re.compile(r"\b(?:during|in|at|of|from|after|following) their (?:[\w-]+ ){0,2}(?:talks|meeting)s?$")


def _travellers_of_title(mentions: Mentions, merged: list[Frame]) -> None:
    """ "Army chief visits Poland, Lithuania": who is named on one stop of a headline's trip was on the others too."""
    told = next((f for f in merged if f.kind == "visit" and f.people and f.sentence.part == "body" and in_title(mentions, f)), None)
    for frame in merged:
        if told is None or frame.kind != "visit" or frame.sentence.part != "title" or frame.people:
            continue
        for number in told.people:
            frame.add_person(
                number, "principal", Support("title", frame.trigger.start, frame.trigger.end, "participants.same_trip", "context")
            )


def _span_of(frame: Frame) -> None:
    """The span from the day something began to the day it ended, told apart in one sentence or two."""
    if frame.begins is None or frame.ends is None or frame.begins[0] >= frame.ends[0]:
        return
    frame.date = ResolvedDate(frame.begins[0], frame.ends[0], "span", frame.date.basis if frame.date else "completed_year")
    frame.date_support = [frame.begins[1], frame.ends[1]]


def _status_by_date(mentions: Mentions, frame: Frame) -> None:
    """What is dated after publication has not been held yet."""
    published = mentions.document.published_on
    if frame.status != "held" or frame.date is None or published is None:
        return
    local = frame.date.start == (published + dt.timedelta(days=1)).isoformat() and any(_is_local(mentions, s) for s in frame.date_support)
    if frame.date.start > published.isoformat()[: len(frame.date.start)] and not local:
        frame.status = "scheduled"


def _is_local(mentions: Mentions, support: Support) -> bool:
    """ "On July 27 local time": across the date line, the day after publication has begun."""
    return LOCAL_TIME.match(mentions.document.part(support.part), support.end) is not None


LOCAL_TIME = re.compile(r",?\s*\(?\s*local (?:time|date)\b")


def _kind_by_parties(frames: list[Frame]) -> None:
    """A "ministerial" or "summit" of two states is a meeting: a conference takes three (GUIDE.md)."""
    for frame in frames:
        states = [code for code in frame.parties if len(code) == 3]
        if frame.kind == "conference" and len(frame.parties) == 2 and frame.event is not None and OF_TWO.search(frame.event.name):
            frame.kind = "meeting"
        if frame.kind == "conference" and len(frame.parties) == 2 and len(states) == 2 and frame.event is not None:
            bilateral = "ministerial" in frame.event.name.lower() or frame.event.name.lower().endswith("meeting")
            if bilateral and frame.people:
                frame.kind = "meeting"


def _last_of(merged: list[Frame], frame: Frame) -> Frame | None:
    for other in reversed(merged):
        if other.kind == frame.kind or (frame.kind == "meeting" and other.kind in TALKS | {"call"}):
            return other
    return None


def _hosted_for_days(mentions: Mentions, frame: Frame) -> None:
    """ "Hosted the Norwegian chief of defence from 9 to 11 April": a guest received for days is on a visit."""
    home = mentions.document.publisher_party
    if frame.trigger.rule != "triggers.received" or frame.date is None or not frame.date.end or frame.kind != "meeting":
        return
    if any(mentions.people.persons[number].party == home for number in frame.subjects):
        frame.kind, frame.shape = "visit", "trip"


def _match(mentions: Mentions, merged: list[Frame], frame: Frame) -> Frame | None:
    """The occasion that a frame tells of again, or None where it opens a new one."""
    best: tuple[int, Frame] | None = None
    for other in merged:
        score = likeness(mentions, other, frame)
        if score > 0 and (best is None or score >= best[0]):
            best = (score, other)
    return best[1] if best else None
