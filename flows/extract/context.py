"""Context: day and place of an occasion from its heading, the trip, the host or what was told just before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.extract.dates import DateMention
from flows.extract.focus import same_time
from flows.extract.frames import Frame, Support, Zone, dates_in, place_of
from flows.extract.larger import from_round
from flows.extract.likeness import parties_of
from flows.extract.mentions import Mentions, Sentence, within
from flows.extract.scene import from_scene
from flows.extract.seating import from_host, seat_frame, town_of_city_state
from flows.extract.seeking import Sought


def fill_from_context(mentions: Mentions, frames: list[Frame], sums: list[Frame], journeys: list[Frame]) -> None:
    """Date and place of a stop from its section's heading, the sentence before, or the trip.

    `journeys` are trips at home ("to New York"): no visits, yet what is told of them was there.
    """
    for frame in frames:
        if frame.kind == "visit" and "country" not in frame.places:
            # Where a visit is tells where those are whom the guest met.
            from_host(mentions, frames, frame)
    for frame in frames:
        if frame.date is None and mentions.document.release_type in {"schedule", "transcript"} and frame.focus == "primary":
            _date_of_day(mentions, frame)
        if frame.date is None and frame.focus == "primary":
            _day_of_paragraph(mentions, frame)
        if frame.date is None and frame.focus == "primary" and _goes_on_telling(mentions, frame):
            _from_day_before(mentions, frames, frame)
        if frame.date is None or "city" not in frame.places:
            _from_trip(mentions, frames, frame, journeys)
        if "country" not in frame.places:
            from_round(mentions, frames, sums, frame)
        seat_frame(mentions, frames, frame)
        if frame.date is None and frame.focus == "primary":
            _day_of_lead(mentions, frame)
        if (frame.date is None or "city" not in frame.places) and frame.focus == "primary":
            _from_day_before(mentions, frames, frame)
        if "city" not in frame.places and ("country" not in frame.places or frame.places["country"][1].basis != "stated"):
            from_scene(mentions, frames, frame)
        town_of_city_state(frame)


def same_day_after_talks(mentions: Mentions, frames: list[Frame]) -> None:
    """ "After the bilateral talks, he addressed the Council": on the day and in the town of the talks."""
    for frame in frames:
        marks = mentions.marks(frame.sentence.part)
        if frame.date is None and AFTER_TALKS.search(marks, frame.sentence.start, frame.sentence.end):
            _from_day_before(mentions, frames, frame)


# "December 15, 2023 – Ottawa, Ontario – National Defence": when and where a release was filed; "SUBJECTS: AUKUS; Israel": what a transcript is about.
NO_PLACE = re.compile(
    r"[A-Z]\w+ \d{1,2}, \d{4}\s+[-–—]\s+[A-Z][\w. ,’'-]{2,40}\s+[-–—]\s+[^\n]{3,90}$|(?:SUBJECTS?|TOPICS?|Subjects?|Topics?)\s*:"
)


def _headings(mentions: Mentions, sentence: Sentence) -> Iterable[tuple[int, int]]:
    """The spans of the headings that a sentence stands under, innermost first."""
    if sentence.part != "body":
        return
    document = mentions.document
    section = document.sections[sentence.section_no] if sentence.section_no < len(document.sections) else None
    while section is not None and section.heading_block_no is not None:
        block = document.blocks[section.heading_block_no]
        if not NO_PLACE.match(document.text, block.start, block.end):
            yield block.start, block.end
        section = document.sections[section.parent_no] if section.parent_no is not None else None


def date_from_heading(mentions: Mentions, frame: Frame) -> None:

    for start, end in _headings(mentions, frame.sentence):
        found = dates_in(mentions.body, start, end) if frame.date is None else []
        if found:
            resolved = found[0].resolve(mentions.document.published_on, future=frame.status == "scheduled", anchor=None)
            if resolved:
                frame.date, frame.date_text = resolved, found[0].text
                frame.date_support = [Support("body", found[0].start, found[0].end, found[0].rule, "context")]
        if not frame.places and frame.mode not in {"phone", "video"}:
            places = place_of(mentions, Zone("body", start, end), anywhere=True)
            frame.places = {name: (value, Support(s.part, s.start, s.end, s.rule, "context")) for name, (value, s) in places.items()}
        if frame.date and frame.places:
            return


# Code points within which the date of a day's schedule begins.
FIRST_LINES = 200


def _date_of_day(mentions: Mentions, frame: Frame) -> None:
    """A day's schedule and a transcript are dated by their title or their first line."""
    for part, marks in (("title", mentions.title), ("body", mentions.body)):
        for mention in within(marks.dates, 0, 2 * FIRST_LINES)[:1]:
            groups = mention.groups
            if len(groups) == 3 and mention.rule != "dates.month" and mention.start < FIRST_LINES:
                stamp = DateMention(mention.start, mention.end, mention.text, "dates.month_day", groups)
                resolved = stamp.resolve(mentions.document.published_on, future=False, anchor=None)
                if resolved is not None:
                    frame.date, frame.date_text = resolved, mention.text
                    frame.date_support = [
                        Support("title" if part == "title" else "body", mention.start, mention.end, "dates.day_of_release", "context")
                    ]
                    return


