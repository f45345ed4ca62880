"""Scoring: extracted engagements beside answers, the figures of `gold/score.py` as a library.

The definitions are those of the scorer that the answers come with; a test compares the two
figure by figure where it is at hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Engagement = Mapping[str, Any]
TALKS = frozenset({"meeting", "dialogue", "conference", "ceremony", "signing"})
HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "prof",
        "professor",
        "his",
        "her",
        "excellency",
        "he",
        "hon",
        "honorable",
        "honourable",
        "the",
        "right",
        "rt",
        "sheikh",
        "shaikh",
        "prince",
        "princess",
        "king",
        "queen",
        "sultan",
        "crown",
        "emir",
        "amir",
        "royal",
        "highness",
        "majesty",
        "gen",
        "general",
        "lt",
        "lieutenant",
        "maj",
        "major",
        "col",
        "colonel",
        "adm",
        "admiral",
        "vice",
        "rear",
        "brig",
        "brigadier",
        "capt",
        "captain",
        "cmdr",
        "commander",
        "sgt",
        "sergeant",
        "air",
        "chief",
        "marshal",
        "us",
        "usa",
        "usn",
        "usmc",
        "usaf",
        "ret",
        "retired",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
    ]
)
CLOSEST = 0.25


def _fold(text: str | None) -> str:
    decomposed = unicodedata.normalize("NFKD", text or "")
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    plain = plain.translate(str.maketrans("ıłøđ", "ilod"))
    return re.sub(r"[^\w]+", " ", re.sub(r"['’.]", "", plain)).strip()


def _name(name: str) -> list[str]:
    words = _fold(name).split()
    return [w for w in words if w not in HONORIFICS and len(w) > 1] or words


def same_person(a: str, b: str) -> bool:
    """Whether two names are one person's, middle names and initials left out on one side."""
    x, y = _name(a), _name(b)
    if not x or not y:
        return False
    if "".join(x) == "".join(y) or set(x) == set(y):
        return True
    small, large = (x, y) if len(x) <= len(y) else (y, x)
    return set(small) <= set(large) and len(small) >= 2


def likeness_of_words(a: str | None, b: str | None) -> float:
    """The share of words that two texts have in common, 0 to 1."""
    x, y = Counter(_fold(a).split()), Counter(_fold(b).split())
    shared = sum((x & y).values())
    return 2 * shared / (sum(x.values()) + sum(y.values())) if shared else 0.0


def named(engagement: Engagement) -> list[Any]:
    """The participants that have a name."""
    return [p for p in engagement.get("participants") or [] if p.get("name")]


