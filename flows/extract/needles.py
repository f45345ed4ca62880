"""Needles: strings of which every match of a pattern holds one, read off the pattern, so that nothing is tried where none stands."""

from __future__ import annotations

from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined] # the standard library's own reader of patterns
from typing import Any, NamedTuple

from flows.extract.lexicon import lowered

# More strings than that cost more than they spare; shorter ones stand everywhere.
MOST, SHORTEST = 48, 2
# Longer ones are hardly rarer.
LONG = 4


class _Found(NamedTuple):
    """What all that a part of a pattern matches is, where that is little; and its needles, where there are any."""

    exact: frozenset[str] | None
    needles: frozenset[str] | None


UNKNOWN = _Found(None, None)


def needles_of(expression: str) -> tuple[str, ...]:
    """Strings, `lowered`, of which one stands in all that `expression` matches; none where a match may hold anything."""
    found = _of_sequence(_parser.parse(expression)).needles or frozenset()
    return tuple(sorted(needle for needle in found if not any(other != needle and other in needle for other in found)))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> _Found:
    """Neighbours that are known exactly are put together; of all that stands in a row the rarest counts."""
    run, best, is_exact = frozenset({""}), None, True
    for item in items:
        exact, needles = _of_item(*item)
        if exact is not None and len(run) * len(exact) <= MOST:
            run = frozenset(before + after for before in run for after in exact)
            continue
        best = _rarer(_rarer(best, run), needles)
        run, is_exact = exact or frozenset({""}), False
    return _Found(run if is_exact else None, _rarer(best, run))


def _rarer(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    if second is None or len(second) > MOST or min(map(len, second)) < SHORTEST:
        return first
    return second if first is None or _rarity(second) > _rarity(first) else first


def _rarity(needles: frozenset[str]) -> tuple[int, int]:
    return min(LONG, *map(len, needles)), -len(needles)


def _of_item(operation: Any, argument: Any) -> _Found:
    if operation is _constants.LITERAL:
        return _Found(frozenset({lowered(chr(argument))}), None)
    if operation is _constants.IN and all(kind is _constants.LITERAL for kind, _ in argument):
        return _Found(frozenset(lowered(chr(code)) for _, code in argument), None)
    if operation in {_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT}:
        return _Found(frozenset({""}), None)
    if operation is _constants.SUBPATTERN:
        return _of_sequence(argument[-1])
    if operation is _constants.BRANCH:
        return _of_branches([_of_sequence(branch) for branch in argument[1]])
    if operation in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
        least, most, repeated = argument
        exact, needles = _of_sequence(repeated)
        if most == 1 and exact is not None:
            return _Found(exact if least else exact | {""}, None)
        return _Found(None, _rarer(needles, exact)) if least else UNKNOWN
    return UNKNOWN


def _of_branches(branches: list[_Found]) -> _Found:
    """Of several ways to match each must have its own."""
    exact, needles = set[str](), set[str]()
    is_exact = all(branch.exact is not None for branch in branches)
    for branch in branches:
        exact |= branch.exact or set()
        own = _rarer(branch.needles, branch.exact)
        if own is None and not is_exact:
            return UNKNOWN
        needles |= own or set()
    return _Found(frozenset(exact), None) if is_exact else _Found(None, frozenset(needles))
