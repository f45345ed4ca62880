"""Absorbing: one frame takes over what another tells of the same occasion."""

from __future__ import annotations

import re

from flows.extract.frames import Frame
from flows.extract.likeness import dates_agree, in_title
from flows.extract.mentions import Mentions
from flows.extract.places import is_within
from flows.extract.refusing import INSTITUTION
from schemas.vocabulary import Kind, Mode

WEIGHT = {
    "dialogue": 5,
    "conference": 5,
    "exercise": 5,
    "signing": 2,
    "call": 4,
    "meeting": 3,
    "visit": 3,
    "ceremony": 1,
}


def welcomed_ships(frames: list[Frame]) -> None:
    """Ships that were welcomed by the host's navy are on their visit; nobody met."""
    for frame in [f for f in frames if f.trigger.rule.endswith("received") and not f.people]:
        visit = next((f for f in frames if f.kind == "visit" and set(f.parties) == set(frame.parties) and f.status == frame.status), None)
        if visit is not None and visit is not frame:
            _merge_away(frames, visit, frame)


def announced_visit(mentions: Mentions, frames: list[Frame]) -> None:
    """An announced visit and the host's welcome are one visit, with the host and the venue (GUIDE.md, One or several)."""
    home = mentions.document.publisher_party
    for visit in [f for f in frames if f.kind == "visit" and (f.status == "scheduled" or f.sentence.part == "title")]:
        abroad = home is not None and visit.places.get("country", (home,))[0] != home
        for other in list(frames):
            welcome = (
                other.kind == "meeting"
                and other.status == "scheduled"
                and other.trigger.rule.endswith(("received", "met_with", "held_talks"))
            )
            if abroad and set(other.people) - set(visit.people):
                # Our own traveller's meetings with people who are named are engagements of their own.
                continue
            if (
                not welcome
                or not set(visit.people) & set(other.people)
                or (visit.date and set(visit.subjects) & set(other.subjects) and _is_named(mentions, visit, other))
            ):
                continue
            if not dates_agree(visit, other) or set(other.parties) - set(visit.parties):
                continue
            visit.status = "scheduled"
            if visit.date is None:
                visit.take_date(other)
            for name, value in other.places.items():
                if name not in visit.places or name == "venue":
                    visit.places[name] = value
            _merge_away(frames, visit, other)


def _is_named(mentions: Mentions, visit: Frame, meeting: Frame) -> bool:
    """Whether the words name whom a traveller will meet: a person, or an institution (GUIDE.md, One or several)."""
    text = mentions.marks(meeting.sentence.part).text
    return bool(set(meeting.people) - set(visit.people)) or INSTITUTION.search(text, meeting.trigger.end, meeting.sentence.end) is not None


def _hosts_of_visit(mentions: Mentions, old: Frame, new: Frame) -> set[int]:
    """ "The ministers visited the troops", told of a visit: the host does not travel (GUIDE.md, Parties)."""
    country = old.places.get("country", (None,))[0]
    if not old.kind == new.kind == "visit" or not old.people or country is None:
        return set()
    return {number for number in new.people if mentions.people.persons[number].party == country} - set(old.people)


def absorb(mentions: Mentions, old: Frame, new: Frame) -> None:
    """Let `old` take over what `new` tells."""
    opens = old.sentence.part == "title" and new.sentence.part == "body" and new.shape != "again"
    if opens:
        _leave_to_others(mentions, old, new)
    _absorb_people(mentions, old, new)
    _absorb_status_and_date(mentions, old, new)
    if old.kind != "call" and old.mode not in {"phone", "video"}:
        _absorb_places(mentions, old, new)
    if new.event and (old.event is None or (new.event.is_named and not old.event.is_named)):
        old.event = new.event
    old.kind, old.mode = _kind_of_both(old, new), _mode_of_both(old, new)
    old.begins, old.ends = old.begins or new.begins, old.ends or new.ends
    old.support = new.support | old.support
    if opens:
        old.trigger, old.sentence, old.shape = new.trigger, new.sentence, new.shape
        old.subjects = old.subjects or list(new.subjects)
        old.focus = "primary"
    old.sentences.extend(index for index in new.sentences if index not in old.sentences)


