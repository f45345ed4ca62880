"""States, organisations and places are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.lexicon import Matcher
from flows.extract.places import find_parties, find_places


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Peruvian and U.S. officials", ["PER", "USA"]),
        ("the People’s Republic of China", ["CHN"]),
        ("the Republic of Korea and the DPRK", ["KOR", "PRK"]),
        ("Türkiye, Burma and Eswatini", ["TUR", "MMR", "SWZ"]),
        ("the Taliban", ["AFG"]),
        ("ships in the South China Sea and the Indian Ocean", []),
        ("a troop from Atlanta, Georgia", []),
        ("French-speaking countries", []),
        ("the Democratic Republic of the Congo", ["COD"]),
    ],
)
def test_parties(text: str, codes: list[str]) -> None:
    """A party is found by every name it goes by, and not within other names."""
    assert [mention.code for mention in find_parties(text)] == codes


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("at the Pentagon", ("venue", "Pentagon", "Arlington", "USA")),
        ("in Tokyo", ("city", "Tokyo", "Tokyo", "JPN")),
        ("in Peru", ("country", "Peru", None, "PER")),
        ("at Yokota Air Base", ("venue", "Yokota Air Base", "Fussa", "JPN")),
        ("at Marlow Air Base", ("venue", "Marlow Air Base", None, None)),
        ("aboard USS Blue Ridge", ("venue", "USS Blue Ridge", None, None)),
    ],
)
def test_places(text: str, place: tuple[str, str, str | None, str | None]) -> None:
    """A venue, city or country is found with what is certain of it."""
    assert [(m.kind, m.name, m.city, m.country) for m in find_places(text)] == [place]


@given(st.lists(st.sampled_from(["Peru", "United States", "U.S.", "of", "and", "China", "People’s Republic of China", "."]), max_size=12))
def test_matches_do_not_overlap(words: list[str]) -> None:
    """Matches stand in order and apart, and each is the text at its span."""
    text = " ".join(words)
    position = 0
    for mention in find_parties(text):
        assert mention.start >= position
        assert text[mention.start : mention.end] == mention.text
        position = mention.end


@given(st.text(alphabet="ab A’'\n", max_size=40))
def test_a_matcher_finds_whole_words_only(text: str) -> None:
    """A phrase within a longer word is no match."""
    for match in Matcher([("ab", 1), ("a b", 2)]).find(text):
        assert not text[match.start - 1 : match.start].isalnum()
        assert not text[match.end : match.end + 1].isalnum()


def test_a_capital_that_bears_its_state_s_name_is_a_place() -> None:
    """ "Kuwait City" is a city of Kuwait, and no mention of the state; "Port Moresby" is no port."""
    assert [(p.kind, p.country) for p in find_places("held in Kuwait City")] == [("city", "KWT")]
    assert not find_parties("held in Kuwait City")
    assert [(p.kind, p.name) for p in find_places("In Port Moresby on June 11")] == [("city", "Port Moresby")]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("was conducted at Umroi, Meghalaya in September", ("Umroi", "IND")),
        ("held in Kongsberg, Norway, on 3 May", ("Kongsberg", "NOR")),
        ("met near Oksby Strand, Denmark.", ("Oksby Strand", "DNK")),
        ("in Woodside, California", ("Woodside", "USA")),
        ("in May, Japan and the UK", None),
        ("in Osceola County, Florida", None),
        ("in Central Asia, Kazakhstan and Uzbekistan", None),
        ("in Parliament, India will", None),
        ("told NATO Allies, Estonia among them", None),
    ],
)
def test_a_name_before_a_region_or_state_is_a_town_s(text: str, town: tuple[str, str] | None) -> None:
    """ "At Umroi, Meghalaya": a town, be it in no list; months, counties and continents are none."""
    found = [(place.city, place.country) for place in find_places(text) if place.kind == "city"]
    assert found == ([town] if town else [])
