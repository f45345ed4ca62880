"""Sides: whom a release introduces as the other side's, or as one state's delegation."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.places import PartyMention


@dataclass(frozen=True, slots=True)
class Side:
    """The side that a person stands on: the party named at `start:end`, or None for "the other side"."""

    code: str | None
    start: int
    end: int
    is_certain: bool = False


# Code points before a name within which the words stand that put it on a side.
REACH = 220
# "The minister was accompanied by": the word by which a later sentence calls the holder of an office, in small letters.
SMALL_OFFICE = re.compile(
    r"\b[Tt]he (?P<office>minister|secretary|president|ambassador|general|admiral|commander|chief|chairman|envoy|prime minister|chancellor)\s*$"
)
COUNTERPART = re.compile(r"\bcounterparts?\b(?!\s+(?:in|at)\b)")
LED = re.compile(r"\bdelegations?\b[^.;:,]{0,60}?\b(?:led|headed|headed up|comprising|including)\b(?:\s+by)?\b")
ON_SIDE = re.compile(r"\b(?:On|For|From|(?<=, )(?:on|for|from)) the [\w.’' -]{2,30}? side\b")
# "China was represented by President X and Premier Y".
REPRESENTED = re.compile(
    r"\b(?:was|were|is|are|will be)\s+(?:also\s+)?represented\s+by\b|\b(?:(?<=side )|(?<=delegation ))(?:(?:was|were|is|are|will be)\s+(?:co-)?(?:led|headed|represented)\s+)?by\b"
)
FROM_SIDE = re.compile(r"\b(?:side|delegation)(?:\s+(?:attend(?:ants|ees)|participants|members))?\s*:\s")
# "Met with senior Kenyan officials, including X and Y".
INCLUDING = re.compile(
    r"\b(?:officials|ministers|leaders|members|representatives|authorities|administration|government|cabinet|leadership|team|commanders|officers)"
    r"(?:[’']s?)?(?: of [\w’' -]{2,30})?,?\s+(?:including|among them|such as)\s+"
)
# In order, each with the words of which one stands in what it matches.
SIDES = (
    (COUNTERPART, ("counterpart",)), (LED, ("delegation",)), (REPRESENTED, ("represented", "led by", "headed by", "side by", "delegation by")), (FROM_SIDE, ("side", "delegation")),
    (ON_SIDE, (" side",)), (INCLUDING, ("including", "among them", "such as")),
)  # fmt: skip
ENDS_LIST = re.compile(
    r"[.;](?:\s|$)|\b(?:who|which|where|while|during|to discuss|discussed|will|said|met|visited|followed by|attended by|in the presence|accompanied by|joined by|witnessed by)\b"
)
ABBREVIATION = re.compile(r"\b(?:H\.E|Mr|Mrs|Ms|Dr|Gen|Lt|Maj|Col|Adm|Capt|Brig|Cdr|Cmdr|Prof|Hon|St|No)\.|\b[A-Z]\.")


def unabbreviated(text: str) -> str:
    """A text of the same length in which no stop is an abbreviation's."""
    return ABBREVIATION.sub(lambda match: "x" * len(match.group()), text)


def sentence_begin(text: str, low: int, at: int) -> int:
    """Where in `text[low:at]` the sentence begins that goes on at `at`."""
    return low + max((match.end() for match in re.finditer(r"[.!?]\s", unabbreviated(text[low:at]))), default=0)


FRONTED = re.compile(
    r"(?:^|[.!?]\s+|\n\s*)(?:During|In|At|Following|After|Before|Ahead of|On|Throughout) (?:his|her|their|the|these|those|all) [^.,;]*$"
)


def side_of(text: str, start: int, names: Sequence[int], parties: Sequence[PartyMention]) -> Side | None:
    """The side that the words before the name at `start` put it on, or None where they don't.

    `names` are the places where people are named: "his counterpart" stands for the next one only,
    "their counterparts" for all that follow in the list.
    """
    low = max(0, start - REACH)
    before = text[low:start]
    for pattern, stems in SIDES:
        found = list(pattern.finditer(before)) if any(stem in before for stem in stems) else []
        if not found:
            continue
        match = found[-1]
        between = unabbreviated(before[match.end() :])
        if ENDS_LIST.search(between) or "\n" in between:
            continue
        if pattern is COUNTERPART and between.startswith(",") and FRONTED.search(before[: match.end()]):
            # "During her meetings with Korean counterparts, the adviser X highlighted ...": X is she.
            continue
        several = match.group() == "counterparts" or pattern in {FROM_SIDE, ON_SIDE, REPRESENTED, INCLUDING}
        if not several and any(low + match.end() <= other < start for other in names):
            continue
        first = bisect_left(parties, low + match.start() - 45, key=lambda party: party.start)
        near = [p for p in itertools.takewhile(lambda p: p.start < start, parties[first:]) if p.end <= min(low + match.end() + 30, start)]
        acting = [p for p in near if "." not in text[p.end : low + match.start()] and p.form in {"name", "demonym", "people"}]
        if pattern in {REPRESENTED, INCLUDING}:
            acting = [p for p in near if p.end <= low + match.start() and "." not in text[p.end : low + match.start()]]
        if acting:
            last = acting[-1]
            before_word = [p for p in acting if p.end <= low + match.start() and p.form == "demonym"]
            beside = before_word and text[before_word[-1].end : low + match.start()].count(" ") <= 2
            if match.group() == "counterparts" and beside and len(before_word) > 1 and len(before_word) == len(acting):
                # "His Japanese and Italian counterparts, X and Y": each of the state in his place.
                told = sum(low + match.end() <= other < start for other in names)
                last = before_word[min(told, len(before_word) - 1)]
            return Side(last.code, last.start, last.end, pattern in {FROM_SIDE, ON_SIDE})
        return Side(None, low + match.start(), low + match.end()) if pattern is COUNTERPART else None
    return None