def pair_people(gold: Sequence[Any], found: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The expected participants with those found, each at most once."""
    pairs, free = [], list(found)
    for person in gold:
        hit = next((f for f in free if same_person(person["name"], f.get("name") or "")), None)
        if hit is not None:
            free.remove(hit)
            pairs.append((person, hit))
    return pairs


def likeness(gold: Engagement, found: Engagement) -> float:
    """How likely two records describe one engagement; 0 when they can't."""
    people = pair_people(named(gold), named(found))
    union = len(named(gold)) + len(named(found)) - len(people)
    a, b = set(gold.get("parties") or []), set(found.get("parties") or [])
    parties = len(a & b) / len(a | b) if a | b else 0.0
    if not people and (parties < 0.5 or (gold["kind"] == "call") != (found.get("kind") == "call")):
        return 0.0
    score = 0.3 * parties + 0.4 * (len(people) / union if union else parties)
    first, second = gold.get("start"), found.get("start")
    if first and second:
        short = min(len(first), len(second))
        score += 0.2 if first[:short] == second[:short] else -0.2
    else:
        score += 0.05
    if gold["kind"] == found.get("kind"):
        score += 0.15
    elif gold["kind"] in TALKS and found.get("kind") in TALKS:
        score += 0.08
    return max(score + (0.05 if gold.get("focus") == found.get("focus") else 0.0), 0.0)


def pair(gold: Sequence[Engagement], found: Sequence[Engagement]) -> list[tuple[int, int]]:
    """The expected engagements with those found, by their places, likest first, each at most once."""
    scored = sorted(
        ((likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), key=lambda row: (-row[0], row[1], row[2])
    )
    pairs: list[tuple[int, int]] = []
    for score, i, j in scored:
        if score >= CLOSEST and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


@dataclass(slots=True)
class Figures:
    """Counts by field: (true positives, false positives, false negatives), and (right, asked)."""

    tallies: dict[str, list[int]] = field(default_factory=dict)
    shares: dict[str, list[int]] = field(default_factory=dict)

    def tally(self, name: str, tp: int, fp: int, fn: int) -> None:
        """Add to a field that is counted by its members."""
        row = self.tallies.setdefault(name, [0, 0, 0])
        for place, value in enumerate((tp, fp, fn)):
            row[place] += value

    def share(self, name: str, right: bool) -> None:
        """Add to a field that is right or wrong."""
        row = self.shares.setdefault(name, [0, 0])
        row[0] += right
        row[1] += 1

    def add(self, other: Figures) -> None:
        """Add the counts of another set of releases."""
        for name, (tp, fp, fn) in other.tallies.items():
            self.tally(name, tp, fp, fn)
        for name, (right, asked) in other.shares.items():
            row = self.shares.setdefault(name, [0, 0])
            row[0] += right
            row[1] += asked

    def value(self, name: str) -> float | None:
        """F1 of a tally, accuracy of a share; None where nothing was asked."""
        if name in self.tallies:
            tp, fp, fn = self.tallies[name]
            return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None
        right, asked = self.shares.get(name, [0, 0])
        return right / asked if asked else None

    def count(self, name: str) -> int:
        """How many answers a figure rests on."""
        if name in self.tallies:
            tp, _, fn = self.tallies[name]
            return tp + fn
        return self.shares.get(name, [0, 0])[1]


def evaluate(gold: Mapping[str, Sequence[Engagement]], found: Mapping[str, Sequence[Engagement]]) -> Figures:
    """All figures over the documents of `gold`; a document that `found` lacks counts as empty."""
    figures = Figures()
    for document, expected in sorted(gold.items()):
        figures.add(score_release(expected, found.get(document, [])))
    return figures


def score_release(gold: Sequence[Engagement], found: Sequence[Engagement]) -> Figures:
    """The figures of one release."""
    figures = Figures()
    _compare(figures, gold, found)
    return figures


def _compare(figures: Figures, gold: Sequence[Engagement], found: Sequence[Engagement]) -> None:
    if not gold:
        figures.share("quiet", not found)
    pairs = pair(gold, found)
    hit_gold, hit_found = {i for i, _ in pairs}, {j for _, j in pairs}
    figures.tally("all", len(pairs), len(found) - len(pairs), len(gold) - len(pairs))
    primary = {i for i, g in enumerate(gold) if g.get("focus") == "primary"}
    extra = sum(j not in hit_found and f.get("focus") == "primary" for j, f in enumerate(found))
    figures.tally("primary", len(primary & hit_gold), extra, len(primary - hit_gold))
    for i, j in pairs:
        _engagement(figures, gold[i], found[j])
    for i, g in enumerate(gold):
        if i not in hit_gold:
            _unpaired(figures, g, missed=True)
            if i in primary:
                figures.share("strict", False)
    for j, f in enumerate(found):
        if j not in hit_found:
            _unpaired(figures, f, missed=False)


def _unpaired(figures: Figures, engagement: Engagement, *, missed: bool) -> None:
    for name, count in (
        ("participants", len(named(engagement))),
        ("parties", len(set(engagement.get("parties") or []))),
        ("topics", len(set(engagement.get("topics") or []))),
    ):
        figures.tally(name, 0, 0 if missed else count, count if missed else 0)


def _engagement(figures: Figures, gold: Engagement, found: Engagement) -> None:
    people = pair_people(named(gold), named(found))
    figures.tally("participants", len(people), len(named(found)) - len(people), len(named(gold)) - len(people))
    for a, b in people:
        if a.get("title"):
            figures.share("title", likeness_of_words(a["title"], b.get("title")) >= 0.6)
        if a.get("party"):
            figures.share("person_party", a["party"] == b.get("party"))
    for name in ("parties", "topics"):
        x, y = set(gold.get(name) or []), set(found.get(name) or [])
        figures.tally(name, len(x & y), len(y - x), len(x - y))
    for name in ("kind", "mode", "status", "focus"):
        if gold.get(name) and gold[name] != "unknown":
            figures.share(name, gold[name] == found.get(name))
    dates_agree = span(gold) == span(found)
    if gold.get("start") or found.get("start"):
        figures.share("date", dates_agree)
    if gold.get("country") or found.get("country"):
        figures.share("country", gold.get("country") == found.get("country"))
    for name in ("city", "venue"):
        if gold.get(name) or found.get(name):
            figures.share(name, bool(gold.get(name)) and likeness_of_words(gold[name], found.get(name)) >= 0.6)
    for name in ("start", "country", "city", "venue"):
        if not gold.get(name):
            figures.share("invented", bool(found.get(name)))
    if gold.get("focus") == "primary":
        same = gold["kind"] == found.get("kind") and dates_agree
        same = same and set(gold.get("parties") or []) == set(found.get("parties") or [])
        figures.share("strict", same and len(people) == len(named(gold)) == len(named(found)))


def span(engagement: Engagement) -> tuple[Any, Any]:
    """The first and the last day; a single day is both."""
    return engagement.get("start"), engagement.get("end") or engagement.get("start")
