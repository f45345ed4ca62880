"""Outcomes: what was agreed, pledged and announced, and the next step."""

from __future__ import annotations

import datetime as dt
import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.extract.dates import find_dates
from flows.extract.lexicon import lowered
from flows.extract.openings import Openings, matches_at
from schemas.vocabulary import OutcomeKind

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundOutcome:
    """One outcome; its parts as spans of the text it was found in."""

    kind: OutcomeKind
    actor: Span | None
    verb: Span
    content: Span
    due: Span | None
    due_on: str | None


# What somebody will do, as a plan names it: a commitment is a discrete, future-oriented statement of intended action by a party (GUIDE.md).
DEEDS = (
    r"(?:provide|send|deliver|host|build|train|buy|donate|deploy|fund|supply|increase|open|establish|contribute|transfer|invest|launch|create|join|set up|begin|start|"
    r"appoint|station|finance|restore|publish|sign|ratify|resume|allocate|lend|double|second|expand|equip)"
)
# In order; where two read the same words, the earlier counts.
PATTERNS: tuple[tuple[OutcomeKind, re.Pattern[str]], ...] = (
    (
        "next_engagement",
        re.compile(
            r"(?P<verb>\b(?:agreed to|will|is to|are to|plans? to) (?:next )?(?:meet|hold|host|reconvene|convene|see each other)(?: next| again)?)\b"
            r"(?=(?P<told>[^;]*\b(?:next|again|session|round|edition|meeting|talks|dialogue|consultations?)\b)|(?<= next)|(?<= again)|(?<=each other))"
        ),
    ),
    (
        "agreement",
        re.compile(r"(?P<verb>\b(?:agreed (?:to|that|on|upon)|(?:have |has )?signed|concluded (?=an? ))\b)(?! (?:today|yesterday)\b)"),
    ),
    (
        "commitment",
        re.compile(
            rf"(?P<verb>\b(?<!is )(?<!are )(?<!remains )(?<!remain )(?:(?:pledged|committed|promised|undertook|undertakes|pledges|commits) (?=to [a-z]+\b|that\b|[$€£¥]?\d)|will (?={DEEDS}\b)))"
            r"(?!to (?:the|a|an|our|their|his|her|its|this|these|[a-z]+ing)\b)"
        ),
    ),
    (
        "announcement",
        re.compile(
            r"(?P<verb>(?<!been )(?<!was )(?<!were )(?<!as )\bannounced\b)(?! (?:by|for|in|on|at|as|earlier|last|today|yesterday)\b)"
        ),
    ),
)
# Who acts: the words from which the sentence or its last clause begins, up to its first verb.
ACTOR = re.compile(
    r"(?P<actor>(?:(?:[Tt]he|[Bb]oth|[Aa]ll|[Tt]hey|[Hh]e|[Ss]he|[Ww]e|[Ii]t|[Ee]ach|[Tt]heir)\b|[A-ZÀ-Þ“\"])(?:[^,;:]|, (?=(?:Jr|Sr)\b)|(?<=Jr\.), ){0,110}?)"
    r"\s+(?:(?:also|further|then|jointly|each|today|yesterday|have|has|had|would|is|are|was|were|been) )*"
    r"(?=(?:[a-z]+ed|met|held|spoke|will|took|said|told|gave|made|undertook|undertakes|pledges|commits|plans?)\b)"
)
# "..., which Cabo Verde will host": the subject of the relative clause.
RELATIVE = re.compile(r"\b(?:which|where|whom|who|that)\s+(?P<actor>[A-Z][^,;]{1,60}?)?\s*$")
PASSIVE = re.compile(r"\b(?:was|were|been|is|are)\s+$")
# "We hope that more will contribute", "the importance of ...": a wish and a view, nothing that was settled.
WISHED = re.compile(r"\b(?:hopes?|hoped|wish(?:es)?|expects?|if|whether|once|unless)\b[^,;]{0,40}$")
VIEW = re.compile(r"\s*(?:(?:on |that )?the )?(?:importance|necessity|value|significance)\b")
SAID_THAT = re.compile(r"\b(?:said|added|noted|announced|confirmed|stated|underscored|informed [^,;]{3,60}?|told [^,;]{3,60}?) that\s+")
# Where another statement begins: "..., and discussed the firing of flares".
ENDS = re.compile(
    r",?\s+and\s+(?=(?:also |then |further |both sides |the two sides )*(?:agreed|signed|pledged|committed|announced|discussed|noted|welcomed|reaffirmed|reviewed|condemned|"
    r"exchanged|expressed|thanked|repeated|underlined|stressed|tasked|decided)\b)|\s*[.!?]?[”\"’)]*$"
)
DUE = re.compile(
    r"\b(?:by|before|until|no later than|not later than|within|in|on|from|starting|beginning|at the end of|this|next|later this)\s+(?:the end of )?(?:the )?$"
)


