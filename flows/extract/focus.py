"""Focus: what a release was issued to report, and what it tells in passing."""

from __future__ import annotations

import datetime as dt
import re

from flows.extract.frames import Frame
from flows.extract.likeness import TALKS, in_title, parties_of
from flows.extract.mentions import Mentions
from flows.extract.reader import Reader
from flows.extract.seeking import Sought

BACKGROUND = Sought(
    r"(?i)^\(?Reference\b|\b(?:last (?:met|spoke|visit|month|year|week)|previous(?:ly)?|recalled|recalling|follows?|following (?:his|her|their|the)(?! (?:meeting|talks|signing|ceremony|discussions|session)\b)|earlier this (?:month|year)|"
    r"prior to this|building on|builds? upon|since (?:his|her|their)|had (?:last )?(?:met|spoken|visited|hosted)|first met|background|in addition|"
    r"welcom(?:ed|ing) the (?:recent |successful )?(?:signing|conclusion|completion|entry|outcomes?)|it should be recalled|latest trip|(?:last|previous|inaugural) (?:edition|round|session|iteration|meeting|exercise|dialogue)\b[\w ]{0,40} (?:was|were|took)|recent (?:visits?|trip|meetings?|calls?|engagements?|talks|discussions?|conversations?))\b"
)


PRESS_EVENT = Sought(
    r"(?i)^(?!.*\b(?:doorstop|joint|before|after|following|their meeting)\b).*(?:\b(?:(?:daily|department|state department|white house)? ?press (?:briefing|gaggle)s?|briefing with senior|background (?:press )?(?:briefing|call)|interview|press gaggle)\b|"
    r"\bwith [\w. ’'-]{3,60} of (?:the )?(?:ABC|CBS|CNN|NBC|MSNBC|NPR|BBC|PBS|Fox|TelevisaUnivision)\b)"
)


def set_focus(reader: Reader, frames: list[Frame]) -> None:
    """Primary is what the title or lead names, and what belongs to the same trip or day (GUIDE.md, `focus`)."""
    if not frames:
        return
    document = reader.mentions.document
    lead_blocks = _lead(reader.mentions)
    if PRESS_EVENT.search(reader.mentions.title, 0, len(document.title)):
        # A press briefing or interview on its own is no engagement, and reports none (GUIDE.md, Engagement).
        for frame in frames:
            frame.focus = "primary" if frame.sentence.part == "title" else "mentioned"
        return
    primaries = _named_first(reader, frames, lead_blocks)
    for frame in primaries:
        frame.focus = "primary"
    main = primaries[0]
    visits = [f for f in primaries if f.kind == "visit" and f is not main and in_title(reader.mentions, f)]
    for frame in frames:
        if frame.focus == "primary" or frame.is_next or _is_where_they_were(reader, frame, main) or _is_other_day(reader, frame, main):
            continue
        if _is_beside(reader, frame, main, frames, lead_blocks):
            continue
        if frame.status == "scheduled" and _within_trip(reader, frame, [f for f in frames if f.focus == "primary"], document.published_on):
            frame.focus = "primary"
            continue
        if frame.status == "cancelled" and main.status == "held":
            continue
        if (
            (frame.sentence.block_no in lead_blocks and frame.sentence.opens_block and not is_background(reader, frame))
            or _met_on_trip(reader, frame, primaries)
        ) or (
            frame.status == main.status
            and not is_background(reader, frame)
            and (
                any(_near(frame, other, document.published_on) for other in (main, *(visits if frame.kind != "call" else ())))
                or _on_the_visit(reader, frame, main)
                or _beside(reader, frame, main)
            )
        ):
            frame.focus = "primary"


def _named_first(reader: Reader, frames: list[Frame], lead_blocks: set[int]) -> list[Frame]:
    """What the title names, else what the lead tells, else what is told first."""
    if reader.mentions.document.release_type == "schedule":
        return frames
    found = [f for f in frames if f.focus == "primary" or f.sentence.part == "title"]
    if not found:
        found = [f for f in frames if f.sentence.block_no in lead_blocks and not is_background(reader, f)]
        talks = [f for f in found if f.kind in {"meeting", "call"} and f.people]
        main = talks[0] if talks else None
        found = [f for f in found if main is None or not (_is_where_they_were(reader, f, main) or _is_other_day(reader, f, main))]
    return found or frames[:1]