# Words by which a sentence goes on telling the same day.
SAME_DAY = Sought(
    r"(?i)\b(?:also|then|later|afterwards?|following the (?:meeting|talks|signing|ceremony)|after the (?:meeting|talks|signing|ceremony)|"
    r"on the same day|the same day|separately|in the (?:morning|afternoon|evening)|prior to|before (?:the|his|her) (?:meeting|talks|call)|at the close|first, |earlier(?=,)|(?:talks|meeting|discussions|lunch|dinner|luncheon) (?:with (?:the|both) [\w ]{3,30} )?followed(?! by)|earlier (?:today|in the day)|(?:up)?on (?:his |her )?arrival at)\b"
)


EARLIER = re.compile(
    r"(?:Earlier|Later|First|Then|On the same day|The same day|Prior to (?:this|that|the (?:signing|meeting|talks|ceremony)))\b"
)


ON_DAY = re.compile(r"\s*(?:(?:Also|Later|Then),?\s+)?(?:on\s+|On\s+)?(?:the\s+)?")


def _day_of_paragraph(mentions: Mentions, frame: Frame) -> None:
    """ "On December 5, he visited the headquarters. He also called on the minister": the day that opened the sentence before."""
    marks = mentions.marks(frame.sentence.part)
    if (
        frame.sentence.opens_block
        or frame.kind in {"visit", "exercise"}
        or not SAME_DAY.search(marks, frame.sentence.start, frame.sentence.end)
    ):
        return
    before = [
        s for s in mentions.sentences if s.block_no == frame.sentence.block_no and s.part == "body" and s.index < frame.sentence.index
    ]
    for sentence in reversed(before):
        opening = next(iter(dates_in(marks, sentence.start, sentence.end)), None)
        if opening is None:
            continue
        resolved = opening.resolve(mentions.document.published_on, future=frame.status == "scheduled", anchor=None)
        if resolved is not None and len(resolved.start) == 10 and ON_DAY.fullmatch(marks.text, sentence.start, opening.start):
            frame.date, frame.date_text = resolved, opening.text
            frame.date_support = [Support("body", opening.start, opening.end, opening.rule, "context")]
        return


def _goes_on_telling(mentions: Mentions, frame: Frame) -> bool:
    """Whether a sentence stands in the paragraph of the one before it, or opens its own with "Earlier, ..."."""
    opening = EARLIER.match(mentions.marks(frame.sentence.part).text, frame.sentence.start)
    return not frame.sentence.opens_block or opening is not None


# "After the bilateral talks, the Minister took part in a session of the Council".
AFTER_TALKS = Sought(
    r"(?i)\b(?:following|after|before) (?:the|this|that|these|their|his|her) (?:[\w-]+ )?(?:meetings?|talks|debate|session|discussions?|signing|ceremony|consultations)\b"
)


def _from_day_before(mentions: Mentions, frames: list[Frame], frame: Frame) -> None:
    """ "She also laid a wreath", "Following the meeting, ...": the day and town of the occasion told just before."""
    marks = mentions.marks(frame.sentence.part)
    after = AFTER_TALKS.search(marks, frame.sentence.start, frame.sentence.end)
    if frame.kind in {"visit", "exercise"} or (frame.kind == "conference" and not after) or frame.sentence.part == "title":
        return
    if not after and not SAME_DAY.search(marks, frame.sentence.start, frame.sentence.end):
        return
    earlier = [
        f
        for f in frames
        if f is not frame
        and f.sentence.part == "body"
        and f.sentence.index <= frame.sentence.index
        and not (f.is_separate and f.date is None)
    ]
    before = max(earlier, key=lambda f: f.sentence.index, default=None)
    if (
        before is None
        or (before.focus != "primary" and not after)
        or before.status != frame.status
        or before.date is None
        or before.kind == "visit"
    ):
        return
    if not set(parties_of(mentions, before)) & set(parties_of(mentions, frame)) or len(before.date.start) < 10:
        return
    told_apart = before.date.end and any(s.basis != "context" for s in before.date_support)
    if frame.date is None and not told_apart:
        frame.date, frame.date_text = before.date, before.date_text
        frame.date_support = [Support(s.part, s.start, s.end, s.rule, "context") for s in before.date_support]
    if (
        frame.mode in {"phone", "video"}
        or frame.date is None
        or (frame.date.start, frame.date.end) != (before.date.start, before.date.end)
        or (before.sentence.block_no != frame.sentence.block_no and before.date.end)
    ):
        return
    for name in ("city", "country"):
        if (
            name in before.places
            and name not in frame.places
            and before.places["country"][0] == frame.places.get("country", before.places["country"])[0]
        ):
            value, s = before.places[name]
            frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))


