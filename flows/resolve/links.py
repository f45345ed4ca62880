"""What analysts said of persons and engagements: these two are one, those are two (docs/corrections.md)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Links(Generic[T]):
    """Pairs that are one, in the order in which that was said, and pairs that are two; of one pair the last word counts."""

    merges: tuple[tuple[T, T], ...] = ()
    splits: frozenset[frozenset[T]] = frozenset()

    def keeps_apart(self, one: Iterable[T], other: Iterable[T]) -> bool:
        """Whether somebody said that a member of one and a member of the other are two."""
        if not self.splits:
            return False
        others = list(other)
        return any(frozenset((a, b)) in self.splits for a in one for b in others)


def _links(said: Iterable[tuple[str, T, T]]) -> Links[T]:
    last: dict[frozenset[T], tuple[str, T, T]] = {}
    for action, a, b in said:
        if a != b:
            last.pop(frozenset((a, b)), None)
            last[frozenset((a, b))] = (action, a, b)
    merges = tuple((a, b) for action, a, b in last.values() if action == "merge")
    return Links(merges, frozenset(pair for pair, (action, _, _) in last.items() if action == "split"))


Named = tuple[str, str]


def read_links(rows: Iterable[Mapping[str, Any]]) -> tuple[Links[str], Links[Named]]:
    """The links of reports, and those of persons named in reports (report_id, name)."""
    of_reports: list[tuple[str, str, str]] = []
    of_persons: list[tuple[str, Named, Named]] = []
    for row in rows:
        if row["name_a"] and row["name_b"]:
            of_persons.append((row["action"], (row["report_a"], row["name_a"]), (row["report_b"], row["name_b"])))
        elif not row["name_a"] and not row["name_b"]:
            of_reports.append((row["action"], row["report_a"], row["report_b"]))
    return _links(of_reports), _links(of_persons)
