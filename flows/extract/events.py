"""Named occasions: sessions of mechanisms, conferences and exercises, with series and edition."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from flows.extract.lexicon import Hints, read_lexicon
from schemas.vocabulary import Kind

ORDINALS = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], start=1
    )
} | {"inaugural": 1}
# A name: capitalised words, numbers and the small words between them.
NAME_WORD = r"(?:[A-Z0-9“\"‘*][\w’'\-–+.&]*+[\w’'”\"+*]?+)"
JOINER = r"(?:of|for|on|and|the|de|in|to|&|–|-|between)"
# A word in lower case that no name goes on over.
NO_NAME = re.compile(r"(?<![\w’'\-–+.&“\"‘*”])(?!(?:of|for|on|and|the|de|in|to|between)\b)[a-z]")


@dataclass(frozen=True, slots=True)
class Event:
    """A named occasion at `start:end`; `name` as written, `series` without edition and year."""

    start: int
    end: int
    kind: Kind
    name: str
    series: str
    edition_no: int | None
    is_named: bool


class OccasionPattern(NamedTuple):
    """A pattern of occasions of one kind, compiled where it is first tried; `head` is that of a name's head, which is cheaper to seek."""

    kind: Kind
    is_named: bool
    expression: str
    head: str | None = None

    @property
    def whole(self) -> re.Pattern[str]:
        """The pattern of all of it; the case of letters counts in names alone."""
        return _compiled(self.expression, 0 if self.is_named else re.IGNORECASE)

    def matches(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """What `whole` finds in `text[start:end]`; where `heads` are known, only names that lead to one are tried."""
        if self.head is None:
            yield from self.whole.finditer(text, start, end)
            return
        heads = _compiled(self.head)
        while (head := heads.search(text, start, end)) is not None:
            breaks = [match.start() for match in NO_NAME.finditer(text, start, head.start())]
            match = self.whole.search(text, breaks[-1] if breaks else start, end)
            if match is None:
                return
            yield match
            start = match.end()


@functools.cache
def _compiled(expression: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(expression, flags)


@functools.cache
def occasion_patterns(language: str) -> tuple[OccasionPattern, ...]:
    raw = read_lexicon(language, "events")
    rows: list[OccasionPattern] = []
    before = rf"(?:{NAME_WORD}(?:,? (?:(?:{JOINER} ){{0,2}}))){{0,9}}?"
    exercise = raw["exercise"]["heads"]
    name = r"\s+[*“\"‘]?(?:[A-Z][\w’'\-–]*)(?:[ -](?:[A-Z0-9][\w’'\-–]*))*[*”\"’]?"
    for expression in (
        rf"\b(?:[A-Z]\w+[-–][A-Z]\w+(?: [A-Z][\w-]+){{0,4}}? )?{exercise}{name}",
        rf"\bexercises?{name}",
        r"[“\"‘][A-Z][\w \-–]{3,40}[”\"’]\s+(?:[\w\-]+ ){0,6}?(?:exercises?|drills?)\b",
        # "Amber Lance 24, a NATO exercise"
        r"\b[A-Z][a-z]\w+(?: [A-Z0-9]\w*){1,3}, (?:an?|the) (?:[\w\-]+ ){0,4}exercise\b",
    ):
        rows.append(OccasionPattern("exercise", True, expression))
    series = "|".join(sorted(map(re.escape, raw["exercise"]["names"]), key=len, reverse=True))
    rows.append(OccasionPattern("exercise", True, rf"(?<![\w’'-])(?:{series})(?:[ -](?:20)?\d\d(?:[.-]\d)?)?(?![\w-])"))
    kinds: tuple[Kind, ...] = ("dialogue", "conference")
    for kind in kinds:
        heads = rf"{raw[kind]['heads']}(?![\w])"
        whole = rf"(?<![\w’'])(?:{before}){heads}(?:\s*\((?:[A-Z0-9+\-]{{2,}})\))?(?:\s+(?:20\d\d|\d{{2}}))?"
        rows.append(OccasionPattern(kind, True, whole, rf"(?<![\w’']){heads}"))
    for kind in (*kinds, "exercise"):
        rows.append(OccasionPattern(kind, False, raw[kind]["common"]))
    return tuple(rows)


@functools.cache
def verb_pattern(name: str, language: str = "en") -> re.Pattern[str]:
    """A pattern of `verbs` in events.yaml: held, at or margins."""
    return re.compile(read_lexicon(language, "events")["verbs"][name], re.IGNORECASE)


@functools.cache
def seats(language: str = "en") -> dict[str, tuple[str, str]]:
    """Town and state of conferences that are held there each time, by words of their name."""
    return {name: (town, code) for name, (town, code) in read_lexicon(language, "events")["seats"].items()}


# "Violations of UN Security Council resolutions": the organ is an occasion only where somebody attended or addressed it.
STANDING_ORGAN = re.compile(r"(?:Security Council|European Council|General Assembly|Atlantic Council|Military Committee)$")
AT_SESSION = re.compile(
    r"\b(?:attend\w*|address\w*|participat\w*|t(?:ake|akes|ook|aking) part|join\w*|chair\w*|presid\w*|session|meeting|margins|high-level \w+)\b[\w ’'-]{0,50}$"
)
# "A dinner hosted by the Chair of the Military Committee": somebody's office.
HEAD_OF_ORGAN = re.compile(r"\b(?:[Cc]hair\w*|[Pp]resident|[Mm]embers?) of (?:the )?$")
# "Before the European Council, in which the President will take part".
AT_WHICH = re.compile(
    r",? (?:(?:in|at) )?which (?:[\w.’'-]+ ){1,6}?(?:attend|take part|took part|participat|address|join)|\s+(?:was joined|met\b|meets\b|will meet|convene|held|session|meeting\b)"
)
AT_ASSEMBLY = re.compile(r"\b(?:at|during)\s+[\w ’'-]{0,30}$")


def _is_standing(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether an organ is only named; the General Assembly's yearly week is an occasion to be "at"."""
    if not STANDING_ORGAN.search(match.group()):
        return False
    low = max(start, match.start() - 60)
    if HEAD_OF_ORGAN.search(text, low, match.start()):
        return True
    if match.group().endswith("Assembly") and AT_ASSEMBLY.search(text, low, match.start()):
        return False
    return AT_SESSION.search(text, low, match.start()) is None and AT_WHICH.match(text, match.end()) is None


# Parts of the words that end a name, by kind; without one in the sentence the long patterns are not tried.
NAME_STEMS: dict[str, tuple[str, ...]] = {
    "dialogue": (
        "Dialog", "Talks", "Consult", "Commission", "Committee", "Group", "Council", "Mechanism", "2+2", "Two Plus", "two-plus-two",
        "Meeting", "Panel", "Board",
    ),
    "conference": (
        "Summit", "Ministerial", "Forum", "Conference", "Assembly", "Council", "Contact Group", "Meeting", "Committee", "Symposium",
        "Conclave", "Platform", "Group", "Dialogue", "Retreat",
    ),
    "exercise": ("xercise", "drill"),
}  # fmt: skip
# The same for occasions written in lower case, of which a few are told by the words right before them.
BEFORE = len("carried out ")
COMMON_STEMS: dict[str, tuple[str, ...]] = {
    "dialogue": (
        "consult", "dialogue", "committee", "commission", "talks", "working group", "joint commission", "session of the", "meeting of the", "edition of the",
        "round of the",
    ),
    "conference": ("summit", "ministerial", "conference", "forum", " session", "leaders’ meeting", "leaders' meeting"),
    "exercise": (
        "exercise", "drill", "manoeuvre", "maneuver", "activity", "passex", "out operation", "conduct operation", "conducted operation",
    ),
}  # fmt: skip


@functools.cache
def event_stems(language: str = "en") -> dict[str, tuple[str, ...]]:
    """The stems by which occasions are hinted at, by kind and whether they are named."""
    names = tuple(read_lexicon(language, "events")["exercise"]["names"])
    named = {f"name of {kind}": stems for kind, stems in NAME_STEMS.items()}
    return named | COMMON_STEMS | {"name of exercise": (*NAME_STEMS["exercise"], *names)}


def find_events(text: str, start: int, end: int, hints: Hints, language: str = "en") -> list[Event]:
    """The named occasions in `text[start:end]`, in text order; the longest of overlapping ones."""
    hinted = hints.within(max(0, start - BEFORE), end)
    if hinted.isdisjoint(event_stems(language)):
        return []
    found: list[Event] = []
    organs, multilateral = _apart(language)
    for pattern in occasion_patterns(language):
        kind, named = pattern.kind, pattern.is_named
        if (f"name of {kind}" if named else kind) not in hinted:
            continue
        for whole in pattern.matches(text, start, end):
            lead = LEAD.match(text, whole.start(), whole.end()) if named else None
            match = (pattern.whole.match(text, lead.end(), end) or whole) if lead else whole
            name = match.group()
            if named and (len(name.split()) < 2 or organs.search(name)):
                continue
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if _is_standing(text, start, match):
                continue
            found.append(_event(match, "conference" if multilateral.search(name) else kind, named))
    return _as_one(text, sorted(found, key=lambda event: event.start))


@functools.cache
def _apart(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of standing organs, and of conferences that bear the name of a dialogue."""
    raw = read_lexicon(language, "events")
    return re.compile(raw["organs"]), re.compile(raw["multilateral"])


# A headline's capitals run on from who acts to the name: "Secretary X Co-Hosts Economic Dialogue", "X's Participation in the Regional Forum", "X's visit to Latvia and NATO Defence Ministers' Meeting".
LEAD = re.compile(
    r"[^\n]*\b(?:Co-?(?:Host|Chair)(?:s|ed)?|Hosts?|Chairs|Participation in|Participates? in|Remarks (?:at|to)|Attends?|Attendance at|Convenes?|Joins?|Holds?|Launch(?:es)?|"
    r"Opens?|Concludes?|Addresses|(?:[A-Z]\w+ )*(?:Statement|Communiqu[eé]|Declaration|Readout) (?:on|for|of|from)(?= the )|[A-Z][\w-]+ for(?= the (?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[A-Z]\w+th|[Aa]nnual|[Ii]naugural)\b)|[A-Z][\w-]+ and(?= (?:the )?(?:NATO|G7|G20|Munich|Ukraine Defen[cs]e)))\s+(?:the\s+)?(?=[A-Z0-9])"
)


def _as_one(text: str, events: list[Event]) -> list[Event]:
    """ "28th Regional Forum (RF) Ministerial Meeting": two names of which one follows the other at once are one occasion."""
    joined: list[Event] = []
    for event in events:
        before = joined[-1] if joined else None
        if before and before.is_named and event.is_named and before.kind == event.kind and text[before.end : event.start] == " ":
            name = f"{before.name} {event.name}"
            joined[-1] = replace(before, end=event.end, name=name, series=f"{before.series} {event.series}")
        else:
            joined.append(event)
    return joined


# "The EU-China summit".
OF_TWO = re.compile(
    r"(?:EU|U\.?S\.?|UK|[A-Z][a-z]+)[-–](?:EU|U\.?S\.?|UK|[A-Z][a-z]+) (?:[Ll]eaders[’'] )?(?:[Ss]ummit|(?:Defen[cs]e |Foreign )?Ministerial)\b"
)
EDITION = re.compile(
    r"\b(?:(\d+)(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|inaugural))\b",
    re.I,
)
YEAR = re.compile(r"\b(?:20\d\d|\d{2})$")


def _event(match: re.Match[str], kind: Kind, named: bool) -> Event:
    text = " ".join(match.group().split())
    edition = EDITION.search(text)
    number = None
    if edition:
        number = int(edition.group(1)) if edition.group(1) else ORDINALS[edition.group(2).lower()]
    series = YEAR.sub("", EDITION.sub("", text)).strip(' ,-–“”"‘’*')
    series = re.sub(r"^(?:the|annual|of the)\s+", "", series, flags=re.I)
    return Event(match.start(), match.end(), kind, text, " ".join(series.split()), number, named)
