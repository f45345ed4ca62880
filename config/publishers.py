"""The publishers that Readout knows: party, hosts, zone and language of each."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher of releases; `zone` is the IANA name of the zone it dates them in, `own_id` the pattern of its id in an address.

    `seat` is town and state of its headquarters where they are not in its state's capital.
    """

    name: str
    party: str | None
    hosts: tuple[str, ...]
    zone: str
    language: str
    is_primary: bool
    own_id: str | None = None
    seat: tuple[str, str] | None = None


@functools.cache
def publishers() -> tuple[Publisher, ...]:
    """All publishers of `config/publishers.yaml`."""
    path = Path(__file__).with_name("publishers.yaml")
    with path.open(encoding="utf-8") as file:
        rows: list[dict[str, Any]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return tuple(
        Publisher(
            row["name"],
            row.get("party"),
            tuple(row.get("hosts", ())),
            row.get("zone", "UTC"),
            row.get("language", "en"),
            row.get("primary", True),
            row.get("own_id"),
            (row["seat"][0], row["seat"][1]) if "seat" in row else None,
        )
        for row in rows
    )


def _fold(name: str) -> str:
    words = re.sub(r"[^\w ]+", " ", name.lower().replace(".", "")).split()
    return " ".join(word for word in words if word not in {"the", "of", "and"})


@functools.cache
def _by_name() -> dict[str, Publisher]:
    return {_fold(publisher.name): publisher for publisher in publishers()}


@functools.cache
def find_publisher(name: str | None, host: str | None) -> Publisher | None:
    """The publisher of that name, else the one that owns the host, else the one whose name the given one begins with."""
    table = _by_name()
    folded = _fold(name) if name else ""
    if folded in table:
        return table[folded]
    return (owner_of(host) if host else None) or _by_state(name, host)


@functools.cache
def owner_of(host: str) -> Publisher | None:
    """The listed publisher to whom a host belongs."""
    return next((p for p in publishers() if any(host == known or host.endswith("." + known) for known in p.hosts)), None)


@functools.cache
def _states() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Code and zone of each state by the names in states.tsv, and by its two-letter code."""
    path = Path(__file__).parent / "lexicon" / "en" / "states.tsv"
    by_name: dict[str, tuple[str, str]] = {}
    by_code: dict[str, tuple[str, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, short, zone, capital, names, official, demonyms, _ = line.split("\t")
        by_code[short.lower()] = (code, zone)
        for known in [*names.split(";"), *official.split(";"), *demonyms.split(";"), capital]:
            if known:
                by_name.setdefault(_fold(known), (code, zone))
    home, home_zone = "USA", by_code["us"][1]
    by_name["national guard"] = (home, home_zone)
    for line in path.with_name("regions.tsv").read_text(encoding="utf-8").splitlines():
        region, _, code = line.partition("\t")
        if code == home:
            # "New York National Guard": a US state's forces are the United States'.
            by_name.setdefault(_fold(region), (home, home_zone))
    return by_name, by_code


def _by_state(name: str | None, host: str | None) -> Publisher | None:
    """A publisher that is not listed, placed by the first state in its name, else by its host's country code."""
    by_name, by_code = _states()
    words = f" {_fold(name)} " if name else ""
    hits = [(words.index(f" {known} "), -len(known), place) for known, place in by_name.items() if f" {known} " in words]
    ending = (host or "").rpartition(".")[2]
    place = min(hits)[2] if hits else by_code.get("gb" if ending == "uk" else ending)
    if place is None and ending in {"gov", "mil"}:
        place = ("USA", "America/New_York")
    if place is None:
        return None
    return Publisher(name or host or "", place[0], (), place[1], "en", True)
