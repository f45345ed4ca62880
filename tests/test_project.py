"""The project hangs together."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from config.publishers import find_publisher, publishers
from flows.extract.lexicon import read_lexicon
from flows.extract.places import states
from flows.extract.triggers import language_patterns
from schemas.vocabulary import ORGANISATIONS, TOPICS
from tests.conftest import ROOT


@pytest.mark.parametrize("name", ["flows", "schemas", "warehouse", "config"])
def test_packages_resolve_inside_the_project(name: str) -> None:
    """The import packages are the project's own, whatever else is installed."""
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)


def test_lexicons_hold_words_of_the_vocabularies() -> None:
    """Topics and organisations of the lexicon are codes of the guide; every trigger has a name of its own."""
    assert sorted(read_lexicon("en", "topics")) == sorted(TOPICS)
    assert set(read_lexicon("en", "organisations")["organisations"]) <= set(ORGANISATIONS)
    names = [trigger.name for trigger in language_patterns("en").triggers.values()]
    assert len(names) == len(set(names))


def test_publishers_speak_for_known_parties() -> None:
    """Every publisher's party is a state or an organisation of the guide, its zone one that exists."""
    from zoneinfo import ZoneInfo

    known = set(states()) | set(ORGANISATIONS)
    for publisher in publishers():
        assert publisher.party is None or publisher.party in known, publisher
        assert ZoneInfo(publisher.zone)


@pytest.mark.parametrize(
    ("name", "host", "party"),
    [
        ("U.S. Department of Defense", None, "USA"),
        ("Embassy of Sri Lanka in Viet Nam", None, "LKA"),
        ("Ministry of Defence", "mod.gov.az", "AZE"),
        ("Ministry of Defence, Kenya", None, "KEN"),
        ("Some Newspaper", None, None),
        ("Ministry of Defence", None, None),
        ("Ministry of Defence", "www.gov.uk.example", "GBR"),
        ("Press Information Bureau", None, "IND"),
        ("Emirates News Agency (WAM)", None, "ARE"),
        ("NATO Defence College", None, "NATO"),
        ("EU Delegation to Kenya", None, "EU"),
        ("Royal Air Force of Oman", None, "OMN"),
    ],
)
def test_publishers_are_placed(name: str, host: str | None, party: str | None) -> None:
    """A publisher is known by name, by host, or by the state in its name; else it is unknown."""
    found = find_publisher(name, host)
    assert (found.party if found else None) == party


def test_the_lock_names_no_index() -> None:
    """The lock holds hashes and no address."""
    text = (ROOT / "config" / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "http" not in text.replace("httpx", "").replace("httpcore", "").replace("httptools", "")