def find_outcomes(text: str, sentences: Sequence[Span], published_on: dt.date | None) -> list[FoundOutcome]:
    """The outcomes told in `sentences`, spans of `text`, in text order; a question tells of none."""
    places = _openings().find(lowered(text), 0, len(text), _openings().rules)
    found: list[FoundOutcome] = []
    for start, end in sentences:
        here = {
            kind: rows[low:high] for kind, rows in places.items() if (low := bisect_left(rows, start)) < (high := bisect_left(rows, end))
        }
        if here and not text[start:end].rstrip('”"’)').endswith("?"):
            found.extend(_outcomes(text, start, end, here, published_on))
    return found


@functools.cache
def _openings() -> Openings:
    return Openings({kind: pattern.pattern for kind, pattern in PATTERNS})


def _outcomes(text: str, start: int, end: int, places: Mapping[str, Sequence[int]], published_on: dt.date | None) -> Iterator[FoundOutcome]:
    """The outcomes of one sentence, `places` being where a pattern of each kind may begin."""
    taken: list[Span] = []
    read = ((kind, match) for kind, pattern in PATTERNS for match in matches_at(pattern, text, places.get(kind, ()), end))
    for kind, match in sorted(read, key=lambda row: row[1].start("verb")):
        verb = match.span("verb")
        if any(low < verb[1] and verb[0] < high for low, high in taken):
            continue
        if WISHED.search(text, start, verb[0]) or VIEW.match(text, verb[1], end):
            continue
        actor, content = _actor(text, start, verb[0]), _content(text, verb[1], _end_of_clause(text, start, verb[0], end))
        if PASSIVE.search(text, start, verb[0]):
            # "The Access Agreement was signed in Manila": what was signed stands before.
            actor, content = None, actor
        if content is None:
            continue
        taken.append(verb)
        span, day = (_due(text, content, published_on) or (None, None)) if kind != "announcement" else (None, None)
        yield FoundOutcome(kind, actor, _trimmed(text, *verb), content, span, day)


def _end_of_clause(text: str, start: int, verb: int, end: int) -> int:
    """A relative clause in the middle of a sentence ends at its comma."""
    relative = RELATIVE.search(text, start, verb)
    comma = text.find(",", verb, end) if relative and text[start : relative.start()].rstrip().endswith(",") else -1
    return comma if comma >= 0 else end


# Shorter content says nothing ("signed it").
SHORTEST_CONTENT = 5


def _content(text: str, low: int, end: int) -> Span | None:
    stop = ENDS.search(text, low, end)
    span = _trimmed(text, low, stop.start() if stop else end)
    return span if span[1] - span[0] >= SHORTEST_CONTENT else None


def _trimmed(text: str, low: int, high: int) -> Span:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high


def _actor(text: str, start: int, verb: int) -> Span | None:
    """Who did it: the subject of the clause, or of the sentence whose verbs "and" joins; None where it cannot be told."""
    relative = RELATIVE.search(text, start, verb)
    if relative is not None:
        return relative.span("actor") if relative["actor"] else None
    said = [match.end() for match in SAID_THAT.finditer(text, start, verb)]
    for low in dict.fromkeys((*said[-1:], start)):
        match = ACTOR.match(text, low, verb + 12)
        if match and match.end("actor") <= verb:
            return match.span("actor")
    return None


def _due(text: str, content: Span, published_on: dt.date | None) -> tuple[Span, str] | None:
    """By when: a date to come that "by", "in", "on" and the like stand before."""
    for mention in find_dates(text[content[0] : content[1]]):
        start, end = content[0] + mention.start, content[0] + mention.end
        resolved = mention.resolve(published_on, future=True, anchor=None)
        opens = DUE.search(text, content[0], start) or re.match(
            r"(?:[Oo]n|[Ii]n|[Nn]ext|[Ll]ater|[Tt]his|[Tt]omorrow|[Ee]arly|[Dd]uring)\b", text[start:end]
        )
        if resolved is None or opens is None:
            continue
        if published_on is None or (resolved.end or resolved.start) >= published_on.isoformat()[: len(resolved.end or resolved.start)]:
            return (start, end), resolved.start
    return None