# Titles that tell of more than the one occasion they name: those of trips, of days and weeks, of several meetings.
OF_SEVERAL = re.compile(
    r"(?i)\b(?:visit\w*|trip|travel\w*|tour\w*|week|meetings|talks with\b.*\band|calls|engagements|bilaterals|activities|holds? (?:series|several)|meets? [^,]*,|programme|agenda|day)\b|;"
)


def _is_beside(reader: Reader, frame: Frame, main: Frame, frames: list[Frame], lead_blocks: set[int]) -> bool:
    """Whether the title names one occasion at home, and a frame is another beside it: on another day, a guest's whole visit, a call."""
    mentions = reader.mentions
    if main.kind not in ONE_OCCASION or not in_title(mentions, main) or OF_SEVERAL.search(mentions.document.title):
        return False
    if in_title(mentions, frame) or frame.sentence.block_no in lead_blocks:
        return False
    if frame.kind == "call" and main.kind != "call":
        return True
    country, home = main.places.get("country", (None,))[0], mentions.document.publisher_party
    if country not in {None, home} or any(_leads_a_trip(mentions, other, main, lead_blocks) for other in frames):
        # Every stop and meeting of a trip readout is primary (GUIDE.md, `focus`).
        return False
    day, other = main.date, frame.date
    if frame.kind == "visit" and frame.trigger.rule.endswith(("trip_to", "visit_of", "a_visit", "in_country")):
        return True
    if day is None or other is None or len(day.start) < 10 or len(other.start) < 10:
        return False
    return not day.start <= other.start <= (day.end or day.start)


def _leads_a_trip(mentions: Mentions, trip: Frame, main: Frame, lead_blocks: set[int]) -> bool:
    """Whether the lead tells the journey of those whom the title names."""
    return trip.kind == "visit" and trip.sentence.block_no in lead_blocks and bool(set(trip.people) & set(main.people))


ONE_OCCASION = frozenset({"meeting", "call", "dialogue", "signing"})


# "X, who is in Doha to attend the forum", "on the sidelines of the summit", "both were there for the conference".
AT_IT = re.compile(
    r"\b(to attend|attend(?:ing|ed|s)|on the (?:margins|sidelines|fringes) of|(?:is|are|was|were) (?:both )?(?:here|there|in [A-Z][\w-]+(?: [A-Z][\w-]+)?) for)\b[^.;]{0,90}$"
)


def _is_where_they_were(reader: Reader, frame: Frame, main: Frame) -> bool:
    """Whether a conference that the title does not name is only where those were who met or spoke (GUIDE.md, One or several)."""
    if frame.kind != "conference" or frame.shape != "event" or frame is main or main.kind not in {"meeting", "call"} or not main.people:
        return False
    if in_title(reader.mentions, frame) or len(parties_of(reader.mentions, main)) != 2:
        return False
    text = reader.mentions.marks(frame.sentence.part).text
    at = AT_IT.search(text, frame.sentence.start, frame.trigger.start)
    return at is not None and (at.group(1) not in {"attended", "attends"} or frame.sentence.index > main.sentence.index)


def _is_other_day(reader: Reader, frame: Frame, main: Frame) -> bool:
    """Whether somebody who speaks tells of another day than that of the meeting ("Yesterday I was in Tokyo, where I met ...")."""
    day, other = main.date, frame.date
    if reader.mentions.document.release_type != "transcript" or main.kind == "visit" or other is None or len(other.start) < 10:
        return False
    published = reader.mentions.document.published_on
    today = day.start if day is not None and len(day.start) == 10 else published.isoformat() if published else None
    return frame.status == "held" and today is not None and other.start < today


ALSO = re.compile(r"\b(?:also|separately|then|later|on the (?:margins|sidelines))\b")


def _beside(reader: Reader, frame: Frame, main: Frame) -> bool:
    """Whether the same people, or the publisher's own, also met somebody, on no other day that is told, right after what the release reports."""
    if frame.kind not in {"meeting", "call"} or frame.date is not None or main.date is not None or frame.status != "held":
        return False
    if frame.sentence.part != "body" or main.kind not in {"meeting", "call", "dialogue", "conference"}:
        return False
    text = reader.mentions.body.text
    shares = set(main.people) & set(frame.people) or (set(main.parties) & set(frame.parties) & {reader.mentions.document.publisher_party})
    return bool(shares) and ALSO.search(text, frame.sentence.start, frame.trigger.end) is not None