def _absorb_people(mentions: Mentions, old: Frame, new: Frame) -> None:
    hosts = _hosts_of_visit(mentions, old, new)
    for number, (role, supports) in new.people.items():
        for support in supports if number not in hosts else ():
            old.add_person(number, role, support)
    for code, supports in new.parties.items():
        for support in supports:
            old.add_party(code, support)


def _absorb_status_and_date(mentions: Mentions, old: Frame, new: Frame) -> None:
    """The body's status over the title's; the more precise day, unless an anaphor elsewhere only took it from its context."""
    is_again, published = new.shape == "again", mentions.document.published_on
    if old.sentence.part == "title" and not is_again:
        old.status = new.status
    if is_again and new.status == "cancelled" and old.status == "scheduled" and old.kind == new.kind:
        # "Had also planned to travel to Kampala. The visit was called off".
        old.status = "cancelled"
    if new.date is None:
        return
    if is_again and old.date is None and old.kind == new.kind and published and new.date.start > published.isoformat():
        old.status = new.status
    elsewhere = new.sentence.index != old.sentence.index and old.sentence.part == "body"
    if is_again and elsewhere and new.date.basis == "context":
        return
    if elsewhere and _is_leg(mentions, old, new):
        return
    if old.date is None or _more_precise(new, old):
        old.take_date(new)


def _absorb_places(mentions: Mentions, old: Frame, new: Frame) -> None:
    for name, value in new.places.items():
        if name in {"city", "venue"} and (_other_stop(old, new) or _is_leg(mentions, old, new)):
            continue
        if name != "venue" or new.trigger.rule != "triggers.the_exercise":
            # An exercise's ceremonies have venues of their own.
            old.places.setdefault(name, value)
    if "venue" in new.places and is_within(new.places.get("city", ("",))[0], old.places.get("city", ("",))[0]):
        # A headline's "in Washington" is across the river from the Pentagon.
        old.places["city"] = new.places["city"]


def _kind_of_both(old: Frame, new: Frame) -> Kind:
    """The body's weightier kind over the title's; a session's name over "met"; a meal over a reception."""
    kind = old.kind
    weightier = new.shape != "again" and WEIGHT[new.kind] > WEIGHT[kind]
    if weightier and old.sentence.part == "title" and "signing" not in {kind, new.kind}:
        kind = new.kind
    if new.shape == "event" and kind == "meeting" and new.kind in {"dialogue", "conference"}:
        kind = new.kind
    if new.trigger.rule.endswith("meal") and old.trigger.rule.endswith("received"):
        # "Hosted the general to dinner" is a meal, no talks.
        kind = new.kind
    return kind


def _mode_of_both(old: Frame, new: Frame) -> Mode:
    is_told = new.shape != "again"
    if new.mode == "video" and old.mode == "phone" and is_told:
        # A headline's "call" was by video.
        return "video"
    is_remote = new.mode in {"video", "phone"} and old.mode not in {"video", "phone"} and is_told
    return new.mode if is_remote or old.mode == "unknown" else old.mode


def _is_leg(mentions: Mentions, old: Frame, new: Frame) -> bool:
    """ "Is on a visit to the United States this week. Tomorrow he travels to Baltimore": a leg's day and town are not the visit's."""
    published = mentions.document.published_on
    return (
        published is not None
        and old.kind == new.kind == "visit"
        and old.sentence.part == "body"
        and new.sentence.index != old.sentence.index
        and old.shape == "trip"
        and new.shape == "travel"
        and old.date is not None
        and new.date is not None
        and old.date.start <= published.isoformat() < new.date.start
        and "city" in new.places
        and "city" not in old.places
        and not new.trigger.rule.endswith(("was_there", "went_to"))
    )


