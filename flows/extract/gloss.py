"""Glosses: a release in another language, read through the English rules.

A language beside English is a folder of phrases with the English words that say the same
(`config/lexicon/<language>/gloss.yaml`, `states.tsv`).  The glossed document has the same
blocks, sections and cells; every span found in it leads back to the words of the release, so
evidence, titles, names and outcomes stay verbatim in the release's own language.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TypeVar

from flows.extract.lexicon import FOLDER, Matcher, lexicon_lines, read_lexicon
from flows.extract.places import states
from flows.extract.report import Attribution, Evidence, Extraction, Outcome, Participant, Reference, Report, Withheld
from flows.parse.document import Block, Cell, Document, Section, Span, Table
from schemas.vocabulary import Part

P = TypeVar("P", Attribution, Withheld)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the gloss and the span of the source that they stand for; `same` where they are its own words."""

    words: str
    start: int
    end: int
    same: bool


class Gloss:
    """A text and its gloss, with the way from the spans of each to those of the other."""

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self.source = text
        self.pieces = [piece for piece in pieces if piece.words]
        self.starts = [0, *accumulate(len(piece.words) for piece in self.pieces)]
        self.text = "".join(piece.words for piece in self.pieces)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that the gloss's `start:end` stands for, without white space at its ends."""
        low, high = len(self.source), 0
        for number in range(max(bisect_right(self.starts, start) - 1, 0), len(self.pieces)):
            at, piece = self.starts[number], self.pieces[number]
            if at >= end:
                break
            low = min(low, piece.start + (max(start - at, 0) if piece.same else 0))
            high = max(high, min(piece.start + end - at, piece.end) if piece.same else piece.end)
        words = self.source[low:high]
        if not words.strip():
            return low, max(low, high)
        return low + len(words) - len(words.lstrip()), high - (len(words) - len(words.rstrip()))

    def words(self, start: int, end: int) -> str:
        """The words of the source behind the gloss's `start:end`, runs of white space as one space."""
        low, high = self.back(start, end)
        return " ".join(self.source[low:high].split())


@dataclass(frozen=True, slots=True)
class Phrases:
    """A language's phrases, and the expressions for what English says in another order."""

    matcher: Matcher[str]
    orders: tuple[tuple[re.Pattern[str], str], ...]


def glossed_languages() -> frozenset[str]:
    """The languages that are read through a gloss: those with a `gloss.yaml`."""
    return frozenset(path.parent.name for path in FOLDER.glob("*/gloss.yaml"))


@functools.cache
def phrases_of(language: str) -> Phrases:
    """`config/lexicon/<language>/gloss.yaml` and `states.tsv`, ready to be matched."""
    raw = read_lexicon(language, "gloss")
    english = states("en")
    entries: dict[str, str] = {}
    classes = {"office": f"(?i:{raw['office']})", "month": _any_of(raw["months"]), "weekday": _any_of(raw["weekdays"])}
    names: list[str] = []
    demonym_words: dict[str, str] = {}
    for code, own_names, own_demonyms in lexicon_lines(language, "states"):
        state = english[code]
        for name in filter(None, own_names.split(";")):
            names.append(name)
            entries[name] = state.names[0]
        for demonym in filter(None, own_demonyms.split(";")):
            demonym_words[demonym] = state.demonyms[0] if state.demonyms else state.names[0]
    # "Argentina" is the state before it is the demonym's feminine.
    entries = demonym_words | entries | raw["months"] | raw["weekdays"] | raw["phrases"]
    classes |= {"state": _any_of(names), "demonym": _any_of(demonym_words)}
    orders = []
    for row in raw["orders"]:
        expression = row["find"]
        for name, value in classes.items():
            expression = expression.replace("{" + name + "}", value)
        orders.append((re.compile(expression), row["put"]))
    return Phrases(Matcher(entries.items(), fold_case=True), tuple(orders))


def _any_of(words: Iterable[str]) -> str:
    """An expression for any of `words`, in any case, the longest first."""
    return f"(?i:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"


def gloss(text: str, start: int, end: int, language: str) -> list[Piece]:
    """The pieces of the gloss of `text[start:end]`: what the orders find first, then phrase by phrase."""
    return list(_ordered(text, start, end, phrases_of(language), 0))


def _ordered(text: str, start: int, end: int, phrases: Phrases, number: int) -> Iterator[Piece]:
    if number == len(phrases.orders):
        yield from _phrase_by_phrase(text, start, end, phrases)
        return
    pattern, put = phrases.orders[number]
    position = start
    for match in pattern.finditer(text, start, end):
        yield from _ordered(text, position, match.start(), phrases, number + 1)
        yield from _put(text, match, put, phrases)
        position = match.end()
    yield from _ordered(text, position, end, phrases, number + 1)


