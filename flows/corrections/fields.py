"""What can be corrected: the fields of each element, and which values they take."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from flows.corrections.lines import Value
from flows.extract.places import states
from flows.rows import first_day, last_day
from schemas import vocabulary as v

PARTIAL_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class WrongValue(ValueError):
    """A field that does not exist or a value that it cannot take; the message names both."""


def _one_of(words: Any) -> Callable[[Value], Value]:
    known = list(get_args(words)) or list(words)

    def read(value: Value) -> Value:
        if value not in known:
            raise WrongValue(f"{value!r} is none of {', '.join(known)}")
        return value

    return read


def _words(value: Value) -> Value:
    if not isinstance(value, str):
        raise WrongValue(f"{value!r} is no text")
    return value


def _number(value: Value) -> Value:
    if not str(value).isdigit() or int(value) < 1:
        raise WrongValue(f"{value!r} is no number from 1 on")
    return int(value)


def _date(value: Value) -> Value:
    if not isinstance(value, str) or not PARTIAL_DATE.fullmatch(value):
        raise WrongValue(f"{value!r} is no day; write 2024-05-03, 2024-05 or 2024")
    try:
        first_day(value)
        last_day(value)
    except ValueError as error:
        raise WrongValue(f"{value!r} is no day of the calendar") from error
    return value


def _days(value: Value) -> Value:
    """A day, month or year, or two days with `..` between them."""
    first, dots, last = str(value).partition("..")
    _date(first)
    if dots and first_day(first) > last_day(str(_date(last))):
        raise WrongValue(f"{value!r} ends before it begins")
    return str(value)


def _country(value: Value) -> Value:
    if value not in states():
        raise WrongValue(f"{value!r} is no ISO 3166-1 alpha-3 code of a state, as USA or PRT")
    return value


def _party(value: Value) -> Value:
    if value not in states() and value not in v.ORGANISATIONS:
        raise WrongValue(f"{value!r} is no code of a state (USA, PRT) or of an organisation of the guide (NATO, EU)")
    return value


Reads = Mapping[str, Callable[[Value], Value]]
FIELDS: Mapping[str, Reads] = {
    "report": {
        "kind": _one_of(v.Kind), "mode": _one_of(v.Mode), "status": _one_of(v.Status), "focus": _one_of(v.Focus), "start_on": _days, "end_on": _date,
        "venue": _words, "city": _words, "country": _country, "event_name": _words, "series": _words, "edition_no": _number,
    },
    "participant": {
        "name": _words, "title": _words, "party": _party, "institution": _words, "level": _one_of(v.Level), "role": _one_of(v.Role),
    },
    "party": {"code": _party, "side": _one_of(v.Side)},
    "topic": {"code": _one_of(v.TOPICS), "label": _words, "stance": _one_of(v.Stance)},
    "outcome": {"kind": _one_of(v.OutcomeKind), "actor": _words, "verb": _words, "content": _words, "due_on": _date},
}  # fmt: skip
# Given as the release writes them: the words of a stated value stand in the quote.
AS_WRITTEN = frozenset({"venue", "city", "event_name", "series", "name", "title", "institution", "actor", "verb", "content", "label"})
# What may be unknown.
NULLABLE: Mapping[str, frozenset[str]] = {
    "report": frozenset({"start_on", "end_on", "venue", "city", "country", "event_name", "series", "edition_no"}),
    "participant": frozenset({"title", "party", "institution"}), "party": frozenset(), "topic": frozenset(),
    "outcome": frozenset({"actor", "due_on"}),
}  # fmt: skip
# What an element is known by: another one is another element.
KEYS = {"party": "code", "topic": "code"}


def family(element: str) -> str:
    """The table of fields that an element has: participant/NAME is a participant.  Raises `WrongValue`."""
    name, stroke, rest = element.partition("/")
    if name not in FIELDS or (name == "report") != (not stroke) or (stroke and not rest):
        raise WrongValue(f"element {element!r} is none of report, participant/NAME, party/CODE, topic/CODE, outcome/WORDS")
    return name


def read_value(element: str, field: str, value: Value) -> Any:
    """The value as its field takes it.  Raises `WrongValue`."""
    fields = FIELDS[family(element)]
    if field not in fields:
        raise WrongValue(f"{element} has no field {field!r}, only {', '.join(fields)}")
    try:
        return fields[field](value)
    except WrongValue as error:
        raise WrongValue(f"{field}: {error}") from error


def is_borne_out(field: str, value: Any, quotes: Sequence[str]) -> bool:
    """Whether a value can be called stated: its words stand in the quotes, of a day its number, of a state a name of it or its people."""
    words = " ".join(" ".join(quotes).casefold().split())
    if field in AS_WRITTEN:
        return " ".join(str(value).casefold().split()) in words
    if field in {"start_on", "end_on", "due_on"}:
        days = {int(part[8:10]) for part in str(value).split("..") if len(part) == 10}
        return days <= {int(number) for number in re.findall(r"\d{1,2}(?!\d)", words)}
    state = states().get(str(value)) if field in {"country", "party", "code"} else None
    names = (*state.names, *state.demonyms, *state.peoples) if state else ()
    return state is None or any(name.casefold() in words for name in names)


def is_held_after(start: str, published_on: dt.date | None) -> bool:
    """Whether a day lies after publication, with the day's grace that the schema gives."""
    return published_on is not None and first_day(start) > published_on + dt.timedelta(days=1)