UNIT_OPENS = re.compile(
    r"(?:(?:,|\s+and)\s+[a-z][^,.;\n]{0,90}?)?(?:,\s+|\s+of\s+|\s+at\s+)(?:the\s+)?(?:headquarters of the\s+)?(?:Royal\s+)?$"
)
UNIT = re.compile(
    r"(?:’s|'s)?\s+(?:Royal\s+|National\s+|People[’']s\s+)*(?:Navy|Army|Air Force|Armed Forces|Defen[cs]e Forces?|Coast Guard|Marines?|Marine Corps|Fleet|"
    r"Military|Forces|General Staff|Ministry|Police|Border (?:Guard|Service|Troops)|Maritime Self-Defense Force|Embassy)\b"
)


def unit_of(text: str, end: int, parties: Sequence[PartyMention]) -> Side | None:
    """The state whose service or ministry follows an office at `end`: "assistant chief of staff, Royal Malaysian Navy"."""
    place = bisect_left(parties, end, key=lambda party: party.start)
    near = parties[place] if place < len(parties) and parties[place].start <= end + 130 else None
    if near is None or near.form not in {"name", "demonym"} or not UNIT.match(text, near.end):
        return None
    return Side(near.code, near.start, near.end) if UNIT_OPENS.fullmatch(text, end, near.start) else None


# "Mexico's delegation was led by X and included Y; Z": to the paragraph's or the sentence's end.
DELEGATION = re.compile(
    r"(?:The )?(?P<whose>[\w.’' ]{2,30}?)(?:[’']s?)? delegation (?:was|is|will be|were)?\s*(?:led|headed|compris|includ|consist|made up)"
)


def delegation_of(text: str, start: int, parties: Sequence[PartyMention]) -> Side | None:
    """The state whose delegation the sentence with the name at `start` lists from its first words on."""
    low = sentence_begin(text, text.rfind("\n", 0, start) + 1, start)
    match = DELEGATION.match(text, low, start)
    if match is None or "delegation" in text[match.end() : start]:
        return None
    first = bisect_left(parties, low, key=lambda party: party.start)
    named = next((p for p in parties[first : first + 1] if p.end <= match.end("whose") + 2), None)
    return Side(named.code, named.start, named.end, True) if named else None


AFTER_SIDE = re.compile(r"\b(?:from|on|for) the [\w.’' -]{2,30}? side\b")
# A word with a capital whole: cut anywhere, each of an acronym's letters would double the ways to try.
LEADS = re.compile(
    r"(?:[A-Z][\w.’'-]*+|[,;-]|and|of|for|the|to|co|\s)*?\b(?:(?:[Cc]o-)?led|leads|will lead|headed|heads|will head)\s+the\s+(?=[A-Z])[\w.’' -]{2,30}? (?:delegation|side|team)\b"
)


def side_led(text: str, end: int, parties: Sequence[PartyMention]) -> Side | None:
    """The side that those named up to `end`, and others beside them, led: "X and Y led the Thai delegation"."""
    match = LEADS.match(text, end, end + REACH) if " the " in text[end : end + REACH] else None
    first = bisect_left(parties, match.end(), key=lambda party: party.start) if match else 0
    named = parties[first - 1] if match and first else None
    if match is None or named is None or named.start < match.end() - LONGEST_SIDE:
        return None
    return Side(named.code, named.start, named.end)


# Code points of "the Thai delegation" within which the state stands.
LONGEST_SIDE = 40


OPENS_SIDE = re.compile(r"\s*[,:]\s*(?:the |H\.?E\.? |Mr\.? |Ms\.? |Dr\.? |General |Ambassador )?[A-Z]")


def side_after(text: str, end: int, parties: Sequence[PartyMention]) -> Side | None:
    """The side that the same sentence names after a list of people: "X and Y attended from the Japanese side"."""
    match = AFTER_SIDE.search(text, end, end + REACH) if text.find(" side", end, end + REACH) >= 0 else None
    if match is not None and OPENS_SIDE.match(text, match.end()):
        # "X and Y, and, on the Djiboutian side, the ambassador Z": Z's side.
        return None
    if match is None or re.search(r"[.;\n]\s", unabbreviated(text[end : match.start()])):
        return None
    first = bisect_left(parties, match.start(), key=lambda party: party.start)
    named = next((p for p in parties[first : first + 1] if p.end <= match.end()), None)
    return Side(named.code, named.start, named.end, True) if named else None
