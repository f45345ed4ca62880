"""Words of a text with what they are to a name or an office."""

from __future__ import annotations

import functools
import itertools
import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from flows.extract.lexicon import read_lexicon
from flows.extract.places import PartyMention

Class = Literal["head", "rank", "modifier", "joint", "state", "honorific", "name", "particle", "suffix", "initial", "lower", "mark"]


class Word(NamedTuple):
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


# A plain word in lower case first: it is by far the most frequent, and its pattern the cheapest.
TOKEN = (
    r"[a-z]{2,}+(?![^\W_]|[’'\-‑][^\W_])\.?|(?!Dato[’']\s|[^\W\d_]\.[^\W\d_]\.)[^\W\d_][^\W_]*+(?:[’'\-‑][^\W_]++)*+\.?|"
    r"Dato[’'](?=\s)|(?:[^\W\d_]\.){2,}|\d+(?:st|nd|rd|th)\b|[’']s?\b|[^\w\s]|\n|\d+|_"
)
# "al-Kadhimi", "bin-Laden": a name though it begins in lower case.
ARTICLE_NAME = re.compile(r"^(?:(?:al|el|ad|as|an|ar|ash|at|ud|bin|ben)[-‑]|[dlo][’'])[A-ZÀ-Þ]")
INITIAL = re.compile(r"^(?:[^\W\d_]\.)+$")


# A token with the white space before it: tokens one after the other are the text, so that their lengths tell where each stands.
PIECE = re.compile(rf"[^\S\n]*+(?:{TOKEN})")
# One letter for each class, in upper case for a capital by itself; patterns over the letters find words by what they are.
LETTERS: dict[Class, str] = {
    "head": "h", "rank": "r", "modifier": "m", "joint": "j", "state": "s", "honorific": "o", "name": "n", "particle": "p", "suffix": "x",
    "initial": "i", "lower": "l", "mark": "-",
}  # fmt: skip


class _Row(NamedTuple):
    """A word to be: its length with the white space before it, what `Word` says of it, and the letter of its class."""

    length: int
    text: str
    folded: str
    kind: Class
    capital: bool
    party: PartyMention | None
    letter: str


def words_of(text: str, start: int, end: int, parties: Sequence[PartyMention], language: str = "en") -> tuple[list[Word], str]:
    """All words of `text[start:end]` in order, those of a state's name as one word; and the letters of their classes."""
    first, last = bisect_left(parties, start, key=START), bisect_left(parties, end, key=START)
    rows = _rows(PIECE.findall(text, start, end), text, start, parties[first:last], language)
    letters = _told_apart(rows, "".join(map(LETTER, rows)))
    return _placed(rows, start), letters


def _placed(rows: Sequence[_Row], start: int) -> list[Word]:
    """The words with their places, the first beginning at `start` with the white space before it; column by column, since they are many."""
    if not rows:
        return []
    lengths, texts, *columns, _ = zip(*rows, strict=True)
    ends = list(itertools.accumulate(lengths, initial=start))[1:]
    return list(map(NEW_WORD, zip(map(operator.sub, ends, map(len, texts)), ends, texts, *columns, strict=True)))


LETTER = operator.attrgetter("letter")
NEW_WORD: Callable[[tuple[Any, ...]], Word] = functools.partial(tuple.__new__, Word)
START = operator.attrgetter("start")


def _rows(pieces: list[str], text: str, start: int, parties: Sequence[PartyMention], language: str) -> list[_Row]:
    """The pieces, which begin at `start`, as words, those of each state's name as one."""
    ends = list(itertools.accumulate(map(len, pieces), initial=start))[1:]
    classified = _classes(language).__getitem__
    rows: list[_Row] = []
    done = 0
    for mention in sorted({party.start: party for party in parties}.values()):
        first = bisect_right(ends, mention.start)
        begin = ends[first - 1] if first else start
        if first < done or text[begin : mention.start].strip():
            # Within another state's name, or within a word ("Anglo-French").
            continue
        last = bisect_left(ends, mention.end, first)
        if last == len(ends):
            # It runs on into the next sentence.
            break
        rows.extend(itertools.chain.from_iterable(map(classified, pieces[done:first])))
        rows.append(_Row(mention.end - begin, mention.text, mention.text.lower(), "state", True, mention, LETTERS["state"]))
        done = last + 1
        tail = text[mention.end : ends[last]]
        if tail:
            # "China’s", "the People's Republic of China.": what the last word's pattern took in.
            rows.append(_mark(tail))
    rows.extend(itertools.chain.from_iterable(map(classified, pieces[done:])))
    return rows


def _mark(text: str) -> _Row:
    return _Row(len(text), text, text, "mark", False, None, LETTERS["mark"])


