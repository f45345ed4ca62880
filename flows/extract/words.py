"""Words of a text with what they are to a name or an office."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flows.extract.lexicon import read_lexicon
from flows.extract.places import PartyMention

Class = Literal["head", "rank", "modifier", "joint", "state", "honorific", "name", "particle", "suffix", "initial", "lower", "mark"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of punctuation at `start:end`; `folded` is its lower case without final stop."""

    start: int
    end: int
    text: str
    folded: str
    kind: Class
    capital: bool
    party: PartyMention | None = None


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The word lists of titles.yaml."""

    heads: frozenset[str]
    lower_heads: frozenset[str]
    ranks: frozenset[str]
    rank_phrases: frozenset[tuple[str, ...]]
    modifiers: frozenset[str]
    joints: frozenset[str]
    honorifics: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    letters: frozenset[str]
    not_names: frozenset[str]
    party_of_title: tuple[tuple[str, str], ...]
    foreign_office: dict[str, re.Pattern[str]]
    own_offices: dict[str, frozenset[str]]
    levels: tuple[tuple[str, re.Pattern[str]], ...]


@functools.cache
def title_words(language: str = "en") -> TitleWords:
    """`config/lexicon/<language>/titles.yaml`, ready for look-ups."""
    raw = read_lexicon(language, "titles")
    lists = {
        name: frozenset(raw[name].split())
        for name in (
            "heads",
            "lower_heads",
            "ranks",
            "modifiers",
            "joints",
            "honorifics",
            "particles",
            "suffixes",
            "letters",
            "not_names",
        )
    }
    return TitleWords(
        rank_phrases=frozenset(tuple(phrase.split()) for phrase in raw["rank_phrases"]),
        party_of_title=tuple(raw["party_of_title"].items()),
        own_offices={kind: frozenset(titles) for kind, titles in raw["own_offices"].items()},
        foreign_office={code: re.compile(pattern, re.IGNORECASE) for code, pattern in raw["foreign_office"].items()},
        levels=tuple((level, re.compile(pattern, re.IGNORECASE)) for level, pattern in raw["levels"]),
        **lists,
    )


TOKEN = re.compile(
    r"Dato[’'](?=\s)|(?:[^\W\d_]\.){2,}|H\.E\.|[^\W\d_](?:[^\W_]|[’'\-‑](?=[^\W_]))*\.?|\d+(?:st|nd|rd|th)\b|[’']s?\b|[^\w\s]|\n|\d+|_"
)
# "al-Kadhimi", "bin-Laden": a name though it begins in lower case.
ARTICLE_NAME = re.compile(r"^(?:(?:al|el|ad|as|an|ar|ash|at|ud|bin|ben)[-‑]|[dlo][’'])[A-ZÀ-Þ]")
INITIAL = re.compile(r"^(?:[^\W\d_]\.)+$")


NOTHING = Word(0, 0, "", "", "mark", False)


def words_of(text: str, parties: Sequence[PartyMention], language: str = "en") -> list[Word]:
    """All words of `text` in order; those of a state's name as one word."""
    starts = [mention.start for mention in parties]
    found: list[Word] = []
    skip_to = 0
    for match in TOKEN.finditer(text):
        if match.start() < skip_to:
            if match.end() > skip_to:
                # "the People's Republic of China.": the stop that the last word's pattern took in.
                _add_tail(found, text, match.end())
            continue
        number = bisect_right(starts, match.start()) - 1
        mention = parties[number] if number >= 0 and parties[number].start == match.start() else None
        if mention is not None:
            found.append(Word(mention.start, mention.end, mention.text, mention.text.lower(), "state", True, mention))
            skip_to = mention.end
        else:
            token, folded, kind, capital = _classified(match.group(), language)
            found.append(Word(match.start(), match.start() + len(token), token, folded, kind, capital))
        _add_tail(found, text, match.end())
    told_apart: list[Word] = []
    for word, following in itertools.zip_longest(found, found[1:], fillvalue=NOTHING):
        if word.kind != "honorific" or not _stands_alone(word, following):
            told_apart.append(word)
            continue
        bare = word.text.rstrip(".")
        told_apart.append(replace(word, kind=OTHERWISE[word.folded][1], text=bare, end=word.start + len(bare)))
        _add_tail(told_apart, text, word.end)
    _mark_bare_initials(told_apart)
    return told_apart