SLOT = re.compile(r"\{(\w+)\}")
ORDINALS = {"I": 1, "V": 5, "X": 10}


def _put(text: str, match: re.Match[str], put: str, phrases: Phrases) -> Iterator[Piece]:
    """The groups of an order in their English places; its own words stand for the whole match.

    A group that the release leaves out takes one of the spaces around it along.
    """
    position = 0
    for slot in SLOT.finditer(put):
        before, position = put[position : slot.start()], slot.end()
        name = slot.group(1)
        if name != "ordinal" and not match.group(int(name)):
            position += not before.endswith(" ") and put[position : position + 1] == " "
            yield Piece(before.removesuffix(" "), match.start(), match.end(), False)
            continue
        yield Piece(before, match.start(), match.end(), False)
        if name == "ordinal":
            yield Piece(f"{_ordinal(match.group(1))} ", match.start(), match.end(), False)
        else:
            yield from _phrase_by_phrase(text, *match.span(int(name)), phrases)
    yield Piece(put[position:], match.start(), match.end(), False)


def _ordinal(roman: str) -> str:
    """ "XII" as "12th"."""
    values = [ORDINALS[letter] for letter in roman.upper()]
    number = sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
    return f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _phrase_by_phrase(text: str, start: int, end: int, phrases: Phrases) -> Iterator[Piece]:
    position = start
    matches = phrases.matcher.find(text[start:end])
    known = {match.start for match in matches} | {match.end for match in matches}
    for match in matches:
        low, high = start + match.start, start + match.end
        if not known & {match.start - 1, match.end + 1} and _within_name(text, low, high):
            continue
        yield Piece(text[position:low], position, low, True)
        said = match.value
        yield Piece(said[:1].upper() + said[1:] if text[low].isupper() else said, low, high, False)
        position = high
    yield Piece(text[position:end], position, end, True)


# "de", "del", "de la" and "y" between two words of a name ("Carlos de la Torre", "Ortega y Gasset").
LINK = re.compile(r"(?:del?|de l[ao]s?|la|los|las|y|e)$")
NAME_BEFORE = re.compile(r"\b[A-ZÁÉÍÓÚÑ][\wáéíóúñü]+ $")
NAME_AFTER = re.compile(r" [A-ZÁÉÍÓÚÑ]")


def _within_name(text: str, start: int, end: int) -> bool:
    """Whether a linking word stands between two capitalised words of which no phrase knows the first."""
    return bool(LINK.match(text[start:end]) and NAME_BEFORE.search(text, max(start - 24, 0), start) and NAME_AFTER.match(text, end))


def gloss_document(document: Document, language: str) -> tuple[Document, dict[str, Gloss]]:
    """The document in English words, with the gloss of each of its texts by the name of the part."""
    cuts = sorted({0, len(document.text), *_boundaries(document)})
    pieces = [piece for low, high in pairwise(cuts) for piece in gloss(document.text, low, high, language)]
    body = Gloss(document.text, pieces)
    title = Gloss(document.title, gloss(document.title, 0, len(document.title), language))
    at: dict[int, int] = {len(document.text): len(body.text)}
    for start, piece in zip(body.starts, body.pieces, strict=False):
        at.setdefault(piece.start, start)

    def moved(place: int) -> int:
        return at[place]

    def span(old: Span | None) -> Span | None:
        return Span(moved(old.start), moved(old.end)) if old else None

    def block(old: Block) -> Block:
        return replace(old, start=moved(old.start), end=moved(old.end), label=span(old.label), content=span(old.content))

    def section(old: Section) -> Section:
        return replace(old, start=moved(old.start), end=moved(old.end))

    def cell(old: Cell) -> Cell:
        return replace(old, start=moved(old.start), end=moved(old.end))

    def table(old: Table) -> Table:
        return replace(old, cells=tuple(map(cell, old.cells)))

    english = replace(
        document,
        text=body.text,
        title=title.text,
        blocks=tuple(map(block, document.blocks)),
        sections=tuple(map(section, document.sections)),
        tables=tuple(map(table, document.tables)),
        language="en",
    )
    return english, {"body": body, "title": title}


def _boundaries(document: Document) -> Iterator[int]:
    """Where a block, section, label or cell begins or ends: no phrase reaches across."""
    for block in document.blocks:
        for span in (block, block.label, block.content):
            if span is not None:
                yield from (span.start, span.end)
    for section in document.sections:
        yield from (section.start, section.end)
    for table in document.tables:
        for cell in table.cells:
            yield from (cell.start, cell.end)


