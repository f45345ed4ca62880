"""A telling: a trigger's words within their sentence, which the rules of a frame read."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from flows.extract.frames import Frame, clause
from flows.extract.mentions import Marks, Sentence
from flows.extract.reader import Reader
from flows.extract.seeking import Sought
from flows.extract.statuses import status_in_clause
from flows.extract.triggers import TriggerMatch
from schemas.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Telling:
    """A trigger's words within their sentence; `left` and `right` are the code points of its clause, `index` its place among `matches`."""

    reader: Reader
    sentence: Sentence
    marks: Marks
    matches: list[TriggerMatch]
    index: int
    match: TriggerMatch
    shape: str
    left: int
    right: int
    status: Status

    @property
    def previous(self) -> TriggerMatch | None:
        """The trigger before it in the sentence."""
        return self.matches[self.index - 1] if self.index > 0 else None

    @property
    def following(self) -> TriggerMatch | None:
        """The trigger after it in the sentence."""
        return self.matches[self.index + 1] if self.index + 1 < len(self.matches) else None

    @property
    def told_before(self) -> list[Frame]:
        """What the sentence told before it, in text order."""
        here = itertools.takewhile(lambda frame: frame.sentence.index == self.sentence.index, reversed(self.reader.frames))
        return list(here)[::-1]

    def before(self, pattern: Sought) -> bool:
        """Whether a pattern is found between the start of the sentence and the trigger."""
        return pattern.search(self.marks, self.sentence.start, self.match.start) is not None


# "Will meet with his counterpart, X, and pay a courtesy call on Y": with the second verb begins another telling.
WITH_PARTNERS, ANEW = frozenset({"partners", "object", "between"}), frozenset({"partners", "object", "travel"})
AND_THEN = re.compile(r"(?:,|\band|\bthen|\bbefore|\bprior to)\s+(?:[a-z]+\s+){0,4}$")


# "A meeting with the President, planned for this morning, had to be called off".
HAD_TO_BE = Sought(r"\bhad to be (?:called off|cancelled|canceled|postponed|put off)\b")


def telling_of(reader: Reader, sentence: Sentence, marks: Marks, matches: list[TriggerMatch], index: int) -> Telling | None:
    """What the trigger at `index` tells, None where its clause denies, proposes or only supposes it."""
    match = matches[index]
    left, right = clause(reader.patterns, marks, sentence, match.start, match.end)
    status = status_in_clause(reader, sentence, marks, left, match, right)
    if status is None:
        return None
    if sentence.part == "title" and index > 0 and match.trigger.shape in {"trip", "event"}:
        # "Exercise with Laos, visit of the Brazilian commander": what stands before the comma is the other's.
        left = max(left, marks.text.rfind(", ", matches[index - 1].end, match.start) + 1)
    shape = match.trigger.shape
    is_alone = shape != "again" and sum(m.trigger.shape != "again" for m in matches) == 1
    if is_alone and HAD_TO_BE.search(marks, match.end, sentence.end):
        status = "cancelled"
    return Telling(reader, sentence, marks, matches, index, match, shape, left, right, status)
