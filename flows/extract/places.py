"""Parties and places: states, organisations and what speaks for them; venues, cities, countries."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from flows.extract.lexicon import Match, Matcher, lexicon_lines, read_lexicon
from flows.extract.openings import matches_at

PartyForm = Literal["name", "demonym", "people", "organisation", "agency", "group"]


START = operator.attrgetter("start")


class PartyMention(NamedTuple):
    """A state or organisation at `start:end`; `form` tells how it is named."""

    start: int
    end: int
    code: str
    form: PartyForm
    text: str


class PlaceMention(NamedTuple):
    """A venue, city or country at `start:end`; `city` and `country` where they are certain."""

    start: int
    end: int
    kind: Literal["venue", "city", "country"]
    name: str
    city: str | None
    country: str | None
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """A row of states.tsv."""

    code: str
    zone: str
    capital: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    peoples: tuple[str, ...]


@functools.cache
def states(language: str = "en") -> dict[str, State]:
    """All states by code."""
    found = {}
    for code, _, zone, capital, names, official, demonyms, peoples in lexicon_lines(language, "states"):
        found[code] = State(
            code, zone, capital, tuple(n for n in f"{names};{official}".split(";") if n),
            tuple(d for d in demonyms.split(";") if d), tuple(p for p in peoples.split(";") if p),
        )  # fmt: skip
    return found


@functools.cache
def _party_matcher(language: str) -> Matcher[tuple[str, PartyForm | Literal["ship"]]]:
    entries: dict[str, tuple[str, PartyForm | Literal["ship"]]] = {}
    for state in states(language).values():
        for people in state.peoples:
            entries[people] = (state.code, "people")
        for demonym in state.demonyms:
            entries[demonym.removesuffix("'s")] = (state.code, "name" if demonym.endswith("'s") else "demonym")
        for name in state.names:
            entries[name] = (state.code, "name")
    raw = read_lexicon(language, "organisations")
    for code, names in raw["organisations"].items():
        for name in names:
            entries[name] = (code, "group" if code in raw["groups"] else "organisation")
    for code, names in raw["agencies"].items():
        for name in names:
            entries[name] = (code, "agency")
    for mask in raw["masks"]:
        entries[mask] = ("", "name")
    for prefix, code in lexicon_lines(language, "ships"):
        entries[prefix] = (code, "ship")
    return Matcher(entries.items())


@functools.cache
def _regions(language: str) -> dict[str, str]:
    """States by the name of a region."""
    return {row[0]: row[1] for row in lexicon_lines(language, "regions")}


@functools.cache
def _place_matcher(language: str) -> Matcher[PlaceMention | str]:
    """Places by name; a city's value is only its state's code, since there are ten thousand of them."""
    entries: dict[str, PlaceMention | str] = {}
    for name, code, *english in lexicon_lines(language, "cities"):
        entries[name] = PlaceMention(0, 0, "city", english[0], english[0], code, name) if english else code
    capitals = {state.capital for state in states(language).values()}
    for mask in read_lexicon(language, "organisations")["masks"]:
        # "Mexico City" is no mention of Mexico as a party, and a place all the same.
        if mask not in capitals:
            entries[mask] = PlaceMention(0, 0, "country", "", None, None, mask)
    for name, code in _regions(language).items():
        entries[name] = PlaceMention(0, 0, "country", name, None, code, name)
    for state in states(language).values():
        for name in state.names:
            if name != "US" and (name not in entries or state.capital != name):
                entries[name] = PlaceMention(0, 0, "country", state.names[0], None, state.code, name)
        if state.capital in state.names:
            entries[state.capital] = PlaceMention(0, 0, "city", state.capital, state.capital, state.code, state.capital)
    for row in read_lexicon(language, "venues"):
        name, city, country = row[:3]
        for spelling in [name, *(row[3] if len(row) > 3 else [])]:
            entries[spelling] = PlaceMention(0, 0, "venue", name, city, country, spelling)
    return Matcher(entries.items())


@functools.cache
def _place_names(language: str) -> frozenset[str]:
    cities = {row[0] for row in lexicon_lines(language, "cities")}
    return frozenset(cities | {state.capital for state in states(language).values()} | {"Washington DC", "Washington D.C."})


def is_place(name: str, language: str = "en") -> bool:
    """Whether `name` is a city's as it stands."""
    return name in _place_names(language)