class Returning:
    """Leads what was found in a gloss back to the words of the release."""

    def __init__(self, glosses: dict[str, Gloss]) -> None:
        self.glosses = glosses

    def extraction(self, found: Extraction) -> Extraction:
        """The extraction with every span, quote and wording of the release itself."""
        return replace(
            found,
            reports=tuple(map(self._report, found.reports)),
            attributions=tuple(map(self._placed, found.attributions)),
            withheld=tuple(map(self._placed, found.withheld)),
        )

    def _span(self, part: Part, start: int, end: int) -> tuple[int, int]:
        """The release's own span; metadata is not glossed."""
        return self.glosses[part].back(start, end) if part in self.glosses else (start, end)

    def _start(self, part: Part, start: int) -> int:
        return self._span(part, start, start + 1)[0]

    def _placed(self, old: P) -> P:
        start, end = self._span(old.part, old.start, old.end)
        return replace(old, start=start, end=end)

    def _report(self, old: Report) -> Report:
        own = OwnWords(self.glosses, old.evidence)
        part = old.trigger_part
        start, end = self._span(part, old.trigger_start, old.trigger_end)
        parent = old.parent_trigger_start
        outcomes = {row.start: self._outcome(row) for row in old.outcomes}
        elements = {f"participant/{p.name}": f"participant/{own.value(f'participant/{p.name}', 'name', p.name)}" for p in old.participants}
        elements |= {f"outcome/{place}": f"outcome/{row.start}" for place, row in outcomes.items()}
        elements |= {f"reference/{r.other_start}": f"reference/{self._start(r.other_part, r.other_start)}" for r in old.references}
        elements |= {f"topic/{t.label}": f"topic/{own.value(f'topic/{t.label}', 'label', t.label)}" for t in old.topics if not t.code}
        return replace(
            old,
            trigger_start=start,
            trigger_end=end,
            parent_trigger_start=None if parent is None else self._start(part, parent),
            date_text=own.value("report", "start_on", old.date_text),
            venue=own.value("report", "venue", old.venue),
            city=own.value("report", "city", old.city),
            event_name=own.value("report", "event_name", old.event_name),
            series=own.value("report", "series", old.series),
            participants=tuple(own.participant(row) for row in old.participants),
            topics=tuple(
                row if row.code else replace(row, label=own.value(f"topic/{row.label}", "label", row.label)) for row in old.topics
            ),
            outcomes=tuple(outcomes.values()),
            references=tuple(self._reference(row) for row in old.references),
            evidence=tuple(self._evidence(row, elements) for row in old.evidence),
        )

    def _outcome(self, old: Outcome) -> Outcome:
        """In the gloss its verb stands at the outcome's start, its content and date after it, who acts before it."""
        body = self.glosses["body"]

        def own(words: str | None, *, before: bool = False) -> str | None:
            if not words:
                return words
            place = body.text.rindex(words, 0, old.start) if before else body.text.index(words, old.start)
            return body.words(place, place + len(words))

        start = body.back(old.start, old.start + 1)[0]
        return replace(
            old,
            actor=own(old.actor, before=True),
            verb=own(old.verb) or "",
            content=own(old.content) or "",
            due_text=own(old.due_text),
            start=start,
        )

    def _reference(self, old: Reference) -> Reference:
        start, end = self._span(old.other_part, old.other_start, old.other_end)
        return replace(old, other_start=start, other_end=end)

    def _evidence(self, old: Evidence, elements: dict[str, str]) -> Evidence:
        start, end = self._span(old.part, old.start, old.end)
        quote = self.glosses[old.part].source[start:end] if old.part in self.glosses else old.quote
        return replace(old, element=elements.get(old.element, old.element), start=start, end=end, quote=quote)


class OwnWords:
    """The release's wording of a report's values, found by the evidence that each has in the gloss."""

    def __init__(self, glosses: dict[str, Gloss], evidence: Iterable[Evidence]) -> None:
        self.glosses = glosses
        self.first: dict[tuple[str, str], Evidence] = {}
        for row in evidence:
            self.first.setdefault((row.element, row.field), row)

    def value(self, element: str, field: str, value: str | None) -> str | None:
        """The words of the release behind `value`; the value itself where the gloss did not change them."""
        row = self.first.get((element, field))
        if value is None or row is None or row.part not in self.glosses:
            return value
        words = self.glosses[row.part].words(row.start, row.end)
        return value if words == " ".join(row.quote.split()) else words

    def participant(self, old: Participant) -> Participant:
        """A participant with name and title in the release's words; the institution is read in English only."""
        element = f"participant/{old.name}"
        name = self.value(element, "name", old.name) or old.name
        title = self.value(element, "title", old.title)
        return replace(old, name=name, name_text=name, title=title, title_text=title, institution=None)
