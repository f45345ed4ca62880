"""Seeking: patterns that are tried only where a look at the text in lower case lets them match."""

from __future__ import annotations

import functools
import re
from typing import Protocol

from flows.extract.lexicon import Hints
from flows.extract.needles import needles_of
from flows.extract.openings import Openings, matches_at


class Text(Protocol):
    """A text with its words in lower case."""

    @property
    def text(self) -> str: ...
    @property
    def hints(self) -> Hints: ...


class Sought:
    """A pattern, compiled where it is first asked for.

    The engine tries a pattern anew at each code point, some fifty times as slow as a string is found: where none of its
    needles stands it is not tried at all, and where it has openings nowhere else.
    """

    def __init__(self, expression: str, flags: int = 0) -> None:
        self.expression, self.flags = expression, flags

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.expression, self.flags)

    @functools.cached_property
    def _needles(self) -> tuple[str, ...]:
        return needles_of(self.expression)

    @functools.cached_property
    def _openings(self) -> Openings | None:
        openings = Openings({self.expression: self.expression})
        return openings if openings.rules else None

    def search(self, marks: Text, start: int, end: int) -> re.Match[str] | None:
        """What `re.Pattern.search` finds in `start:end` of a text."""
        lower = marks.hints.lowered
        if self._needles and not any(map(lower[start:end].__contains__, self._needles)):
            return None
        if self._openings is None:
            return self.pattern.search(marks.text, start, end)
        places = self._openings.find(lower, start, end, self._openings.rules)
        return next(matches_at(self.pattern, marks.text, places.get(self.expression, ()), end), None)

    def match(self, marks: Text, start: int, end: int) -> re.Match[str] | None:
        """What `re.Pattern.match` finds in `start:end` of a text."""
        lower = marks.hints.lowered
        if self._needles and not any(map(lower[start:end].__contains__, self._needles)):
            return None
        return self.pattern.match(marks.text, start, end)