@functools.cache
def _neighbours(language: str) -> dict[str, str]:
    return {row[0]: row[1] for row in lexicon_lines(language, "neighbours")}


def is_within(town: str, larger: str, language: str = "en") -> bool:
    """Whether releases call `town` by the name of the larger one beside it: the Pentagon's Arlington, Washington."""
    return _neighbours(language).get(town) == larger


# "Washington State", "Georgia, USA", "Atlanta, Georgia": the US state.
US_STATE_BEFORE = re.compile(r"(?:Atlanta|Savannah|Augusta|Columbus|Fort \w+|state of),?\s+$")
OF_STATE = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])(?!Staff\b|Defen[cs]e\b|State\b|National\b|Foreign\b)")
HYPHENATED = re.compile(r"-(?:speaking|born|based|led|made|backed|style|occupied|controlled)\b")
# "Jordan" and "Chad" after a given name are surnames.
GIVEN_BEFORE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Vernon|Barbara|Michael|Eric|Jim|Robert|Mary)\.?\s+$")
CAPITAL_ACTS = re.compile(r"\s+(?:has|have|is|was|will|would|and (?=[A-Z])|[a-z]+ed|says?|said|called|agreed|supports?)\b")


def parties_of(text: str, home: str | None = None, language: str = "en") -> tuple[PartyMention, ...]:
    """The parties named in a document's whole title or body; an agency whose name `home` uses for one of its own names no other."""
    found = find_parties(text, language)
    own = read_lexicon(language, "organisations")["own_agencies"].get(home, ())
    return tuple(p for p in found if p.form != "agency" or p.text not in own or text.endswith(OF_AMERICA, 0, p.start)) if own else found


OF_AMERICA = ("U.S. ", "US ")


# Several steps ask for the parties of one document's title and body.
@functools.lru_cache(maxsize=4)
def find_parties(text: str, language: str = "en") -> tuple[PartyMention, ...]:
    """The states and organisations named in `text`, in text order, whether or not they act.

    An agency that the text gives to a state ("Joint Staff of Japan") names no other.
    """
    found: list[PartyMention] = []
    after_prefix = -1
    for match in _party_matcher(language).find(text):
        code, form = match.value
        word = text[match.start : match.end]
        if form == "ship":
            if SHIP_NAME.match(text, match.end):
                found.append(PartyMention(match.start, match.end, code, "agency", word))
                after_prefix = match.end + 1
            continue
        if not code or HYPHENATED.match(text, match.end) or match.start == after_prefix:
            # "HMAS Brunei" is a ship, and Australian.
            continue
        if word in {"Georgia", "Jordan", "Chad"} and (
            US_STATE_BEFORE.search(text[max(0, match.start - 30) : match.start])
            or GIVEN_BEFORE.search(text[max(0, match.start - 20) : match.start])
        ):
            continue
        if form == "agency" and OF_STATE.match(text, match.end) and not text.endswith(OF_AMERICA, 0, match.start):
            continue
        # "us" in capitals within a headline; "WHO" and "CAR" only where they stand as names.
        if word == "US" and text[max(0, match.start - 2) : match.start].isupper() and text[match.end : match.end + 3].isupper():
            continue
        found.append(PartyMention(match.start, match.end, code, form, word))
    return tuple(found)


# After the prefix of its service.
SHIP_NAME = re.compile(r"\s[A-Z‘“]")


