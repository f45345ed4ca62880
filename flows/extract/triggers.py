"""Triggers: the words that announce an engagement, as patterns of the language's lexicon."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flows.extract.lexicon import Hints, read_lexicon
from flows.extract.openings import Openings, matches_at
from flows.extract.seeking import Sought, Text
from schemas.vocabulary import Kind, Mode, Status

Shape = Literal["partners", "object", "between", "travel", "trip", "act", "again", "event"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One pattern of the lexicon; `shape` says where its parties stand (see triggers.yaml), `listed_at` its place there."""

    name: str
    kind: Kind
    shape: Shape
    mode: Mode
    expression: str
    listed_at: int = 0

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern, made when first needed: most releases need a few of them."""
        return _compiled(self.expression)


@functools.cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TriggerMatch:
    """A trigger at `start:end` of a text; `verb` is its first word, in lower case."""

    trigger: Trigger
    start: int
    end: int
    verb: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language's triggers and the named patterns that read a clause around them.

    `stems` are parts of words by the name of the trigger, or the pattern, that matches nothing without one of them.
    """

    triggers: dict[str, Trigger]
    openings: Openings
    stems: dict[str, tuple[str, ...]]
    modality: dict[str, Sought]
    left: re.Pattern[str]
    left_openings: Openings
    right: re.Pattern[str]
    words: dict[str, Sought]


@functools.cache
def language_patterns(language: str) -> Language:
    """The compiled triggers of `config/lexicon/<language>/triggers.yaml`."""
    raw = read_lexicon(language, "triggers")
    macros: dict[str, str] = raw["macros"]

    def spelled_out(pattern: str) -> str:
        for name, value in macros.items():
            pattern = pattern.replace("{" + name + "}", value)
        return pattern

    def sought(patterns: Mapping[str, str]) -> dict[str, Sought]:
        return {name: Sought(spelled_out(pattern), re.IGNORECASE) for name, pattern in patterns.items()}

    named = ("joiners", "pronouns", "foreign", "domestic", "separate", "series_duration")
    triggers = {
        row["name"]: Trigger(row["name"], row["kind"], row["shape"], row["mode"], spelled_out(row["pattern"]), place)
        for place, row in enumerate(raw["triggers"])
    }
    stems = {row["name"]: tuple(row["stem"].split("|")) for row in raw["triggers"]}
    return Language(
        triggers=triggers,
        openings=Openings({trigger.name: trigger.expression for trigger in triggers.values()}),
        stems=stems | {"joiners": tuple(raw["joiner_stem"].split("|"))},
        modality=sought(raw["modality"]),
        left=re.compile(raw["boundaries"]["left"]),
        left_openings=Openings({"left": raw["boundaries"]["left"]}),
        right=re.compile(raw["boundaries"]["right"]),
        words=sought({name: raw[name] for name in named} | raw["remote"]),
    )


def find_triggers(text: str, start: int, end: int, hints: Hints, language: str = "en") -> list[TriggerMatch]:
    """The triggers in `text[start:end]`, in text order; where two overlap, the earlier listed wins."""
    patterns = language_patterns(language)
    hinted = hints.within(start, end) & patterns.triggers.keys()
    if not hinted:
        return []
    found: list[TriggerMatch] = []
    places = patterns.openings.find(hints.lowered, start, end, hinted)
    candidates = {patterns.triggers[name] for name in places.keys() | (hinted - patterns.openings.rules)}
    for trigger in sorted(candidates, key=lambda trigger: trigger.listed_at):
        at = places.get(trigger.name)
        for match in matches_at(trigger.pattern, text, at, end) if at else trigger.pattern.finditer(text, start, end):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            found.append(TriggerMatch(trigger, match.start(), match.end(), match.group().split()[0].lower()))
    return sorted(found, key=lambda match: match.start)


PRESENT_OR_PAST = re.compile(
    r"^(?:met|sat|held|had|made|placed|hosted|received|welcomed|spoke|spoken|talked|visited|toured|travel(?:l)?ed|flew|"
    r"arrived|departed|returned|stopped|signed|laid|called|paid|phoned|telephoned|rang|\w+ed)$"
)


# "Visited Kenya although the exercise was cancelled": a deed that is told as done can't be called off by what follows.
OF_VERBS = frozenset({"partners", "object", "travel"})


def status_of(marks: Text, left: int, match: TriggerMatch, right: int, language: str = "en") -> Status | None:
    """Whether the clause `left:right` of a text tells its trigger as held, scheduled or cancelled; None for unreal.

    Unreal: negated, hoped for, proposed, invited to, or habitual (GUIDE.md, "One or several").
    """
    patterns = language_patterns(language).modality

    def before(name: str) -> bool:
        return patterns[name].search(marks, left, match.start) is not None

    def after(name: str) -> bool:
        return patterns[name].pattern.search(marks.text[match.end : right]) is not None

    off = patterns["cancelled"].search(marks, left, right)
    if off is not None and (off.start() < match.start or match.trigger.shape not in OF_VERBS or not PRESENT_OR_PAST.match(match.verb)):
        return "cancelled"
    if before("intended"):
        # "Had planned to travel to Kampala": whether it came about is told elsewhere.
        return "scheduled"
    if before("negated") or before("hoped"):
        return None
    if before("forward"):
        return None if after("vague") else "scheduled"
    if (match.trigger.shape != "event" and before("agreed")) or before("scheduled"):
        return "scheduled"
    if before("unreal") and not PRESENT_OR_PAST.match(match.verb):
        return None
    return "scheduled" if after("future_after") else "held"
