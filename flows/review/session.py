"""A review session: reports one by one, each judged right, false, or fixed; every answer is on disk before the next question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from flows.corrections.journal import CorrectionsError
from flows.corrections.making import Desk, write_down
from flows.corrections.passages import NotFound, passage_of
from flows.corrections.tables import draft_of
from flows.review.asking import Asker, Ended
from flows.review.lines import FIELDS, Mode, Review, Verdict, add_review, read_reviews
from flows.review.showing import ELEMENTS, show
from warehouse.reviewable import Reviewable

KEYS = "[r]ight [w]rong [f]ix [s]kip [q]uit >"
VERDICTS: dict[str, Verdict] = {"r": "right", "w": "wrong", "f": "fixed", "s": "skipped"}


@dataclass(slots=True)
class Session:
    """One reviewer at work; `everything` are all current reports, by which a release is known to be judged whole."""

    desk: Desk
    console: Console
    author: str
    mode: Mode
    seed: int | None
    everything: Sequence[Reviewable]
    judged_count: int = 0
    _asker: Asker = field(init=False)

    def __post_init__(self) -> None:
        self._asker = Asker(self.console)

    def run(self, picked: Sequence[Reviewable], before_count: int) -> None:
        """Ask for each report in turn until the reviewer quits or has no more answers."""
        total = len(picked) + before_count
        try:
            for number, reviewed in enumerate(picked, start=before_count + 1):
                if not self._judge(reviewed, f"{number} of {total}, confidence {reviewed.confidence:.2f}"):
                    return
        except Ended:
            self.console.print()

    def _judge(self, reviewed: Reviewable, heading: str) -> bool:
        document, reports = self.desk.reports(reviewed.release_id)
        report = next((r for r in reports if (r.trigger_part, r.trigger_start) == (reviewed.part, reviewed.start)), None)
        if report is None:
            self.console.print(f"{reviewed.report_id}: corrected since it was published; left out", markup=False)
            return True
        try:
            quote = passage_of(document, reports, report)
        except NotFound as error:
            self.console.print(f"{reviewed.report_id}: {error}; left out", markup=False)
            return True
        show(self.console, heading, reviewed, document, report)
        key = self._asker.key(KEYS, "rwfsq")
        if key == "q":
            return False
        wrong_fields: list[str] = []
        made: list[str] = []
        if key == "w":
            reason = self._asker.line("why is it no engagement >") or "no engagement"
            made += self._correct({"action": "remove"}, reviewed, quote, reason)
        elif key == "f":
            wrong_fields, made = self._fix(reviewed, quote)
        verdict: Verdict = "right" if key == "f" and not wrong_fields else VERDICTS[key]
        is_complete = self._ask_missing(reviewed) if verdict != "skipped" and self._is_last(reviewed) else None
        review = Review(
            reviewed_at=dt.datetime.now(dt.UTC).replace(microsecond=0), author=self.author, mode=self.mode, seed=self.seed,
            release_id=reviewed.release_id, report_id=reviewed.report_id, quote=quote, confidence=reviewed.confidence, verdict=verdict,
            wrong_fields=tuple(wrong_fields), corrections=tuple(made), is_complete=is_complete,
        )  # fmt: skip
        add_review(self.desk.home.reviews, review)
        self.judged_count += 1
        return True

    def _correct(self, row: dict[str, Any], reviewed: Reviewable, quote: str, reason: str) -> list[str]:
        """Write a correction down; its id, none where it stands already or the release does not bear it out, which is said."""
        row = {"release": reviewed.release_id, "quote": quote, "reason": reason} | {key: value for key, value in row.items() if value}
        try:
            correction = self.desk.take(draft_of(self.desk, "review", row, self.author, reason))
        except CorrectionsError as error:
            self.console.print(str(error).removeprefix("review: "), style="red", markup=False, highlight=False)
            return []
        write_down(self.desk.home.corrections, [correction] if correction else [])
        return [correction.id] if correction else []

    def _fix(self, reviewed: Reviewable, quote: str) -> tuple[list[str], list[str]]:
        """The fields that are wrong, and the corrections that were made of them."""
        fields: list[str] = []
        made: list[str] = []
        while number := self._asker.line("number of a wrong field (Enter when done) >"):
            if not number.isdigit() or not 1 <= int(number) <= len(FIELDS):
                self.console.print(f"a number from 1 to {len(FIELDS)} is expected")
                continue
            name = FIELDS[int(number) - 1]
            row = self._list_row(name) if name in ELEMENTS else self._value_row("report", "start_on" if name == "date" else name)
            if row is None:
                continue
            # Wrong it is, even where no correction can be made of what was answered.
            fields += [] if name in fields else [name]
            ids = self._correct(row, reviewed, quote, "review")
            made += ids
            self.console.print(f"written down as {ids[0]}" if ids else "counted as wrong, not corrected", style="green")
        return fields, made

    def _value_row(self, element: str, name: str) -> dict[str, Any] | None:
        value = self._asker.line(f"right {name} (- where the release does not tell) >")
        if not value:
            return None
        if value == "-":
            return {"action": "null", "element": element, "field": name}
        words = self._asker.line("words that it rests on >")
        basis = self._asker.line("basis: stated, derived or context (Enter: stated) >") or "stated"
        return {"action": "set", "element": element, "field": name, "value": value, "evidence": [words] if words else None, "basis": basis}

    def _list_row(self, name: str) -> dict[str, Any] | None:
        change = " ~NAME to change," if name == "participants" else ""
        sign_and_name = self._asker.line(f"+NAME to add,{change} -NAME to remove >")
        sign, element = sign_and_name[:1], f"{ELEMENTS[name]}/{sign_and_name[1:].strip()}"
        if sign == "-":
            return {"action": "remove", "element": element}
        if sign == "~" and name == "participants":
            return self._value_row(element, self._asker.line("name, title or party >"))
        if sign != "+":
            return None
        words = self._asker.line("words that it rests on >")
        values: dict[str, Any] = {}
        if name == "participants":
            told = {key: self._asker.line(f"{key} (Enter: none) >") for key in ("title", "party")}
            values = {key: value for key, value in told.items() if value}
        return {"action": "add", "element": element, "value": values, "evidence": {"element": [words]} if words else None}

    def _is_last(self, reviewed: Reviewable) -> bool:
        """Whether all reports of the release are judged with this one."""
        judged = {r.report_id for r in read_reviews(self.desk.home.reviews) if r.verdict != "skipped"} | {reviewed.report_id}
        return all(r.report_id in judged for r in self.everything if r.release_id == reviewed.release_id)

    def _ask_missing(self, reviewed: Reviewable) -> bool | None:
        """Whether the release tells of nothing else; what it tells of is written down."""
        while (key := self._asker.key("Does the release tell of another engagement? [n]o [y]es [s]kip >", "nys")) == "y":
            quote = self._asker.line("words that announce it >")
            values = {"kind": self._asker.line("kind >"), "parties": self._asker.line("parties (codes, with commas) >")}
            words = self._asker.line("words that name the parties >")
            row = {"action": "add", "value": values, "evidence": {"parties": [words]} if words else None}
            for identity in self._correct(row, reviewed, quote, "missed"):
                self.console.print(f"written down as {identity}", style="green")
        return key == "n" or None