# Generic venues: a capitalised name with a head noun before or after it.
CAPITAL = "[A-ZÀ-ÞŁŚŻČŠŽ]"
CAP = rf"{CAPITAL}[\w’'.\-À-ɏ]*+"
VENUE = re.compile(
    rf"""(?:
      \b(?:{CAP}\s){{1,5}}(?:Air\s(?:Force\s)?Base|Naval\s(?:Air\s)?(?:Base|Station)|Army\s(?:Base|Garrison)|Joint\sBase|Palace|Barracks|Airport|Hotel|Cemetery|War\sMemorial|
          Headquarters|Centre|Center|Fort|Academy|Institute|Shipyard|Training\s(?:Area|Center|Centre)|Training\sCenter|Monument|Museum|House|Camp|Port|Command\sHeadquarters|Hall|Castle|Residence|Stadium|Chancellery)\b
    | \b(?:USS|HMS|HMAS|HMCS|HMNZS|INS|JS|JDS|ROKS|BRP|KD|RSS|ITS|FS|ESPS|BNS|PNS|USNS|USCGC)\s(?:{CAP})(?:\s(?:{CAP})){{0,2}}
    | \b(?:RAAF\sBase|Naval\s(?:Air\s)?Station|Camp|Fort|Joint\sBase|Marine\sCorps\s(?:Base|Air\sStation)|Villa|Palacio|Hotel|Palais)\s(?:{CAP})(?:\s(?:{CAP})){{0,2}}
    | \b(?:Ministry|Department)\sof\s(?:National\s)?(?:Defen[cs]e|Foreign\sAffairs|State)(?=\s(?:in|on|today|this|yesterday|\()|[,.;])
    | \b[A-Z]\w+\straining\s(?:area|center|centre|ground)\b
    | \b(?:naval|air|military)\sbase\s(?:at|in|of)\s{CAP}
    )""",
    re.VERBOSE,
)
# What is no letter before the first of a venue, which the engine leaps to.
BEFORE_VENUE = re.compile(rf"\W(?={CAPITAL}|naval|air|military)")
# A part of each word that makes a name a venue's; those of venues.yaml need none.
VENUE_STEMS = (
    "Base", "base", "Station", "Garrison", "Palace", "Barracks", "Airport", "Hotel", "Cemetery", "War Memorial", "Headquarters", "Centre", "Center",
    "Fort", "Academy", "Institute", "Shipyard", "Training", "training", "Monument", "Museum", "House", "Camp", "Port", "Hall", "Castle", "Residence",
    "Stadium", "Chancellery", "USS", "HMS", "HMAS", "HMCS", "HMNZS", "INS", "JS", "JDS", "ROKS", "BRP", "KD", "RSS", "ITS", "FS", "ESPS", "BNS", "PNS",
    "USNS", "USCGC", "Villa", "Palacio", "Palais", "Ministry of", "Department of",
)  # fmt: skip


def venue_stems(language: str = "en") -> tuple[str, ...]:
    """Parts of words without which a text names no venue."""
    rows = read_lexicon(language, "venues")
    return (*VENUE_STEMS, *(spelling for row in rows for spelling in [row[0], *(row[3] if len(row) > 3 else [])]))


# "Malakal Harbour": what bears a town's name may lie elsewhere.
WATERS = re.compile(r"\s+(?:Harbou?r|Bay|Island|Strait|Channel|Street|Road|Avenue|Declaration|Process|Agreement|Accords?)\b")
REGION = re.compile(r",\s+([A-Z]\w+(?: [A-Z]\w+)?)\b")
ARTICLE = re.compile(r"^(?:The|At|In|On|And|From|During)\s+")


def _listed(text: str, language: str) -> list[Match[PlaceMention]]:
    """The places of the lexicon in `text`."""
    found = []
    for match in _place_matcher(language).find(text):
        value = match.value
        if isinstance(value, str):
            name = " ".join(text[match.start : match.end].split())
            value = PlaceMention(match.start, match.end, "city", name, name, value, name)
        found.append(Match(match.start, match.end, value))
    return found


def find_places(text: str, language: str = "en", *, offset: int = 0, has_venues: bool = True) -> list[PlaceMention]:
    """The venues, cities and countries named in `text`, in text order, longest first.

    `text` begins at `offset` of a longer one; `has_venues` is false where none of `venue_stems` stands in it.
    """
    listed = _listed(text, language)
    found = list(_venues(text, listed, offset)) if has_venues else []
    taken = [(mention.start - offset, mention.end - offset) for mention in found]
    reached = 0
    for listing in listed:
        town = _unlisted_town(text, listing, reached)
        if town is not None and not any(low < town.end and town.start < high for low, high in taken):
            found.append(town._replace(start=offset + town.start, end=offset + town.end))
        reached = listing.end
        if not listing.value.name or any(low < listing.end and listing.start < high for low, high in taken):
            continue
        value, word = listing.value, text[listing.start : listing.end]
        if value.kind == "venue":
            value = value._replace(name=_as_written(word))
        if value.kind == "country" and word == "Georgia" and US_STATE_BEFORE.search(text[max(0, listing.start - 30) : listing.start]):
            continue
        region = REGION.match(text, listing.end) if value.kind == "city" else None
        if region is not None and region.group(1) in _regions(language):
            value = value._replace(country=_regions(language)[region.group(1)])
        if value.kind == "city" and (WATERS.match(text, listing.end) or SURNAME.match(text, listing.end)):
            continue
        found.append(PlaceMention(offset + listing.start, offset + listing.end, value.kind, value.name, value.city, value.country, word))
    return sorted(found, key=lambda mention: mention.start)


