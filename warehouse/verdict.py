"""The verdict on today's data: the worst that a check says, by what it is about, in one word and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from schemas.vocabulary import CheckOutcome, Dimension

# From the worst: a check that could not be run says nothing, and so nothing can be trusted on its account.
WORST: tuple[CheckOutcome, ...] = ("errored", "failed", "warned", "passed", "skipped")
# What people are told: one is alarmed by what they do not know, not only by what they know.
BLOCKING: dict[str, frozenset[str]] = {"error": frozenset({"errored", "failed"}), "warn": frozenset({"errored", "failed", "warned"})}


@dataclass(frozen=True, slots=True)
class Tile:
    """What the checks of one kind say together; `word` is the state, `words` the counts behind it."""

    name: str
    state: CheckOutcome
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One state, one sentence, and by dimension what is behind it."""

    state: CheckOutcome
    sentence: str
    names: tuple[str, ...]
    more: str
    tiles: tuple[Tile, ...]

    def is_worse_than_asked(self, fail_on: str) -> bool:
        """Whether it ends a run that fails on "error" or already on "warn"."""
        return self.state in BLOCKING[fail_on]


def verdict(results: Iterable[Mapping[str, Any]]) -> Verdict:
    """The verdict on results of checks (columns of ops.check_result); what is muted or acknowledged is counted apart, never as passed."""
    known = list(results)
    counted = [row for row in known if not row["note"]]
    state = _worst(row["outcome"] for row in counted)
    tiles = tuple(_tile(name, [row for row in known if row["dimension"] == name]) for name in get_args(Dimension))
    names = tuple(row["name"] for outcome in WORST[:3] for row in counted if row["outcome"] == outcome)
    return Verdict(state, _sentence(state, counted), names, _more(known, counted), tiles)


def _worst(outcomes: Iterable[str]) -> CheckOutcome:
    there = set(outcomes)
    return next((outcome for outcome in WORST if outcome in there), "skipped")


def _tile(name: str, rows: list[Mapping[str, Any]]) -> Tile:
    counted = [row for row in rows if not row["note"]]
    if not rows:
        return Tile(name, "skipped", "no check yet")
    numbers = {outcome: sum(row["outcome"] == outcome for row in counted) for outcome in WORST}
    said = [f"{number} {'had nothing to look at' if outcome == 'skipped' else outcome}" for outcome, number in numbers.items() if number]
    if len(rows) > len(counted):
        said.append(f"{len(rows) - len(counted)} muted")
    return Tile(name, _worst(row["outcome"] for row in counted), ", ".join(said))


def _sentence(state: CheckOutcome, counted: list[Mapping[str, Any]]) -> str:
    number = {outcome: sum(row["outcome"] == outcome for row in counted) for outcome in WORST}
    failed = f", and {_checks(number['failed'])} failed" if number["failed"] else ""
    if state == "errored":
        return f"It cannot be said: {_checks(number['errored'])} could not be run{failed}."
    if state == "failed":
        return f"Not yet: {_checks(number['failed'])} failed."
    if state == "warned":
        return f"Yes, with care: {_checks(number['warned'])} {'warns' if number['warned'] == 1 else 'warn'}, none failed."
    if state == "passed":
        return f"Yes: {_checks(number['passed'])} passed." if number["passed"] == 1 else f"Yes: all {_checks(number['passed'])} passed."
    return "It cannot be said: no check found anything to look at."


def _more(known: list[Mapping[str, Any]], counted: list[Mapping[str, Any]]) -> str:
    said = []
    if len(known) > len(counted):
        said.append(f"{_checks(len(known) - len(counted))} muted or acknowledged")
    skipped = sum(row["outcome"] == "skipped" for row in counted)
    if skipped:
        said.append(f"{_checks(skipped)} had nothing to look at")
    return "; ".join(said)


def _checks(number: int) -> str:
    return f"{number} check" if number == 1 else f"{number} checks"
