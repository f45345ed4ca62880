"""No pattern finds anything where none of its stems stands: the quick test before it loses nothing."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

import flows.extract
from flows.extract.events import event_stems, occasion_patterns
from flows.extract.lexicon import Hints, Stems, lowered
from flows.extract.needles import needles_of
from flows.extract.openings import Openings, matches_at, openings_of
from flows.extract.outcomes import PATTERNS as OUTCOMES
from flows.extract.places import find_places, venue_stems
from flows.extract.seeking import Sought
from flows.extract.sentences import split_sentences
from flows.extract.triggers import language_patterns
from flows.reading import ReadRelease


def test_whatever_a_pattern_finds_holds_a_stem(golden: dict[str, ReadRelease]) -> None:
    """In the sample releases, every trigger, joiner and occasion is hinted at by the pattern's own stems."""
    language = language_patterns("en")
    patterns = [(trigger.name, trigger.pattern) for trigger in language.triggers.values()] + [
        ("joiners", language.words["joiners"].pattern)
    ]
    patterns += [(f"name of {row.kind}" if row.is_named else row.kind, row.whole) for row in occasion_patterns("en")]
    stems = Stems(language.stems | event_stems())
    found = 0
    for release in golden.values():
        for line in release.document.text.split("\n") if release.document else ():
            hinted = stems.find(line).within(0, len(line))
            hits = {rule for rule, pattern in patterns if pattern.search(line)}
            assert hits <= hinted, line
            found += len(hits)
    assert found


def test_a_stem_with_a_capital_is_sought_as_written() -> None:
    """A stem in lower case is found in either case, one with a capital only so; positions are those of the text."""
    hints = Stems({"names": ("Council",), "words": ("council", "met")}).find("İ The Council met; a council MET.")
    assert hints.within(0, 13) == {"names", "words"}
    assert hints.within(14, 40) == {"words"}
    assert hints.within(0, 12) == set()


def test_a_pattern_begins_only_where_one_of_its_openings_stands(golden: dict[str, ReadRelease]) -> None:
    """In the sample releases, what triggers and outcomes match begins at a place that their openings give, and all that they match is found there."""
    patterns = {trigger.name: trigger.pattern for trigger in language_patterns("en").triggers.values()} | dict(OUTCOMES)
    openings = Openings({rule: pattern.pattern for rule, pattern in patterns.items()})
    assert len(patterns) - len(openings.rules) <= 3
    found = 0
    for release in golden.values():
        text = release.document.text if release.document else ""
        places = openings.find(lowered(text), 0, len(text), openings.rules)
        for rule in openings.rules:
            matches = list(patterns[rule].finditer(text))
            assert matches == [] or [m.span() for m in matches_at(patterns[rule], text, places[rule], len(text))] == [
                m.span() for m in matches
            ], rule
            found += len(matches)
    assert found


def test_openings_are_read_off_the_pattern() -> None:
    """Branches, optional parts and small sets are spelled out, what cannot be told ends an opening; without letters there is none."""
    found = openings_of(r"\b(?:met|sat (?:down|in))\b(?! by)") or frozenset()
    assert {row.letters for row in found} == {"met", "sat down", "sat in"}
    assert all(row.opens_word for row in found)
    assert {row.letters for row in openings_of(r"(?<!co-)[Hh]osts?\s+a") or ()} == {"host"}
    assert {row.letters for row in openings_of(r"the (?:\w+ )?call") or ()} == {"the "}
    assert openings_of(r"\w+ed") is None
    assert openings_of(r"(?:the )?") is None


def test_a_venue_holds_one_of_its_stems(golden: dict[str, ReadRelease]) -> None:
    """In the sample releases, every venue is hinted at; a town needs no stem."""
    stems = Stems({"venue": venue_stems()})
    venues = 0
    for release in golden.values():
        for line in release.document.text.split("\n") if release.document else ():
            for place in find_places(line):
                if place.kind == "venue":
                    venues += 1
                    assert stems.find(line).within(place.start, place.end), line
    assert venues
    assert not stems.find("They met in Lima.").within(0, 17)


@dataclass(frozen=True)
class Plain:
    """A text and its words in lower case."""

    text: str
    hints: Hints


def test_a_sought_pattern_finds_what_its_expression_finds(golden: dict[str, ReadRelease]) -> None:
    """In each sentence of the sample releases every pattern that is sought by needles and openings is found where the engine alone finds it."""
    modules = [importlib.import_module(f"flows.extract.{module.name}") for module in pkgutil.iter_modules(flows.extract.__path__)]
    language = language_patterns("en")
    sought = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, Sought)}
    sought |= {id(value): value for value in (*language.modality.values(), *language.words.values())}
    found = 0
    for release in golden.values():
        text = release.document.text if release.document else ""
        marks = Plain(text, Hints(lowered(text), [], [], []))
        for start, end in split_sentences(text):
            for pattern in sought.values():
                match, expected = pattern.search(marks, start, end), pattern.pattern.search(text, start, end)
                assert (match and match.span()) == (expected and expected.span()), pattern.expression
                assert pattern.match(marks, start, end) is None or pattern.pattern.match(text, start, end)
                found += match is not None
    assert len(sought) > 50
    assert found


def test_needles_are_read_off_the_pattern() -> None:
    """What stands in a row is put together, of several ways each has its needle; a pattern that may match anything has none."""
    assert needles_of(r"\b(?:[Aa]dvis[eo]r|[Aa]ide)\s+(?:of|to)\s+(?:the\s+)?$") == ("adviser", "advisor", "aide")
    assert needles_of(r"(?i)\bIn (?:his|her) talks\b[^.]*$") == ("in her talks", "in his talks")
    assert needles_of(r"(?:discuss\w*|talks?) about|rais(?:ed|ing)") == (" about", "raised", "raising")
    assert needles_of(r"(?:met )?\w+") == ()
    assert needles_of(r"met|\d+") == ()


def test_a_pattern_that_begins_with_an_apostrophe_is_found_within_a_word() -> None:
    """The border of a word stands before the apostrophe of "we'll", after a letter."""
    marks = Plain("And we’ll meet again.", Hints(lowered("And we’ll meet again."), [], [], []))
    found = Sought(r"\b(?:will|’ll)\b").search(marks, 0, 21)
    assert found is not None
    assert found.start() == 6
    assert Sought(r"\b(?:will|’ll)\b").search(marks, 10, 21) is None
