"""Names as they are compared: folded, transliterated, and in whatever order."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import DamerauLevenshtein

import config
from flows.extract.words import title_words

# Letters that carry their mark inside and so do not decompose.
BARE = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "a", "’": "'", "‘": "'", "ʻ": "'"}
)
# Least share of equal letters for two spellings of one word of a name ("Kuleba / Kulebha" 0.86; "Wallace / Wallis" 0.57).
SIMILAR = 0.8
# Below this length one letter makes another name ("Rau / Rao").
SHORTEST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in the form compared; `initials` are the single letters, in order, `parts` the words cut at their hyphens."""

    words: tuple[str, ...]
    initials: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether it holds more than a surname."""
        return len(self.words) > 1

    @property
    def key(self) -> str:
        """Equal for all orders of one name: the least of its rotations, run together."""
        return _least_rotation(self.words)

    @property
    def keys(self) -> frozenset[str]:
        """One at least is in common to all orders and hyphenations of one name."""
        return frozenset((self.key, _least_rotation(self.parts)))

    @property
    def ends(self) -> frozenset[str]:
        """The words that can be the surname: the last, and the first for names that begin with it."""
        return frozenset((self.words[0], self.words[-1])) if self.words else frozenset()


def _least_rotation(words: tuple[str, ...]) -> str:
    return min("".join(words[i:] + words[:i]) for i in range(len(words))) if words else ""


@functools.cache
def name_facts() -> dict[str, Any]:
    """`config/names.yaml`; treat it as read-only."""
    with (Path(config.__file__).parent / "names.yaml").open(encoding="utf-8") as file:
        facts: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return facts


@functools.cache
def _same_words() -> dict[str, str]:
    """The form compared of each word that has several spellings or short forms."""
    rows = {other: row[0] for row in name_facts()["transliterations"] for other in row}
    return rows


@functools.cache
def _full_forms() -> dict[str, str]:
    return {short: full for full, shorts in name_facts()["short_forms"].items() for short in shorts}


@functools.cache
def _endings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), form) for pattern, form in name_facts()["endings"])


@functools.lru_cache(maxsize=65536)
def read_name(name: str) -> Name:
    """The name as it is compared: no accents, honorifics, articles or suffixes; one spelling for all transliterations."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower().translate(BARE)) if not unicodedata.combining(c))
    raw = [part.strip("'-") for part in re.split(r"[^\w'-]+", plain)]
    raw = [part for part in raw if part and part not in title_words().honorifics]
    bare = [part for part in raw if part not in title_words().suffixes]
    # A king's number tells him from others of his one name.
    raw = raw if len(bare) == 1 and raw[0] == bare[0] else bare
    initials = tuple(part for part in raw if len(part) == 1)
    return Name(
        _compared([part for part in raw if len(part) > 1]), initials, _compared([p for part in raw for p in part.split("-") if len(p) > 1])
    )


def _compared(raw: Sequence[str]) -> tuple[str, ...]:
    """Words in one spelling, without those of descent, given names in full."""
    words = [_word(part) for part in raw]
    descent = set(name_facts()["descent"])
    if _is_surname(raw):
        return (words[-1],)
    kept = [word for i, word in enumerate(words) if i == 0 or word not in descent] if len(words) > 1 else words
    given = [_full_forms().get(word, word) for word in kept[:-1]]
    return tuple(given + kept[-1:])


def _is_surname(raw: Sequence[str]) -> bool:
    """Whether all but the last word are particles of a surname."""
    small = set(name_facts()["surname_particles"])
    if len(raw) == 3:
        return raw[0] in {"von", "van", "de"} and raw[1] in name_facts()["descent"]
    return len(raw) == 2 and raw[0] in small


def _word(word: str) -> str:
    word = re.sub(name_facts()["articles"], "", word).replace("'", "").replace("-", "")
    word = _same_words().get(word, word)
    for pattern, form in _endings():
        word = pattern.sub(form, word)
    return word


def same_name(a: Name, b: Name) -> bool:
    """Equal but for order, hyphens, initials and what `read_name` folds: "Kishida Fumio / Fumio Kishida"."""
    return a.is_full and b.is_full and bool(a.keys & b.keys) and _initials_agree(a, b)


def middle_names(a: Name, b: Name) -> bool:
    """One leaves out names that the other gives, in the middle, at an end or after a hyphen: "Pedro Sánchez / Pedro Sánchez Pérez-Castejón"."""
    return _leaves_out(a.words, b.words) or _leaves_out(a.parts, b.parts)


def _leaves_out(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    small, large = sorted((a, b), key=lambda words: (len(words), words))
    return 2 <= len(small) < len(large) and set(small) <= set(large) and (small[0] == large[0] or small == large[-len(small) :])


def initial_for_name(a: Name, b: Name) -> bool:
    """One gives the letter for which the other gives the name: "W. Sherman / Wendy Sherman"."""
    small, large = (a, b) if len(a.words) == 1 else (b, a)
    return (
        len(small.words) == 1
        and large.is_full
        and bool(small.initials)
        and small.words[0] == large.words[-1]
        and large.words[0][0] == small.initials[0]
    )


def similar_spelling(a: Name, b: Name) -> bool:
    """As many words, each nearly the same: "Lamamra / Lamamara"; a short word must be equal."""
    if len(a.words) != len(b.words) or not a.is_full or not _initials_agree(a, b):
        return False
    return all(_similar(x, y) for x, y in zip(a.words, b.words, strict=True)) and any(x == y for x, y in zip(a.words, b.words, strict=True))


def _similar(x: str, y: str) -> bool:
    if x == y:
        return True
    return min(len(x), len(y)) >= SHORTEST_SIMILAR and DamerauLevenshtein.normalized_similarity(x, y) >= SIMILAR


def _initials_agree(a: Name, b: Name) -> bool:
    """Middle initials that differ tell two people apart: "George W. Bush / George H. W. Bush"."""
    return not a.initials or not b.initials or set(a.initials) <= set(b.initials) or set(b.initials) <= set(a.initials)