def _mark_bare_initials(words: list[Word]) -> None:
    """ "Air Marshal A P Singh", "Samir V Kamath": a capital letter without a stop within a name; "Plan B" and "A minister" are none."""
    for place in range(1, len(words) - 1):
        word, before, after = words[place], words[place - 1], words[place + 1]
        if len(word.text) != 1 or not word.capital or word.kind == "initial":
            continue
        if before.kind in {"rank", "honorific", "initial", "name", "head"} and (
            after.kind == "name" or (len(after.text) == 1 and after.capital)
        ):
            words[place] = replace(word, kind="initial")


# Honorifics only before a second word ("Tan Sri", "Royal Highness"); else a surname, and a part of a service's name.
OTHERWISE: dict[str, tuple[frozenset[str], Class]] = {
    "tan": (frozenset({"sri"}), "name"),
    "royal": (frozenset({"highness", "highnesses"}), "modifier"),
}


def _stands_alone(word: Word, following: Word) -> bool:
    return word.folded in OTHERWISE and following.folded not in OTHERWISE[word.folded][0]


def _add_tail(found: list[Word], text: str, end: int) -> None:
    """A stop or a possessive that the token's pattern took in stands as a mark of its own."""
    last = found[-1]
    tail = text[last.end : end]
    if tail and last.end < end:
        found.append(Word(last.end, end, tail, tail, "mark", False))


# "Advisor-designate", "Minister-elect".
NOT_YET = frozenset({"designate", "elect", "nominate", "designee"})


@functools.lru_cache(maxsize=65536)
def _classified(token: str, language: str) -> tuple[str, str, Class, bool]:
    """A word without its possessive and full stop, in lower case, its class, and whether it has a capital."""
    lists = title_words(language)
    stem = re.sub(r"[’']s?$", "", token)
    if len(stem) >= 2 and stem != token and token[-1] in "s’'" and token.lower().replace("’", "'") not in lists.honorifics:
        # A possessive: the word ends before it.
        token = stem
    folded = token.lower().rstrip(".").replace("’", "'")
    capital = token[:1].isupper()
    office, dash, still = folded.rpartition("-")
    if dash and still in NOT_YET and office in lists.heads:
        return token, folded, "head", capital
    bare = token.rstrip(".")
    if (
        token.endswith(".")
        and not INITIAL.match(token)
        and folded not in lists.ranks | lists.honorifics | lists.suffixes
        and folded not in ("ma", "sta")
    ):
        token = bare
    kind: Class = "lower"
    if ARTICLE_NAME.match(token) and folded not in lists.modifiers:
        return token, folded, "name", True
    if not token[:1].isalpha():
        kind = "modifier" if token[:1].isdigit() and token[-1:].isalpha() else "mark"
    elif INITIAL.match(token) and capital and folded not in lists.honorifics:
        kind = "initial"
    elif folded in lists.honorifics and (capital or folded == "the"):
        kind = "honorific" if folded != "the" else "joint"
    elif folded in lists.ranks and capital:
        kind = "rank"
    elif folded in lists.heads and (capital or folded in lists.lower_heads):
        kind = "head"
    elif folded in lists.joints and not (capital and folded in {"de"}):
        kind = "joint"
    elif folded in lists.particles and (
        not capital or folded in {"al", "el", "bin", "van", "von", "de", "la", "del", "der", "di", "da", "ben", "abu", "le", "dos"}
    ):
        kind = "particle"
    elif (folded in lists.suffixes and capital) or token in lists.letters:
        kind = "suffix"
    elif folded in lists.modifiers:
        kind = "modifier"
    elif capital and folded not in lists.not_names and len(token) > 1:
        kind = "name"
    return token, folded, kind, capital
