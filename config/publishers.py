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


# What stands in parentheses at a name's end is its short form ("Emirates News Agency (WAM)").
SHORT_FORM = re.compile(r"\s*\([^()]*\)\s*$")
# Domains that nobody can hold (RFC 2606): "www.gov.uk.example" in a sample stands for "www.gov.uk".
RESERVED = re.compile(r"\.(?:example|test|invalid|localhost)$")


@functools.cache
def find_publisher(name: str | None, host: str | None) -> Publisher | None:
    """The publisher of that name, else the owner of the host, else one placed by the name, else one placed by the host's country."""
    table = _by_name()
    known = next((table[_fold(form)] for form in (name, SHORT_FORM.sub("", name)) if _fold(form) in table), None) if name else None
    host = RESERVED.sub("", host) if host else None
    owner = known or (owner_of(host) if host else None)
    return owner or (_by_words(name) if name else None) or (_by_country(name, host) if host else None)


def _by_words(name: str) -> Publisher | None:
    """An organisation that the name begins with ("EU Delegation to Kenya"), else the first state in it, else a listed publisher that begins alike."""
    begins = _by_beginning(name)
    if begins is not None and begins.party not in {code for code, _ in _states()[1].values()} | {None}:
        return begins
    return _by_state(name) or begins


def _by_beginning(name: str) -> Publisher | None:
    """ "Press Information Bureau" for "Press Information Bureau, Government of India", "NATO Defence College" for "NATO": where all alike are of one party."""
    folded = _fold(name)
    alike = [
        publisher
        for known, publisher in _by_name().items()
        if f"{folded} ".startswith(f"{known} ") or _fold(re.split(r"[,(]", publisher.name)[0]) == folded
    ]
    return max(alike, key=lambda p: len(p.name)) if len({p.party for p in alike}) == 1 else None


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


def _by_state(name: str) -> Publisher | None:
    """A publisher that is not listed, placed by the first state in its name."""
    by_name, _ = _states()
    words = f" {_fold(name)} "
    hits = [(words.index(f" {known} "), -len(known), place) for known, place in by_name.items() if f" {known} " in words]
    return _unlisted(name, *min(hits)[2]) if hits else None


def _by_country(name: str | None, host: str) -> Publisher | None:
    """A publisher that is not listed, placed by its host's country code."""
    ending = host.rpartition(".")[2]
    place = _states()[1].get("gb" if ending == "uk" else ending)
    if place is None and ending in {"gov", "mil"}:
        place = ("USA", "America/New_York")
    return _unlisted(name or host, *place) if place else None


def _unlisted(name: str, party: str, zone: str) -> Publisher:
    return Publisher(name, party, (), zone, "en", True)