# "The defence chiefs of A, B and C agreed Sunday to ...": the day of the talks that the next sentences tell of.
AGREED_ON = re.compile(r"\b(?:agreed|vowed|pledged|decided|condemned|reaffirmed|discussed)\s+(?:on\s+)?$")
# So many sentences after the lead still tell of its talks.
TOLD_WITHIN = 3


def _day_of_lead(mentions: Mentions, frame: Frame) -> None:
    """The day on which the lead says that the frame's states agreed something."""
    lead = next((s for s in mentions.sentences if s.part == "body" and s.kind == "paragraph"), None)
    if lead is None or frame.kind not in {"meeting", "call"} or frame.status != "held" or frame.sentence.index > lead.index + TOLD_WITHIN:
        return
    marks = mentions.body
    if len({p.code for p in within(marks.parties, lead.start, lead.end)} & set(frame.parties)) < len(frame.parties):
        return
    for mention in dates_in(marks, lead.start, lead.end):
        resolved = mention.resolve(mentions.document.published_on, future=False, anchor=None)
        if resolved is not None and resolved.precision == "day" and AGREED_ON.search(marks.text, lead.start, mention.start):
            frame.date, frame.date_text = resolved, mention.text
            frame.date_support = [Support("body", mention.start, mention.end, mention.rule, "context")]
            return


# "While in port, the captain met ...", "During the port call, her commanding officer called on ...".
IN_PORT = re.compile(r"(?i)\b(?:while in port|during (?:the|this|its|her|their) (?:port (?:call|visit)|stay|visit))\b")


def _in_port(mentions: Mentions, trip: Frame, frame: Frame) -> bool:
    """Whether a ship's people met somebody during her port call, on which nobody is named."""
    if trip.people or set(trip.parties) != set(frame.parties):
        return False
    return IN_PORT.search(mentions.marks(frame.sentence.part).text, frame.sentence.start, frame.sentence.end) is not None


def _from_trip(mentions: Mentions, frames: list[Frame], frame: Frame, journeys: list[Frame]) -> None:
    """A meeting within a trip takes the trip's dates and place where its own are not told (GUIDE.md, Dates)."""
    if frame.kind in {"call", "exercise"} or frame.mode in {"phone", "video"} or frame.focus != "primary":
        return
    for trip in [*frames, *journeys]:
        told_first = trip.focus == "primary" or (trip in journeys and trip.sentence.index <= frame.sentence.index)
        if trip is frame or trip.kind != "visit" or not told_first or not same_time(trip, frame, mentions.document.published_on):
            continue
        together = set(trip.people) & set(frame.people) or _in_port(mentions, trip, frame)
        if not together or not set(frame.parties) & set(trip.parties):
            continue
        country = trip.places.get("country")
        if country is None or (
            country[0] not in frame.parties and not (frame.kind == "conference" and frame.places.get("country", ("",))[0] == country[0])
        ):
            continue
        # The day of one stop is not that of the next, nor of what was told before it; the trip's span is (GUIDE.md, Dates).
        told_after = trip.sentence.part == "body" and trip.sentence.index > frame.sentence.index and "venue" in trip.places
        lasts = trip.date is not None and (trip.date.end is not None or trip.date.precision != "day")
        if frame.date is None and trip.date is not None and (lasts or (frame.kind != "visit" and not told_after)):
            frame.date, frame.date_text = trip.date, trip.date_text
            frame.date_support = [Support(s.part, s.start, s.end, s.rule, "context") for s in trip.date_support]
        same_country = frame.places.get("country", country)[0] == country[0]
        if (
            frame.kind != "visit"
            and "venue" not in trip.places
            and "city" not in frame.places
            and "venue" not in frame.places
            and same_country
        ):
            for name in ("city", "country"):
                if name in trip.places:
                    value, s = trip.places[name]
                    frame.places[name] = (value, Support(s.part, s.start, s.end, s.rule, "context"))
        return
