"""What a correction came to in one revision of a release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.corrections.passages import Passage

End = Literal["target", "other", "mention"]


class Stale(Exception):
    """A correction that cannot be applied to a text; the message says why."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether a correction, or one end of a merge or split, found what it is about: `report` is where that is announced, `note` why it did not.

    A person who was named in a report that was taken out has an effect of its own, the end "mention".
    """

    correction_id: str
    end: End
    report: Passage | None
    name: str | None
    note: str | None

    @property
    def is_applied(self) -> bool:
        """Whether it was."""
        return self.note is None
