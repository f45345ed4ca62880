"""Sets that are joined pair by pair, whatever the order of the pairs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Unions(Generic[T]):
    """Members in sets; joining two members joins their sets."""

    def __init__(self, members: Iterable[T]) -> None:
        self._parent = {member: member for member in members}

    def root(self, member: T) -> T:
        """The member that stands for the set."""
        path = []
        while self._parent[member] != member:
            path.append(member)
            member = self._parent[member]
        for passed in path:
            self._parent[passed] = member
        return member

    def join(self, a: T, b: T) -> None:
        """Make one set of the sets of `a` and `b`."""
        self._parent[self.root(b)] = self.root(a)

    def sets(self) -> list[list[T]]:
        """All sets, each in the order in which its members were given."""
        found: dict[T, list[T]] = {}
        for member in self._parent:
            found.setdefault(self.root(member), []).append(member)
        return list(found.values())
