"""Checks as data: each a query that returns the culprits, with a head of comments that says what they mean.

docs/quality.md tells how to write one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from schemas.vocabulary import Dimension, Severity
from warehouse.connect import WarehouseError

SHIPPED = Path(__file__).parent / "checks"
OWN = Path("readout.d") / "checks"
NAME = re.compile(r"[a-z0-9]+(?:_+[a-z0-9]+)*")
KEY = re.compile(r"-- ([a-z]+):\s*(.*)")
COUNT = re.compile(r"\d+")
SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")
REQUIRED = ("severity", "dimension", "meaning", "threshold", "blocking")
ALLOWED = (*REQUIRED, "population")


class CheckError(WarehouseError):
    """A check that cannot be used; the message names file and line, and says what to do."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many culprits are let pass: a number, or a share (0 to 1) of the population."""

    count: int | None = None
    share: float | None = None

    def __str__(self) -> str:
        """As a head has it."""
        return str(self.count) if self.share is None else f"{self.share * 100:g}%"

    def is_passed_by(self, culprits: int, population: int | None) -> bool:
        """Whether so many culprits are more than is let pass."""
        if self.share is not None:
            return culprits > self.share * (population or 0)
        return culprits > (self.count or 0)


@dataclass(frozen=True, slots=True)
class Check:
    """A query for culprits, and what its head says of them; `population` counts the rows that could have been found."""

    name: str
    severity: Severity
    dimension: Dimension
    meaning: str
    threshold: Threshold
    is_blocking: bool
    population: str | None
    sql: str
    path: Path

    @property
    def digest(self) -> str:
        """SHA-256 of the file's words: another text is another check."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_checks(own: Path = OWN) -> list[Check]:
    """The shipped checks by name; a file of the folder `own` replaces the shipped one of its name.

    Raises `CheckError` for the first file that cannot be used.
    """
    files = {path.stem: path for folder in (SHIPPED, own) for path in sorted(folder.glob("*.sql"))}
    return [read_check(files[name]) for name in sorted(files)]


def chosen(checks: Iterable[Check], names: Iterable[str]) -> list[Check]:
    """The checks of these names in the order of `checks`; all where no name is given.  Raises `CheckError` for an unknown name."""
    by_name = {check.name: check for check in checks}
    wanted = set(names)
    if unknown := sorted(wanted - set(by_name)):
        raise CheckError(f"{unknown[0]}: no such check; `readout checks list` shows those there are")
    return [check for check in by_name.values() if not wanted or check.name in wanted]


def read_check(path: Path) -> Check:
    """The check of a file.  Raises `CheckError` where its head is not whole."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CheckError(f"{path}: cannot be read ({error})") from error
    if not NAME.fullmatch(path.stem):
        raise CheckError(f"{path}: a check's name is made of a-z, 0-9 and _")
    head, end = _head(path, text.splitlines())
    if missing := [key for key in REQUIRED if not head.get(key, ("", 0))[0]]:
        raise CheckError(f"{path}:1: the head lacks {missing[0]}; a head has {', '.join(REQUIRED)}")
    if not any(line.strip() and not line.lstrip().startswith("--") for line in text.splitlines()[end:]):
        raise CheckError(f"{path}:{end + 1}: no query follows the head")
    severity = _one_of(path, head, "severity", get_args(Severity))
    is_blocking = _one_of(path, head, "blocking", ("yes", "no")) == "yes"
    if is_blocking and severity != "error":
        raise CheckError(f"{path}:{head['blocking'][1]}: blocking: only a check of severity error can block")
    return Check(
        name=path.stem,
        severity=cast(Severity, severity),
        dimension=cast(Dimension, _one_of(path, head, "dimension", get_args(Dimension))),
        meaning=head["meaning"][0],
        threshold=_threshold(path, head),
        is_blocking=is_blocking,
        population=head["population"][0] if "population" in head else None,
        sql=text,
        path=path,
    )


def _head(path: Path, lines: list[str]) -> tuple[dict[str, tuple[str, int]], int]:
    """What each key of the head says and in which line, and how many lines the head has; "--   …" goes on with the line before."""
    head: dict[str, tuple[str, int]] = {}
    last = ""
    for number, line in enumerate(lines, 1):
        if not line.startswith("--"):
            return head, number - 1
        found = KEY.fullmatch(line)
        if found is None and last and line.startswith("--  "):
            head[last] = (f"{head[last][0]} {line[2:].strip()}".strip(), head[last][1])
            continue
        if found is None:
            raise CheckError(
                f"{path}:{number}: a line of the head is '-- key: value', or begins with '--  ' and goes on with the one before"
            )
        last = found[1]
        if last not in ALLOWED:
            raise CheckError(f"{path}:{number}: {last}: unknown key; a head has {', '.join(ALLOWED)}")
        if last in head:
            raise CheckError(f"{path}:{number}: {last} stands in line {head[last][1]} already")
        head[last] = (found[2].strip(), number)
    return head, len(lines)


def _one_of(path: Path, head: dict[str, tuple[str, int]], key: str, words: tuple[str, ...]) -> str:
    word, line = head[key]
    if word not in words:
        raise CheckError(f"{path}:{line}: {key}: {word!r} is none of {', '.join(words)}")
    return word


def _threshold(path: Path, head: dict[str, tuple[str, int]]) -> Threshold:
    text, line = head["threshold"]
    if COUNT.fullmatch(text):
        return Threshold(count=int(text))
    share = SHARE.fullmatch(text)
    if share is None or float(share[1]) > 100:
        raise CheckError(f"{path}:{line}: threshold: {text!r} is neither a number of culprits nor a share such as 2%")
    if not head.get("population", ("", 0))[0]:
        raise CheckError(
            f"{path}:{line}: threshold: a share needs the population that it is a share of: '-- population: select count(*) from …'"
        )
    return Threshold(share=float(share[1]) / 100)
