"""Offices as they are compared: which agree, which are two."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from flows.resolve.names import name_facts


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """An office's words without small words and ranks of courtesy; `qualifiers` make it another office."""

    words: frozenset[str]
    qualifiers: frozenset[str]

    @property
    def is_bare(self) -> bool:
        """Whether it says too little to tell two people apart: none at all, or "Minister"."""
        return not self.words or " ".join(sorted(self.words | self.qualifiers)) in _bare()


@functools.cache
def _bare() -> frozenset[str]:
    return frozenset(" ".join(sorted(phrase.split())) for phrase in name_facts()["bare_offices"])


@functools.lru_cache(maxsize=65536)
def read_office(title: str | None) -> OfficeWords:
    """The office as it is compared; an unknown one has no words."""
    facts = name_facts()
    same, qualifiers = facts["office_words"], set(facts["qualifiers"])
    words: list[str] = []
    for word in re.findall(r"[\w'.]+", (title or "").lower().replace("’", "'").replace("-", " ")):
        words.extend(same.get(word.rstrip("."), word.rstrip(".")).split())
    return OfficeWords(frozenset(words) - qualifiers, frozenset(words) & qualifiers)


def offices_agree(a: OfficeWords, b: OfficeWords) -> bool:
    """Whether two titles can name one office: equal qualifiers, and the words of one among the other's."""
    if not a.words or not b.words or a.qualifiers != b.qualifiers:
        return False
    return a.words <= b.words or b.words <= a.words


def offices_touch(a: OfficeWords, b: OfficeWords) -> bool:
    """Whether one person could bear both titles at a time: one says little, they share a word, or are known to go together."""
    return a.is_bare or b.is_bare or bool(a.words & b.words) or any(_both(pair, a, b) or _both(pair, b, a) for pair in _held_together())


@functools.cache
def _held_together() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, other in name_facts()["held_together"])


def _both(pair: tuple[frozenset[str], frozenset[str]], a: OfficeWords, b: OfficeWords) -> bool:
    return pair[0] <= a.words and pair[1] <= b.words