def _other_stop(old: Frame, new: Frame) -> bool:
    """ "Visited Finland from 14 to 16 May. On 16 May he travelled to Rovaniemi": one town of several, not the visit's."""
    return (
        old.kind == new.kind == "visit"
        and old.sentence.part == "body"
        and new.shape == "travel"
        and (new.sentence.index != old.sentence.index or (new.trigger.start > old.trigger.end and "venue" in new.places))
        and old.date is not None
        and (old.date.end is not None or new.sentence.index == old.sentence.index)
    )


def _leave_to_others(mentions: Mentions, headline: Frame, told: Frame) -> None:
    """ "Minister meets Pakistani army chief, French ambassador": the guests of other states whom the body tells of apart leave the headline's report."""
    persons, home = mentions.people.persons, mentions.document.publisher_party
    guests = {persons[n].party for n in told.people} - {home, None}
    if not guests:
        return
    for number in [n for n in headline.people if n not in told.people and persons[n].party not in guests | {home, None}]:
        del headline.people[number]
    for code in [code for code in headline.parties if code not in guests | set(told.parties) | {home} and len(code) == 3]:
        del headline.parties[code]


def _more_precise(new: Frame, old: Frame) -> bool:
    if new.date is None or old.date is None:
        return new.date is not None
    if (
        new.date.end
        and not old.date.end
        and new.date.start <= old.date.start <= new.date.end
        and old.kind in {"exercise", "dialogue", "conference", "visit"}
    ):
        # "Concluded today", then "held from 5 to 14 November".
        return True
    if old.date.end and old.date.start <= new.date.start <= old.date.end and new.trigger.rule.endswith(("was_there", "went_to")):
        # "Traveled to Jordan and Iraq from May 1 to 5. From May 3 to 5 the general was in Iraq": that stop's own days.
        return True
    return len(new.date.start) > len(old.date.start) or (old.sentence.part == "title" and new.sentence.part == "body")


# The opening and the closing of an exercise are part of it.
OPENS_OR_CLOSES = re.compile(r"(?i)\b(?:opening|closing)(?: ceremony)?\b")


def _dates_within(exercise: Frame, frame: Frame) -> bool:
    return frame.date is None or exercise.date is None or dates_agree(exercise, frame)


def signing_within_meeting(mentions: Mentions, frames: list[Frame]) -> None:
    """A signing, a meal or honours within a meeting that is itself reported belong to it."""
    for frame in list(frames):
        if frame.kind not in {"signing", "ceremony"} or in_title(mentions, frame):
            continue
        hosts = [f for f in frames if f is not frame and f.kind in {"meeting", "dialogue", "conference", "visit"}]
        exercise = next((f for f in frames if f.kind == "exercise" and f.focus == "primary" and _dates_within(f, frame)), None)
        if exercise is not None and OPENS_OR_CLOSES.search(
            mentions.marks(frame.sentence.part).text, frame.sentence.start, frame.sentence.end
        ):
            _merge_away(frames, exercise, frame)
            continue
        for host in hosts:
            same_sentence = host.sentence.index == frame.sentence.index
            if (
                frame.kind == "signing"
                and host.kind != "visit"
                and frame.status == host.status
                and dates_agree(host, frame)
                and (frame.date is None or same_sentence)
                and set(frame.people) <= set(host.people)
                and (frame.focus == "primary" or (not frame.places and set(frame.parties) <= set(host.parties)))
            ):
                _merge_away(frames, host, frame)
                break
            if (
                frame.kind == "ceremony"
                and same_sentence
                and frame.trigger.rule.endswith("honours")
                and host.kind in {"meeting", "dialogue"}
            ):
                _merge_away(frames, host, frame)
                break


def _merge_away(frames: list[Frame], host: Frame, frame: Frame) -> None:
    for number, (role, supports) in frame.people.items():
        for support in supports:
            host.add_person(number, role, support)
    host.sentences.extend(index for index in frame.sentences if index not in host.sentences)
    frames.remove(frame)
