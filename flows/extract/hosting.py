"""Hosting: who received whom, as far as the release says; else all are participants and principals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extract.frames import Frame, Support
from flows.extract.people import Person
from schemas.vocabulary import Role, Side

TOGETHER = re.compile(r"(?i)\bco-?(?:host|chair)")
RECEIVING = ("triggers.received",)
BEING_RECEIVED = ("triggers.was_received", "triggers.called_on")
BETWEEN_SIDES = frozenset({"visit", "meeting", "dialogue", "signing", "ceremony"})


def sides_of(frame: Frame, persons: Sequence[Person], quote: str) -> dict[str, tuple[Side, Support | None]]:
    """The side of each party, with the words that give it.

    `quote` is the text of the frame's trigger.  Hosts are those who received, else the state in
    which it took place where that is one of the parties; the others of a bilateral occasion are visitors.
    """
    hosts, support = _hosts(frame, persons, quote)
    found: dict[str, tuple[Side, Support | None]] = {}
    for code in frame.parties:
        if TOGETHER.search(quote) and code in hosts:
            found[code] = ("co_host", support)
        elif code in hosts:
            found[code] = ("host", support)
        elif hosts and frame.kind in BETWEEN_SIDES and not TOGETHER.search(quote):
            found[code] = ("visitor", support)
        else:
            found[code] = ("participant", None)
    return found


def _hosts(frame: Frame, persons: Sequence[Person], quote: str) -> tuple[set[str], Support | None]:
    subjects = {persons[number].party or "" for number in frame.subjects}
    others = {persons[number].party or "" for number in frame.people if number not in frame.subjects}
    if TOGETHER.search(quote) and subjects:
        return subjects, frame.trigger
    if frame.trigger.rule in RECEIVING and subjects:
        return subjects, frame.trigger
    if frame.trigger.rule in BEING_RECEIVED and others and not subjects & others:
        return others, frame.trigger
    place = frame.places.get("country")
    if place is not None and place[0] in frame.parties:
        return {place[0]}, place[1]
    return set(), None


def role_of(frame: Frame, number: int, role: Role, quote: str) -> Role:
    """A participant's role: who received, or chaired with another; `role` is what reading noted."""
    if role == "accompanying":
        return role
    if TOGETHER.search(quote) and number in frame.subjects:
        return "co_chair"
    received = frame.trigger.rule in RECEIVING and number in frame.subjects
    visited = frame.trigger.rule in BEING_RECEIVED and bool(frame.subjects) and number not in frame.subjects
    return "host" if received or visited else role
