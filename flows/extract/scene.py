"""Scene: the town and state of what was told before, where the words go on from there."""

from __future__ import annotations

import re

from flows.extract.frames import Frame, Support
from flows.extract.likeness import dates_agree, parties_of
from flows.extract.mentions import Mentions
from flows.extract.seeking import Sought
from schemas.vocabulary import ORGANISATIONS

# "On the sidelines of the dialogue", "While there": at the occasion told before, whatever the day.
AT_MARGINS = re.compile(
    r"(?i)\b(?:on|in|at|along) (?:the|its) (?:margins?|sidelines?|fringes?)\b|\bwhile (?:there|at the|attending)\b|\balongside the (?:conference|summit|meeting|forum)\b"
)
# "He also met", "In a separate meeting": told on from the occasion before.
GOES_ON = Sought(
    r"(?i)\b(?:also|separate(?:ly)?|afterwards?|(?:on )?the same (?:day|evening|afternoon)|later (?:in the|that|the same) (?:day|afternoon|evening)|"
    r"following (?:the|this|that|their|these) (?:[\w-]+ )?(?:meetings?|talks|signing|ceremony|session)|"
    r"after (?:the|this|that|their|these) (?:[\w-]+ )?(?:meetings?|talks|signing|ceremony|session)|"
    r"(?:prior to|before|ahead of) (?:the|this|that|their) (?:[\w-]+ )?(?:meetings?|talks|signing|ceremony|session)|"
    r"(?:talks|meeting|discussions|lunch|dinner|luncheon) (?:with (?:the|both) [\w ]{3,30} )?followed(?! by))\b|\b[Tt]hen,? |^\s*(?:Earlier|Later|First|Then),?\s"
)
# "Later in the day he addressed the Council": one day, one town, be it a session of another body.
SAME_DAY = Sought(
    r"(?i)\b(?:later (?:in the|that|the same) (?:day|afternoon|evening)|(?:on )?the same (?:day|evening|afternoon)|while there)\b"
)


def from_scene(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """Give a frame without a place the one told before, where its sentence goes on from it (GUIDE.md, `city`)."""
    if (
        frame.kind in {"call", "visit", "exercise"}
        or frame.mode in {"phone", "video"}
        or frame.status == "cancelled"
        or frame.sentence.part == "title"
    ):
        return
    port = _in_port(mentions, frames, frame)
    if port is not None:
        _take_place(frame, port)
        return
    marks = mentions.marks(frame.sentence.part)
    sentence = frame.listed_in or frame.sentence
    margins = AT_MARGINS.search(marks.text, sentence.start, sentence.end) is not None
    goes_on = GOES_ON.search(marks, sentence.start, sentence.end) is not None
    same_day = goes_on and SAME_DAY.search(marks, sentence.start, sentence.end) is not None
    for other in sorted(_before(mentions, frames, frame), key=lambda f: (f.sentence.index, f.trigger.start), reverse=True):
        here = other.sentence.index == frame.sentence.index
        gathering = margins and other.kind in {"conference", "dialogue"}
        if not (margins or (frame.focus == "primary" and (here or goes_on))) or not _share(mentions, other, frame):
            continue
        if other.focus != "primary" and not gathering and other.sentence.index != sentence.index:
            continue
        if frame.kind == "conference" and not (margins or same_day or _one_body(other, frame)):
            continue
        if not dates_agree(other, frame) and not gathering:
            continue
        if "country" in other.places:
            _take_place(frame, other)
            return


BY_WORD = re.compile(r"(?i)\bin an? (?:message|letter|statement|interview|telegram)\b")


def _in_port(mentions: Mentions, frames: list[Frame], frame: Frame) -> Frame | None:
    """The visit of a ship or force, on which nobody is named, to the state whose officials its people then met."""
    text = mentions.marks(frame.sentence.part).text
    if frame.focus != "primary" or frame.sentence.part == "title" or BY_WORD.search(text, frame.sentence.start, frame.sentence.end):
        return None
    calls = [
        f
        for f in frames
        if f.kind == "visit"
        and f.focus == "primary"
        and not f.people
        and f.status == frame.status
        and set(f.parties) == set(frame.parties)
        and f.places.get("country", ("",))[0] in frame.parties
        and f.sentence.index < frame.sentence.index
        and dates_agree(f, frame)
    ]
    return calls[-1] if calls else None


def _before(mentions: Mentions, frames: list[Frame], frame: Frame) -> list[Frame]:
    """The occasions in one place that are told before a frame, in the body."""
    return [
        f
        for f in frames
        if f is not frame
        and f.kind not in {"visit", "call", "exercise"}
        and f.mode not in {"phone", "video"}
        and f.status == frame.status
        and f.sentence.part == "body"
        and (f.sentence.index, f.trigger.start) < (frame.sentence.index, frame.trigger.start)
    ]


def _share(mentions: Mentions, other: Frame, frame: Frame) -> bool:
    """Whether somebody took part in both, or, where a side names nobody, a party that is the publisher's own."""
    if set(other.people) & set(frame.people):
        return True
    home = mentions.document.publisher_party
    sides = parties_of(mentions, other)
    if len(sides) > 1 and sides == parties_of(mentions, frame):
        return True
    return (not other.people or not frame.people) and home is not None and home in other.parties and home in frame.parties


def _one_body(other: Frame, frame: Frame) -> bool:
    return bool(set(other.parties) & set(frame.parties) & set(ORGANISATIONS))


def _take_place(frame: Frame, other: Frame) -> None:
    """Town and state of another occasion, where the frame's state is not another one."""
    country = other.places["country"][0]
    if frame.places.get("country", (country,))[0] != country:
        return
    for name in ("city", "country"):
        if name in other.places and name not in frame.places:
            value, s = other.places[name]
            frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))
