"""The lexicon: facts of a language as data, and the matcher that finds its phrases in one pass."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import ahocorasick
import yaml

import config

T = TypeVar("T")
FOLDER = Path(config.__file__).parent / "lexicon"


@functools.cache
def read_lexicon(language: str, name: str) -> Any:
    """The parsed `config/lexicon/<language>/<name>.yaml`; treat it as read-only."""
    with (FOLDER / language / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


@functools.cache
def lexicon_lines(language: str, name: str) -> list[list[str]]:
    """The rows of `config/lexicon/<language>/<name>.tsv`, lines that begin with # left out."""
    text = (FOLDER / language / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


class Match(NamedTuple, Generic[T]):
    """A phrase at `start:end` of a text, with what the lexicon says of it."""

    start: int
    end: int
    value: T


# Characters that count as another, one for one, so that positions stay.
FOLDS = {"’": "'", "‘": "'", "\n": " ", "\u00a0": " ", "\t": " ", "–": "-", "‑": "-"}


def folded(text: str) -> str:
    """`text` with apostrophes, dashes and white space of one kind; replaced one by one, many times as fast as `str.translate`."""
    if text.isascii():
        return text.replace("\n", " ").replace("\t", " ")
    for character, plain in FOLDS.items():
        text = text.replace(character, plain)
    return text


def lowered(text: str) -> str:
    """`text` folded and in lower case, without a change of length: what hints and openings are sought in."""
    return _lower(folded(text))


REST_OF_WORD = re.compile(r"[\w'\-]*")


class Matcher(Generic[T]):
    """Finds whole phrases of a lexicon, leftmost and longest first, without overlaps.

    Curly and straight apostrophes, dashes, and white space count as equal.  Phrases that are
    `open_ended` stand for any ending of their last word.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], *, fold_case: bool = False, open_ended: bool = False) -> None:
        self._fold_case, self._open_ended = fold_case, open_ended
        self._automaton = ahocorasick.Automaton()
        for phrase, value in entries:
            key = folded(phrase)
            key = _lower(key) if fold_case else key
            # With whether a letter before it, or after it, would make it a part of a word.
            self._automaton.add_word(key, (len(key), _is_word(key[0]), _is_word(key[-1]), value))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Match[T]]:
        """The phrases of the lexicon in `text`, in text order."""
        if not text or not len(self._automaton):
            return []
        plain = _lower(folded(text)) if self._fold_case else folded(text)
        hits: list[tuple[int, int, T]] = []
        # What is no letter stands on either side of a text.
        padded = f"{plain} "
        for last, (length, opens_word, closes_word, value) in self._automaton.iter(plain):
            start, end = last - length + 1, last + 1
            if opens_word and start and ((before := padded[start - 1]).isalnum() or before == "_"):
                continue
            if self._open_ended:
                end = REST_OF_WORD.match(plain, end).end()  # type: ignore[union-attr] # it matches the empty string
                closes_word = _is_word(plain[end - 1])
            if closes_word and ((after := padded[end]).isalnum() or after == "_"):
                continue
            hits.append((start, end, value))
        hits.sort(key=_leftmost_and_longest)
        found: list[Match[T]] = []
        position = 0
        for start, stop, value in hits:
            if start >= position:
                found.append(Match(start, stop, value))
                position = stop
        return found


class Hints:
    """Where the stems that rules ask for stand in one text: most rules find nothing where none of theirs does."""

    def __init__(self, lowered: str, starts: list[int], ends: list[int], rules: list[tuple[str, ...]]) -> None:
        self.lowered = lowered
        self._starts, self._ends, self._rules = starts, ends, rules

    def within(self, start: int, end: int) -> set[str]:
        """The rules of which a stem stands in `start:end`."""
        first = bisect_left(self._ends, start)
        last = bisect_right(self._ends, end, first)
        return {rule for place in range(first, last) if self._starts[place] >= start for rule in self._rules[place]}


class Stems:
    """Finds the stems of many rules in one pass; one with a capital is sought as written, the others in either case."""

    def __init__(self, rules: Mapping[str, Iterable[str]]) -> None:
        asking: dict[str, dict[str, list[str]]] = {}
        for rule, stems in rules.items():
            for stem in stems:
                asking.setdefault(lowered(stem), {}).setdefault(folded(stem), []).append(rule)
        self._automaton = ahocorasick.Automaton()
        for letters, spellings in asking.items():
            either_case = tuple(spellings.pop(letters, ()))
            self._automaton.add_word(letters, (len(letters), either_case, {stem: tuple(names) for stem, names in spellings.items()}))
        self._automaton.make_automaton()

    def find(self, text: str) -> Hints:
        """Where the stems stand in `text`."""
        starts: list[int] = []
        ends: list[int] = []
        rules: list[tuple[str, ...]] = []
        plain = folded(text)
        lower = _lower(plain)
        for last, (length, either_case, spellings) in self._automaton.iter(lower):
            asked = either_case
            if spellings:
                asked += spellings.get(plain[last + 1 - length : last + 1], ())
            if asked:
                starts.append(last + 1 - length)
                ends.append(last + 1)
                rules.append(asked)
        return Hints(lower, starts, ends, rules)


def _leftmost_and_longest(hit: tuple[int, int, object]) -> tuple[int, int]:
    return hit[0], -hit[1]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _lower(text: str) -> str:
    """Lower case without a change of length ("İ" would become two)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else re.sub(r".", lambda m: m.group().lower()[:1], text, flags=re.S)