def same_time(trip: Frame, frame: Frame, published_on: dt.date | None) -> bool:
    """Whether a trip and something on it are both held or both to come; a trip that goes on has still meetings to come."""
    lasts = trip.date is not None and published_on is not None and (trip.date.end or "") >= published_on.isoformat()
    return trip.status == frame.status or (lasts and trip.status == "held" and frame.status == "scheduled")


DURING_VISIT = re.compile(r"(?i)\bduring (?:the|his|her|their|this) (?:[\w-]+ )?(?:visit|trip|stay|tour)\b")


def _during_visit(reader: Reader, frame: Frame) -> bool:
    """Whether a sentence places what it tells within the visit ("During the visit, the general will also meet ...")."""
    return DURING_VISIT.search(reader.mentions.marks(frame.sentence.part).text, frame.sentence.start, frame.sentence.end) is not None


def _on_the_visit(reader: Reader, frame: Frame, main: Frame) -> bool:
    """Whether a release about a visit tells of something else that those who visit did during it."""
    return main.kind == "visit" and frame.kind != "visit" and bool(set(main.people) & set(frame.people)) and _during_visit(reader, frame)


def _met_on_trip(reader: Reader, frame: Frame, primaries: list[Frame]) -> bool:
    """Whether the traveller of a trip that the release is about met somebody in the state of a stop, on no day that is told."""
    if frame.kind not in TALKS | {"ceremony"} or frame.status != "held" or frame.date is not None or is_background(reader, frame):
        return False
    country = frame.places.get("country", ("",))[0]
    return any(
        trip.kind == "visit"
        and trip.status == "held"
        and set(trip.people) & set(frame.people)
        and country == trip.places.get("country", (None,))[0]
        and trip.sentence.index <= frame.sentence.index
        for trip in primaries
    )


def _within_trip(reader: Reader, frame: Frame, primaries: list[Frame], published_on: dt.date | None) -> bool:
    """Whether a frame falls within the days of a trip that the release is about."""
    for trip in primaries:
        if trip.kind != "visit" or not set(trip.people) & set(frame.people):
            continue
        country = trip.places.get("country")
        if frame.sentence.index in trip.sentences and trip.status == frame.status:
            return True
        if (
            frame.date is None
            and same_time(trip, frame, published_on)
            and country is not None
            and (frame.places.get("country", ("",))[0] == country[0] or (not frame.places and _during_visit(reader, frame)))
        ):
            return True
        if trip.date and trip.date.end and frame.date:
            return trip.date.start <= frame.date.start <= trip.date.end
    return False


def _lead(mentions: Mentions) -> set[int]:
    """The blocks that open the release: its first two paragraphs that hold a whole sentence."""
    found = [s.block_no for s in mentions.sentences if s.part == "body" and s.kind in {"paragraph", "list_item"} and s.end - s.start > 60]
    ordered = list(dict.fromkeys(found))
    return set(ordered[:1])


def is_background(reader: Reader, frame: Frame) -> bool:
    """Whether the sentence that tells of a frame looks back ("they last met in ...")."""
    if frame.trigger.rule.endswith("last_occasion"):
        return True
    return BACKGROUND.search(reader.mentions.marks(frame.sentence.part), frame.sentence.start, frame.sentence.end) is not None


def _near(frame: Frame, main: Frame, published_on: dt.date | None) -> bool:
    """Whether a frame's date is by day and within the days of the main engagement, a week around it."""
    if (
        main.kind == "visit"
        and frame.kind in TALKS | {"ceremony", "visit"}
        and set(main.people) & set(frame.people)
        and frame.date
        and main.date
    ):
        # Every stop and meeting of a trip readout is primary (GUIDE.md, `focus`).
        length = min(len(frame.date.start), len(main.date.start))
        if main.date.start[:length] <= frame.date.start[:length] <= (main.date.end or main.date.start)[:length]:
            return True
    if frame.date is None:
        return frame.kind != "visit" and main.date is not None and frame.status == "held" and bool(frame.people)
    if len(frame.date.start) < 10:
        return False
    base = main.date.start if main.date and len(main.date.start) == 10 else (published_on.isoformat() if published_on else None)
    if base is None:
        return False
    distance = abs((dt.date.fromisoformat(frame.date.start) - dt.date.fromisoformat(base)).days)
    return distance <= 5
