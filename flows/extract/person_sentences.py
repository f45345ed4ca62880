"""Person sentences: those that may introduce somebody or name him again; words are read in no others."""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import ahocorasick

from flows.extract.lexicon import Matcher, lowered
from flows.extract.sentences import Sentence
from flows.extract.signatures import LINE
from flows.extract.words import title_words
from flows.parse.document import Document

# A rank at a sentence's end may have its name in the next, where its stop was taken for the sentence's.
NEXT = 3


class PersonSentences:
    """The sentences of a document's body in which words are to be read, each given out once.

    First those with an office, a rank or an honorific, and what stands in a table or alone on the line before one;
    then, as people become known, those that name them.
    """

    def __init__(self, document: Document, sentences: Sequence[Sentence], language: str = "en") -> None:
        self._document = document
        self._sentences = [sentence for sentence in sentences if sentence.part == "body"]
        self._starts = [sentence.start for sentence in self._sentences]
        self._language = language
        self._given: set[int] = set()
        self._sought: set[str] = set()

    def introducing(self) -> list[tuple[int, int]]:
        """The stretches of text that may introduce people."""
        text = self._document.text
        wanted = {number for number, sentence in enumerate(self._sentences) if sentence.kind == "table"}
        if _plain(text) is None:
            wanted = set(range(len(self._sentences)))
        for match in _office_words(self._language).find(text):
            first = self._at(match.start)
            wanted.add(first)
            if first + 1 < len(self._starts) and self._starts[first + 1] <= match.end + NEXT:
                wanted.add(first + 1)
        for number in list(wanted):
            wanted.update(self._alone_before(number))
        return self._stretches(wanted)

    def naming(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """The stretches, none given out before, that hold one of `words` of people's names, folded, and written with a capital."""
        text, plain = self._document.text, _plain(self._document.text)
        new = set(words) - self._sought
        self._sought |= new
        if not new or plain is None or len(self._given) == len(self._sentences):
            return []
        automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
        for word in new:
            automaton.add_word(word)
        automaton.make_automaton()
        wanted = set()
        for last, length in automaton.iter(plain):
            start = last + 1 - length
            if not text[start].islower() and not (start and plain[start - 1].isalnum()) and not plain[last + 1 : last + 2].isalnum():
                wanted.add(self._at(start))
        return self._stretches(wanted)

    def _at(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)

    def _alone_before(self, number: int) -> list[int]:
        """The sentences of a short block right before the one that a sentence opens: a name over its office."""
        if not number or not self._sentences[number].opens_block:
            return []
        before, last = [number - 1], number - 1
        while last and not self._sentences[last].opens_block:
            last -= 1
            before.append(last)
        return before if self._sentences[number - 1].end - self._sentences[last].start <= 2 * LINE else []

    def _stretches(self, wanted: set[int]) -> list[tuple[int, int]]:
        """Where those not given out yet stand, neighbours as one."""
        stretches: list[tuple[int, int]] = []
        previous = -2
        for number in sorted(wanted - self._given):
            sentence = self._sentences[number]
            if number == previous + 1:
                stretches[-1] = (stretches[-1][0], sentence.end)
            else:
                stretches.append((sentence.start, sentence.end))
            previous = number
        self._given |= wanted
        return stretches


@functools.cache
def _office_words(language: str) -> Matcher[None]:
    """Heads, ranks and honorifics with a capital, in capitals, and those heads in lower case that count too."""
    lists = title_words(language)
    spellings = set(lists.lower_heads)
    for word in (lists.heads | lists.ranks | lists.honorifics) - {"the"}:
        spellings |= {word.capitalize(), word.title(), word.upper()}
    return Matcher((spelling, None) for spelling in sorted(spellings))


@functools.lru_cache(maxsize=2)
def _plain(text: str) -> str | None:
    """`text` in lower case and without accents, so that folded names stand in it; None where that would shift places."""
    plain = lowered(text)
    if plain.isascii():
        return plain
    for character in set(plain):
        if not character.isascii() and not character.isspace():
            bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)).lower()
            bare = {"ı": "i", "ł": "l", "ø": "o", "đ": "d"}.get(bare, bare)
            if len(bare) == 1:
                plain = plain.replace(character, bare)
            elif character.isalnum() or not bare:
                return None
    return plain
