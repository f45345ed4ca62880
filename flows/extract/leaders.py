"""Leaders: whose president "President Putin" is, where the release takes it as known."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from flows.extract.lexicon import lexicon_lines
from flows.extract.person_names import fold_name


@dataclass(frozen=True, slots=True)
class Leader:
    """A row of leaders.tsv; names folded, `last_year` None while in office."""

    code: str
    office: str
    surname: tuple[str, ...]
    given: str
    first_year: int
    last_year: int | None


@functools.cache
def _leaders(language: str) -> dict[str, tuple[Leader, ...]]:
    """The leaders by the last word of their surname."""
    found: dict[str, list[Leader]] = {}
    for code, office, surname, given, first, last in lexicon_lines(language, "leaders"):
        folded = fold_name(surname)
        leader = Leader(code, office, folded, fold_name(given)[0], int(first), int(last) if last else None)
        found.setdefault(folded[-1], []).append(leader)
    return {word: tuple(rows) for word, rows in found.items()}


def party_of_leader(names: Iterable[tuple[str, ...]], title: str, year: int, language: str = "en") -> str | None:
    """The state or organisation of the one leader whom folded `names` and `title` fit in `year`; None where none or several do."""
    lowered = title.lower().replace("defence", "defense")
    codes = {
        leader.code
        for name in names
        for word in name
        for leader in _leaders(language).get(word, ())
        if _holds(leader, lowered) and leader.first_year <= year <= (leader.last_year or year) and _is_called(leader, name)
    }
    return codes.pop() if len(codes) == 1 else None


def _holds(leader: Leader, title: str) -> bool:
    return (
        leader.office in title and ("vice" in leader.office or "vice" not in title) and ("deputy" in leader.office or "deputy" not in title)
    )


def _is_called(leader: Leader, name: tuple[str, ...]) -> bool:
    """Whether a name is the surname alone, or has the given name beside it in either order."""
    rest = [word for word in name if word not in leader.surname]
    if not set(leader.surname) <= set(name):
        return False
    return not rest or any(word.startswith(leader.given[:4]) or leader.given.startswith(word) for word in rest)