def _told_apart(rows: list[_Row], letters: str) -> str:
    """Tell apart in `rows` what only the neighbours tell: honorifics that stand alone, initials without a stop; the letters anew."""
    classes = list(letters)
    for match in reversed(list(HONORIFIC.finditer(letters))):
        place = match.start()
        row, following = rows[place], rows[place + 1] if place + 1 < len(rows) else None
        if row.folded == "lord" and place > 0 and rows[place - 1].folded == "sea":
            # "The First Sea Lord": an office.
            rows[place] = row._replace(kind="head", letter=LETTERS["head"])
            classes[place] = LETTERS["head"]
            continue
        if row.folded not in OTHERWISE or (following is not None and following.folded in OTHERWISE[row.folded][0]):
            continue
        bare = row.text.rstrip(".")
        kind = OTHERWISE[row.folded][1]
        tail = row.text[len(bare) :]
        told = [row._replace(length=row.length - len(tail), text=bare, kind=kind, letter=LETTERS[kind]), *([_mark(tail)] if tail else ())]
        rows[place : place + 1] = told
        classes[place : place + 1] = map(LETTER, told)
    for match in SINGLE.finditer("".join(classes)):
        place = match.start()
        if 0 < place < len(rows) - 1 and _is_bare_initial(rows[place - 1], rows[place + 1]):
            rows[place] = rows[place]._replace(kind="initial", letter=LETTERS["initial"])
            classes[place] = LETTERS["initial"]
    return "".join(classes).lower()


HONORIFIC = re.compile(f"[{LETTERS['honorific']}{LETTERS['honorific'].upper()}]")
# A capital letter that stands alone.
SINGLE = re.compile(r"[A-Z]")


def _is_bare_initial(before: _Row, after: _Row) -> bool:
    """ "Air Marshal A P Singh", "Samir V Kamath": a capital letter without a stop within a name; "Plan B" and "A minister" are none."""
    return before.kind in {"rank", "honorific", "initial", "name", "head"} and (
        after.kind == "name" or (len(after.text) == 1 and after.capital)
    )


# Honorifics only before a second word ("Tan Sri", "Royal Highness"); else a surname, and a part of a service's name.
OTHERWISE: dict[str, tuple[frozenset[str], Class]] = {
    "tan": (frozenset({"sri"}), "name"),
    "royal": (frozenset({"highness", "highnesses"}), "modifier"),
}


# "Advisor-designate", "Minister-elect".
NOT_YET = frozenset({"designate", "elect", "nominate", "designee"})


class _Classes(dict[str, tuple[_Row, ...]]):
    """What each piece is as a word, kept by piece; forgotten together when there are very many."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, piece: str) -> tuple[_Row, ...]:
        if len(self) >= MOST_PIECES:
            self.clear()
        rows = self[piece] = _classified(piece, self._language)
        return rows


MOST_PIECES = 65536


@functools.cache
def _classes(language: str) -> _Classes:
    return _Classes(language)


def _classified(piece: str, language: str) -> tuple[_Row, ...]:
    """A piece as a word; a stop or a possessive that the token's pattern took in stands as a mark of its own."""
    token = piece if piece == "\n" else piece.lstrip() or "\n"
    space = len(piece) - len(token)
    text, folded, kind, capital = _class_of(token, language)
    letter = LETTERS[kind]
    if len(text) == 1 and capital and kind != "initial":
        letter = letter.upper()
    row = _Row(space + len(text), text, folded, kind, capital, None, letter)
    return (row, _mark(token[len(text) :])) if len(text) < len(token) else (row,)


NUMERALS = frozenset({"ii", "iii", "iv", "vi"})


def _class_of(token: str, language: str) -> tuple[str, str, Class, bool]:
    """A word without its possessive and full stop, in lower case, its class, and whether it has a capital."""
    lists = title_words(language)
    stem = re.sub(r"[’']s?$", "", token)
    whole = token.lower().replace("’", "'")
    if whole in lists.modifiers and stem != token:
        # "The People's Army": a word of the office, no possessive.
        return token, whole, "modifier", token[:1].isupper()
    if len(stem) >= 2 and stem != token and token[-1] in "s’'" and whole not in lists.honorifics:
        # A possessive: the word ends before it.
        token = stem
    folded = token.lower().rstrip(".").replace("’", "'")
    capital = token[:1].isupper()
    office, dash, still = folded.rpartition("-")
    if dash and still in NOT_YET and office in lists.heads:
        return token, folded, "head", capital
    bare = token.rstrip(".")
    if folded in NUMERALS:
        # "King Abdullah II." at the end of a sentence.
        token = bare
    if (
        token.endswith(".")
        and not INITIAL.match(token)
        and not any(folded in known for known in (lists.ranks, lists.honorifics, lists.suffixes))
        and folded not in ("ma", "sta")
    ):
        token = bare
    kind: Class = "lower"
    if ARTICLE_NAME.match(token) and folded not in lists.modifiers:
        return token, folded, "name", True
    if capital and re.search(r"\d", token):
        # "Commander IPE23": a unit or an exercise, nobody's name.
        kind = "modifier"
    elif not token[:1].isalpha():
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
