"""Attributions: the sources and spokespersons that a release names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extract.lexicon import folded
from flows.extract.report import Attribution
from flows.parse.document import Document
from schemas.vocabulary import Part

NAME = r"(?:[A-ZÀ-Þ][\w’'.\-À-ɏ]*\s+){0,3}[A-ZÀ-Þ][\w’'\-À-ɏ]+(?:,?\s(?:Jr\.|III))?"
RANK = r"(?:(?:Lt\.|Maj\.|Brig\.)\s?(?:Gen|Col|Cmdr)\.|Gen\.|Col\.|Cmdr\.|Cdr\.|Capt\.|Maj\.|Lt\.|Adm\.|Rear\sAdm\.|Senior\sColonel|Colonel|Captain|Commander|Major|Mr\.|Ms\.|Mrs\.|Dr\.)\s+"
SOURCES = re.compile(r"^(?:Sources?|With information from)\s*:\s*(?P<list>.+?)\.?$", re.MULTILINE | re.IGNORECASE)
# Without one of these no line begins so.
OPEN_SOURCES = ("\nsource", "\nwith information from")
SPOKE = r"(?:[Ss]pokes(?:person|man|woman)|[Pp]ress\s[Ss]ecretary)"
SPOKESPERSON = re.compile(
    rf"""(?P<title>(?:[A-Z][\w.]*\s+){{0,5}}{SPOKE}),?\s+(?:for\s[^,]+,\s)?(?P<rank>{RANK})?(?P<name>{NAME})
      | (?P<rank2>{RANK})?(?P<name2>{NAME}),\s+(?:an?\s|the\s)?(?P<title2>{SPOKE}(?:\s(?:for|of)\s(?:the\s)?[A-Z][\w\s]+?)?)(?=,|\s(?:said|told))
      | [Aa]ttributable\sto:?\s+(?P<title3>(?:[A-Z][\w.]*\s+){{0,4}}{SPOKE})\s+(?P<name3>{NAME})""",
    re.VERBOSE,
)


# Without one of these no attribution stands in a text; its pattern, tried at every name, is dear.
HINTS = ("pokes", "ress secretary", "ress Secretary", "ttributable")


def find_attributions(document: Document) -> tuple[Attribution, ...]:
    """Who the release names as its sources ("Sources: X, Y & Z") and as spokespersons."""
    found: list[Attribution] = []
    parts: tuple[tuple[Part, str], ...] = (("body", document.text), ("title", document.title))
    for part, text in parts:
        for match in _spokespersons(text):
            group = match.groupdict()
            key = "name" if group["name"] else "name2" if group["name2"] else "name3"
            title = group["title"] or group["title2"] or group["title3"]
            found.append(Attribution(match[key], "spokesperson", " ".join(title.split()), part, match.start(key), match.end(key)))
    lower = f"\n{document.text.lower()}"
    for match in SOURCES.finditer(document.text) if any(words in lower for words in OPEN_SOURCES) else ():
        found.extend(_sources(match))
    return tuple(found)


# Code points around a hint within which an attribution begins and ends.
REACH = 400


def _spokespersons(text: str) -> Iterator[re.Match[str]]:
    """What the pattern finds around the hints, in text order."""
    done = 0
    plain = folded(text)
    for start, stop in sorted(hint.span() for words in HINTS if words in plain for hint in re.finditer(words, plain)):
        match = SPOKESPERSON.search(text, max(done, _word_start(text, start - REACH)), stop + REACH)
        while match is not None and match.start() < stop:
            yield match
            done = match.end()
            match = SPOKESPERSON.search(text, done, stop + REACH)


def _word_start(text: str, place: int) -> int:
    """Where the next word begins after `place`, or the text."""
    return text.find(" ", place) + 1 if place > 0 else 0


def _sources(match: re.Match[str]) -> list[Attribution]:
    rows = []
    for item in re.finditer(r"(?P<name>.+?)(?:,\s+(?:and\s+)?|\s+&\s+|;\s*|$)", match["list"]):
        start = match.start("list") + item.start("name")
        name = item["name"]
        rows.append(Attribution(name, "source", None, "body", start, start + len(name)))
    return rows
