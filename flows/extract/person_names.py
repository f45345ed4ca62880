"""Names: where a name begins and ends, and when two are one person's."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

from flows.extract.offices import GIVEN
from flows.extract.words import Word, title_words

# Words of the longest name; runs of initials and capitals are none.
LONGEST_NAME = 16


def name_run(words: Sequence[Word], start: int) -> int:
    """The index after the name that begins at `words[start]`."""
    position = start
    names = 0
    while position < len(words) and position - start < LONGEST_NAME:
        word = words[position]
        if word.text == "\n":
            break
        if word.kind == "name":
            names += 1
        elif word.kind == "initial":
            pass
        elif (
            word.kind == "particle"
            and position + 1 < len(words)
            and (words[position + 1].kind in {"name", "particle", "initial"} or _is_fathers_name(words, position + 1))
            and (position > start or words[position].capital or names == 0)
        ):
            if word.folded in {"y", "e"} and names == 0:
                break
        elif word.kind == "suffix" and names:
            position += 1
            while position < len(words) and words[position].text in title_words().letters:
                position += 1
            break
        elif (
            word.text == ","
            and names
            and position + 1 < len(words)
            and words[position + 1].kind == "suffix"
            and words[position + 1].folded in {"jr", "sr", "iii", "ii"}
        ):
            pass
        elif (
            word.text in {"“", '"', "(", "‘"}
            and names
            and position + 2 < len(words)
            and words[position + 1].kind == "name"
            and words[position + 2].text in {"”", '"', ")", "’"}
            and position + 3 < len(words)
            and words[position + 3].kind == "name"
        ):
            position += 2
        elif (
            (
                names
                and (word.folded in GIVEN or word.folded in WITHIN_NAMES)
                and position + 1 < len(words)
                and words[position + 1].kind in {"name", "particle"}
            )
            or (
                names
                and (word.kind in {"modifier", "head", "rank"} or (word.kind == "lower" and word.folded in SURNAMES))
                and word.capital
                and (names == 1 or word.folded in SURNAMES)
                and _ends_name(words, position)
            )
            or _is_fathers_name(words, position)
            or (position == start and _is_first_name(words, position))
        ):
            names += 1
        elif word.text in {"’", "'"} and position > start and words[position - 1].kind == "particle":
            # "de’ Ricci"
            pass
        else:
            break
        position += 1
    while position > start and words[position - 1].kind in {"particle", "mark"} and words[position - 1].text not in {")"}:
        position -= 1
    if names == 0:
        return start
    return position


def without_letters(words: Sequence[Word], start: int, stop: int) -> int:
    """The end of a name without the letters of orders and offices after it ("Colin Harrow MP", "Lisa Tan KC AO")."""
    while stop - 1 > start and words[stop - 1].text in title_words().letters:
        stop -= 1
    return stop


# Honorifics that stand within a name too: "Hassan Sheikh Mohamud".
WITHIN_NAMES = frozenset({"sheikh", "shaikh", "sheik", "sayyid", "syed", "haji"})
# Words of offices that are surnames too.
SURNAMES = frozenset(
    {"home", "war", "price", "justice", "king", "major", "marshal", "chief", "pope", "prince", "speaker", "east", "west", "north"}
)


def _is_within_name(words: Sequence[Word], start: int, position: int) -> bool:
    """ "President Hassan Sheikh Mohamud" is one; "Crown Prince of Abu Dhabi Sheikh X" a town and a name."""
    return words[position].folded in WITHIN_NAMES and not (start and words[start - 1].kind == "joint") and words[start].kind == "name"


def _is_first_name(words: Sequence[Word], position: int) -> bool:
    """ "Major General Sultan Kamal": a title that is a given name, after a rank."""
    return (
        words[position].folded in GIVEN
        and position > 0
        and (words[position - 1].kind == "rank" or words[position - 1].folded in {"prince", "sheikh", "shaikh"})
        and position + 1 < len(words)
        and words[position + 1].kind in {"name", "particle"}
    )


def _is_fathers_name(words: Sequence[Word], position: int) -> bool:
    """ "Khalid bin Sultan", "Bandar bin Sultan Al Saud": a title that is a father's name."""
    return position > 0 and words[position].folded in GIVEN and words[position - 1].folded in {"bin", "ibn", "bint"}


def _ends_name(words: Sequence[Word], position: int) -> bool:
    return position + 1 >= len(words) or words[position + 1].kind in {"mark", "lower", "joint"}


@functools.lru_cache(maxsize=8192)
def fold_name(name: str) -> tuple[str, ...]:
    """The name's words in lower case without accents, initials, suffixes and marks."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = (
        "".join(c for c in decomposed if not unicodedata.combining(c))
        .lower()
        .replace("ı", "i")
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("đ", "d")
    )
    parts = re.split(r"[^\w’']+", plain.replace("’", "'"))
    return tuple(p.strip("'") for p in parts if len(p.strip("'")) > 1 and p not in title_words().suffixes)


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two folded names can be one person's: the shorter within the longer, the surname shared."""
    if not a or not b:
        return False
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    if set(small) <= set(large):
        return len(small) >= 2 or small[0] in {large[-1], large[0]} or "-".join(large[-2:]) == small[0] or small[0] in large[1:]
    return (
        small[-1] == large[-1]
        and len(small) >= 2
        and len(large) >= 2
        and small[0][:1] == large[0][:1]
        and (small[0] in large[0] or large[0] in small[0])
    )
