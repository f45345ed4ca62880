"""Openings: the letters that every match of a pattern begins with, read off the pattern, so that it is tried nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from re import _constants, _parser  # type: ignore[attr-defined] # the standard library's own reader of patterns
from typing import Any, NamedTuple

import ahocorasick

from flows.extract.lexicon import lowered


class Opening(NamedTuple):
    """Letters in lower case that matches begin with; whether they open a word; whether what follows them is known too."""

    letters: str
    opens_word: bool
    goes_on: bool


NOTHING = Opening("", False, True)
DIGITS = "0123456789"
# Longer openings tell little more, nor do more of them.
LONGEST, MOST = 7, 60


def openings_of(expression: str) -> frozenset[Opening] | None:
    """The openings of all that `expression` can match; None where it may begin with anything."""
    found = _of_sequence(_parser.parse(expression))
    if not all(row.letters for row in found):
        return None
    letters = {row.letters for row in found}
    return frozenset(row for row in found if not any(row.letters[:length] in letters for length in range(1, len(row.letters))))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> set[Opening]:
    found = {NOTHING}
    for operation, argument in items:
        going_on = {row for row in found if row.goes_on and len(row.letters) < LONGEST}
        if not going_on or len(found) > MOST:
            # What is known so far is an opening too.
            return {row._replace(goes_on=False) for row in found}
        found -= going_on
        found |= {_joined(row, more) for more in _of_item(operation, argument) for row in going_on}
    return found


def _joined(row: Opening, more: Opening) -> Opening:
    return Opening(row.letters + more.letters, row.opens_word or (more.opens_word and not row.letters), more.goes_on)


def _of_item(operation: Any, argument: Any) -> set[Opening]:
    if operation is _constants.LITERAL:
        return {Opening(lowered(chr(argument)), False, True)}
    if operation is _constants.IN and all(kind is _constants.LITERAL for kind, _ in argument):
        return {Opening(lowered(chr(code)), False, True) for _, code in argument}
    if operation is _constants.IN and argument == [(_constants.CATEGORY, _constants.CATEGORY_DIGIT)]:
        return {Opening(digit, False, False) for digit in DIGITS}
    if operation is _constants.AT:
        return {Opening("", argument is _constants.AT_BOUNDARY, True)}
    if operation in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return {NOTHING}
    if operation is _constants.SUBPATTERN:
        return _of_sequence(argument[-1])
    if operation is _constants.BRANCH:
        return set[Opening]().union(*map(_of_sequence, argument[1]))
    if operation in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
        least, most, repeated = argument
        once = _of_sequence(repeated)
        found = once if most == 1 else {row._replace(goes_on=False) for row in once}
        return found | {NOTHING} if least == 0 else found
    return {Opening("", False, False)}


class Openings:
    """Where the patterns of many rules may begin, found in one pass over a text; those of a rule without openings are not sought."""

    def __init__(self, expressions: Mapping[str, str]) -> None:
        asking: dict[tuple[str, bool], list[str]] = {}
        known = {rule: openings_of(expression) for rule, expression in expressions.items()}
        self.rules = frozenset(rule for rule, found in known.items() if found is not None)
        for rule, found in known.items():
            for letters, opens_word, _ in found or ():
                # The border of a word before "'ll" stands within one ("we'll").
                asking.setdefault((letters, opens_word and letters[0].isalnum()), []).append(rule)
        self._automaton = ahocorasick.Automaton()
        for letters in {letters for letters, _ in asking}:
            anywhere, in_word = tuple(asking.get((letters, True), ())), tuple(asking.get((letters, False), ()))
            self._automaton.add_word(letters, (len(letters), anywhere, in_word))
        self._automaton.make_automaton()

    def find(self, lower: str, start: int, end: int, rules: Set[str]) -> dict[str, list[int]]:
        """The places in `start:end` of a text, `lowered`, where a pattern of one of `rules` may begin, in text order."""
        places: dict[str, list[int]] = {}
        # A slice: given bounds, `iter` would copy the whole text each time.
        for last, (length, opening_words, others) in self._automaton.iter(lower[start:end]):
            place = start + last + 1 - length
            asking = others
            if opening_words and not (place and ((before := lower[place - 1]).isalnum() or before == "_")):
                asking = asking + opening_words
            for rule in asking:
                if rule in rules:
                    places.setdefault(rule, []).append(place)
        for found in places.values():
            found.sort()
        return places


def matches_at(pattern: re.Pattern[str], text: str, places: Sequence[int], end: int) -> Iterator[re.Match[str]]:
    """What `finditer` would find in `text` up to `end`, tried at `places` alone."""
    done = 0
    for place in places:
        if place >= done and (match := pattern.match(text, place, end)) is not None:
            yield match
            done = match.end()
