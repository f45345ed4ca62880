"""Origin: whose officials a text without a side of its own means by an office alone."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from flows.extract.places import find_parties, find_places
from flows.parse.document import Document
from schemas.vocabulary import ORGANISATIONS, Part


@dataclass(frozen=True, slots=True)
class Origin:
    """The state at `start:end` of a part of the document that it writes from."""

    code: str
    part: Part
    start: int
    end: int


# "KUALA LUMPUR, Feb 7 (Bernama) --": the town that a report is filed from opens it.
FILED_FROM = re.compile(r"\s*(?P<town>[A-ZÀ-Þ][A-ZÀ-Þ’' .-]{2,30}?)(?:, [^\n–—-]{1,40}?)?(?: \([^)\n]{1,30}\))?\s*(?:–|—|--| - )")
# Code points of a text that tell which two states it is about.
OPENING = 600


def find_origin(document: Document, known: Set[str | None]) -> Origin | None:
    """The state of the two that a text's title or opening names for which nobody is said to speak, else that of its dateline.

    `known` are the parties of the persons of whom it is said.
    """
    filed = FILED_FROM.match(document.text)
    town = next((p for p in find_places(filed["town"].title()) if p.country), None) if filed is not None else None
    own = Origin(town.country, "body", filed.start("town"), filed.end("town")) if filed and town and town.country else None
    if own is not None and town is not None and own.code not in known and re.search(rf"\b{re.escape(town.name or '')}\b", document.title):
        # "Seoul's defense chief meets US senator", filed from Seoul.
        return own
    texts: tuple[tuple[Part, str], ...] = (("title", document.title), ("body", document.text[:OPENING]))
    for part, text in texts:
        named = {m.code: m for m in reversed(find_parties(text)) if m.code not in ORGANISATIONS and m.form in {"name", "demonym", "agency"}}
        rest = [m for code, m in named.items() if code not in known]
        if len(named) == 2 and len(rest) == 1:
            return Origin(rest[0].code, part, rest[0].start, rest[0].end)
    return own