# "Conducted at Umroi, Meghalaya", "in Kongsberg, Norway": a name before a region or state is a town's.
UNLISTED_TOWN = re.compile(r"\b(?:in|at|near|outside|to|visited) ([A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?), (?:the )?$")
AFTER_TOWN = re.compile(r"[.,;:)\n]|\s+(?:on|from|in|to|for|and|where|during|today|yesterday|this|last|earlier|between)\b|$")
# Words of names that are no town's, though a region may follow them.
NO_TOWN = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Africa|Asia|Europe|America|Pacific|Arctic|"
    r"County|Province|Region|District|Prefecture|State|Valley|Island|Sea|Ocean|Gulf|Parliament|Congress|Senate|University|College|Institute|"
    r"AFB|Base|Station|Camp|Fort|Port|Airport|Headquarters|Centre|Center|Command|Embassy|Hotel|Palace|Hall|House|Army|Navy|Force|Summit|Forum|Inc|News)\b|^[A-Z]{2,}$"
)
# Code points before a region within which its town's name stands.
NAME_OF_TOWN = 50


def _unlisted_town(text: str, listing: Match[PlaceMention], reached: int) -> PlaceMention | None:
    """The town that a region or state is named after, though the lexicon lists none of that name."""
    state = listing.value
    if state.kind != "country" or not state.country or not text.endswith((", ", ", the "), 0, listing.start):
        return None
    match = UNLISTED_TOWN.search(text, max(reached, listing.start - NAME_OF_TOWN), listing.start)
    if match is None or NO_TOWN.search(match[1]) or not AFTER_TOWN.match(text, listing.end):
        return None
    return PlaceMention(match.start(1), match.end(1), "city", match[1], match[1], state.country, match[1])


def _as_written(word: str) -> str:
    """A venue's name as the release writes it (GUIDE.md, `venue`), without its article."""
    return " ".join(word.split()).removeprefix("the ")


SURNAME = re.compile(r"\s+[A-Z][a-z]+(?:ski|ov|ez|son|berg)\b")
INITIALS = re.compile(r"\b[A-Z]\.$")
BASE = re.compile(r"Base|Station|Camp|Fort|base|Airport")


def _venues(text: str, listed: Sequence[Match[PlaceMention]], offset: int) -> Iterator[PlaceMention]:
    """The venues that a head noun tells, with the town within the name."""
    places = [0, *(before.end() for before in BEFORE_VENUE.finditer(text))]
    for match in matches_at(VENUE, text, places, len(text)):
        article = ARTICLE.match(match.group())
        start, end = match.start() + (article.end() if article else 0), match.end()
        if text[end - 1] == "." and not INITIALS.search(text, start, end):
            # "At Camp Aguinaldo.": the stop is the sentence's.
            end -= 1
        word = " ".join(text[start:end].split())
        if article and " " not in word:
            # "In Port Moresby": the head noun alone is no venue's name.
            continue
        known = next((m.value for m in listed if m.start == start and m.end == end), None)
        if known is not None and known.kind == "venue":
            yield PlaceMention(offset + start, offset + end, "venue", word, known.city, known.country, word)
        else:
            inner = next((m.value for m in listed if start <= m.start and m.end <= end and m.value.kind == "city"), None)
            city = inner.city if inner and BASE.search(word) else None
            yield PlaceMention(offset + start, offset + end, "venue", word, city, inner.country if inner else None, word)


def capital(code: str, language: str = "en") -> str | None:
    """The capital of a state."""
    state = states(language).get(code)
    return state.capital or None if state else None
