"""Topics: the codes of TOPICS.md by the phrases that name them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.extract.lexicon import Matcher, folded, lowered, read_lexicon
from flows.extract.needles import needles_of
from flows.extract.openings import Openings, matches_at


class TopicMention(NamedTuple):
    """A phrase at `start:end` that names a topic."""

    start: int
    end: int
    code: str
    stance: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Lists:
    """Whole phrases, phrases whose last word is open, and those with an open word within, each with its codes.

    Before the patterns of the last stand the words that they begin with: without them in a text none is tried.
    """

    whole: Matcher[tuple[str, ...]]
    open_ended: Matcher[tuple[str, ...]]
    within: tuple[tuple[str, re.Pattern[str], str], ...]


@functools.cache
def _lists(language: str) -> _Lists:
    whole: dict[str, tuple[str, ...]] = {}
    open_ended: dict[str, tuple[str, ...]] = {}
    within: list[tuple[str, re.Pattern[str], str]] = []
    for code, phrases in read_lexicon(language, "topics").items():
        for phrase in map(str, phrases):
            if "*" not in phrase:
                whole[phrase] = (*whole.get(phrase, ()), code)
            elif phrase.index("*") == len(phrase) - 1:
                open_ended[phrase[:-1]] = (*open_ended.get(phrase[:-1], ()), code)
            else:
                words = re.escape(folded(phrase)).replace(r"\*", r"[\w'\-]*").replace(r"\ ", r"\s+")
                within.append((re.split(r"[ *]", folded(phrase).lower())[0], re.compile(rf"\b{words}(?!\w)", re.IGNORECASE), code))
    return _Lists(Matcher(whole.items(), fold_case=True), Matcher(open_ended.items(), fold_case=True, open_ended=True), tuple(within))


# Names of offices, organs and documents in which a topic word names no topic.
MASK = re.compile(
    r"\b(?:Ministr(?:y|ies)|Minister|Secretary|Under Secretary|Department|Office|Bureau|Director|Commission(?:er)?|Ambassador|Envoy|Committee|Agency|Commander|Council|Chief|Assistant|Adviser|Advisor)"
    r"(?:\s+(?:of|for|to|on|the|and|&|National|State|in)|\s+[A-Z][\w’'\-]+)*"
    r"|\b(?:operational|operating|threat|investment|business|information|learning|working|international) environment\b"
    r"|\b(?:[A-Z][\w\-]+\s){0,3}(?:Ministry|Department|Minister|Secretary|Committee|Commission|Agency|Ambassador|Advisor|Adviser|Envoy|Forces?|Army|Navy)\b"
)


@functools.cache
def _masking() -> tuple[str, ...]:
    return needles_of(MASK.pattern)


def find_topics(text: str, language: str = "en") -> list[TopicMention]:
    """The topics named in `text`, in text order; a phrase may name several."""
    lists = _lists(language)
    rows = [(m.start, m.end, code) for m in (*lists.whole.find(text), *lists.open_ended.find(text)) for code in m.value]
    plain = folded(text)
    lower = plain.lower()
    for opening, pattern, code in lists.within:
        if opening in lower:
            rows.extend((hit.start(), hit.end(), code) for hit in pattern.finditer(plain))
    masked = [match.span() for match in MASK.finditer(text)] if rows and any(map(lower.__contains__, _masking())) else []
    return [
        TopicMention(start, end, code, None, f"topics.{code}")
        for start, end, code in sorted(rows)
        if not any(low <= start and end <= high for low, high in masked)
    ]


def topics_of_label(label: str, language: str = "en") -> tuple[str, ...]:
    """The codes that a label such as "Maritime Security" names."""
    return tuple(dict.fromkeys(mention.code for mention in find_topics(label, language)))


@functools.cache
def _stances(language: str) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], Openings]:
    """The patterns of stances and of discussion, and where they may begin."""
    raw = read_lexicon(language, "stances")
    # Written in lower case and sought in words put so: many times as fast as a search that minds no case.
    stances = tuple((name, re.compile(pattern)) for name, pattern in raw["stances"].items())
    return stances, re.compile(raw["discussion"], re.IGNORECASE), Openings(raw["stances"] | {DISCUSSION: raw["discussion"]})


DISCUSSION = "discussion"


def stance_of(sentence: str, language: str = "en") -> str:
    """How a sentence treats its topics: one of `schemas.vocabulary.Stance`, "discussed" by default."""
    stances, _, openings = _stances(language)
    places = openings.find(lowered(sentence), 0, len(sentence), openings.rules - {DISCUSSION})
    lower = sentence.lower()
    for name, pattern in stances if places else ():
        if any(pattern.match(lower, place) for place in places.get(name, ())):
            return name
    return "discussed"


def discussions(lower: str, language: str = "en") -> list[int]:
    """Where in a text, `lowered`, the words may stand that tell of a discussion: a sentence without one is none."""
    return _stances(language)[2].find(lower, 0, len(lower), {DISCUSSION}).get(DISCUSSION, [])


def is_discussion(text: str, places: Sequence[int], end: int, language: str = "en") -> bool:
    """Whether a sentence up to `end` tells what an engagement was about, rather than background: at one of `places`, where its words may stand."""
    return any(True for _ in matches_at(_stances(language)[1], text, places, end))
