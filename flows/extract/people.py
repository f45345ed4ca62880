"""People: named persons with their offices, and offices that stand for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.extract.allegiance import party_of, take_sides
from flows.extract.offices import OPPOSITE, level_of
from flows.extract.origin import find_origin
from flows.extract.person_drafts import Draft, Drafts, link_short_names, resolve_named
from flows.extract.person_mentions import PersonMention, read_mentions
from flows.extract.person_names import fold_name
from flows.extract.person_sentences import PersonSentences
from flows.extract.places import START, PartyMention, parties_of
from flows.extract.rosters import introduce, read_rosters
from flows.extract.sentences import Sentence
from flows.extract.signatures import titled_below
from flows.parse.document import Document
from schemas.vocabulary import Basis, Level, Part


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one release: the fullest name and office in it."""

    person_no: int
    name: str
    name_span: tuple[Part, int, int]
    title: str | None
    title_spans: tuple[tuple[Part, int, int], ...]
    party: str | None
    party_spans: tuple[tuple[Part, int, int], ...]
    level: Level
    institution: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a document and their mentions in its body and title."""

    persons: tuple[Person, ...]
    body: tuple[PersonMention, ...]
    title: tuple[PersonMention, ...]


def find_people(document: Document, sentences: Sequence[Sentence]) -> People:
    """The people of a document; body first, so that the title's short names find their persons."""
    drafts = Drafts()
    home = document.publisher_party
    parties = parties_of(document.text, home)
    telling = PersonSentences(document, sentences)
    read = read_mentions(document.text, telling.introducing(), parties)
    body = titled_below(document, introduce(read_rosters(document, parties), read), parties)
    title = read_mentions(document.title, [(0, len(document.title))], parties_of(document.title, home))
    body = resolve_named(drafts, body, "body", document)
    title = resolve_named(drafts, title, "title", document)
    body = sorted([*body, *_named_again(document, telling, drafts, body, parties)], key=START)
    body = link_short_names(drafts, document.publisher_party, body, "body", document.text)
    title = link_short_names(drafts, document.publisher_party, title, "title", document.title)
    take_sides(drafts, body, document)
    persons = _one_head_each(tuple(_person(number, draft, document) for number, draft in enumerate(drafts)), drafts)
    persons = _of_told_origin(persons, document)
    return People(persons, tuple(_with_party(m, persons) for m in body), tuple(_with_party(m, persons) for m in title))


def _named_again(
    document: Document, telling: PersonSentences, drafts: Drafts, read: Sequence[PersonMention], parties: Sequence[PartyMention]
) -> list[PersonMention]:
    """The names elsewhere that share a word with a person's, or with another name that does: they may be his."""
    words, found, unread = drafts.words(), list[PersonMention](), [m for m in read if m.rule == "people.bare"]
    while True:
        more = read_mentions(document.text, telling.naming(words), parties)
        found += more
        unread += more
        sharing = [m for m in unread if not words.isdisjoint(fold_name(m.name))]
        unread = [m for m in unread if words.isdisjoint(fold_name(m.name))]
        if not sharing:
            return found
        words |= {word for mention in sharing for word in fold_name(mention.name)}


def _one_head_each(persons: tuple[Person, ...], drafts: list[Draft]) -> tuple[Person, ...]:
    """Of several presidents of whom no state is said, only the one named most is the publisher's; of the others it is not known."""
    unsaid: dict[tuple[str, str], list[Person]] = {}
    for person in persons:
        if person.level == "head" and person.basis == "context" and person.party and person.title:
            unsaid.setdefault((person.title.lower(), person.party), []).append(person)
    doubted = set()
    for group in unsaid.values():
        own = max(group, key=lambda person: len(drafts[person.person_no].names))
        doubted |= {person.person_no for person in group} - {own.person_no}
    return tuple(replace(p, party=None, party_spans=(), basis="stated") if p.person_no in doubted else p for p in persons)


def _of_told_origin(persons: tuple[Person, ...], document: Document) -> tuple[Person, ...]:
    """In a newspaper's text, which has no side of its own: the state that an unqualified office-holder of the one side told speaks for."""
    origin = find_origin(document, {person.party for person in persons}) if document.publisher_party is None else None
    if origin is None:
        return persons
    return tuple(
        replace(p, party=origin.code, party_spans=((origin.part, origin.start, origin.end),), basis="context")
        if p.party is None and p.title and p.title_spans
        else p
        for p in persons
    )


def _person(number: int, draft: Draft, document: Document) -> Person:
    """The fullest name and office of a draft, and its party."""
    # Each spelling once, where it stands first: a transcript names a person hundreds of times.
    first: dict[str, tuple[str, Part, int, int]] = {}
    for named in draft.names:
        if named[0] not in first or named[2] < first[named[0]][2]:
            first[named[0]] = named
    name, part, start, end = max(
        first.values(), key=lambda row: (len(fold_name(row[0])), len(row[0]) if "." in row[0] else 0, not row[0].isupper(), -row[2])
    )
    # "His Norwegian counterpart, X" tells X's state, and no office.
    titled = [(p, o) for p, o in draft.offices if o.title and not OPPOSITE.search(o.title)]
    ranked = [(p, o) for p, o in draft.offices if o.rank]
    best = max(titled, key=lambda row: (len((row[1].title or "").split()), not (row[1].title or "").isupper()), default=None)
    rank = max(ranked, key=lambda row: len(row[1].rank or ""), default=None)
    title = ", ".join(t for t in (rank[1].rank if rank else None, best[1].title if best else None) if t) or None
    spans: list[tuple[Part, int, int]] = []
    for row in (rank, best):
        if row is not None and (row[0], row[1].start, row[1].end) not in spans:
            spans.append((row[0], row[1].start, row[1].end))
    party, basis, party_spans = party_of(draft, title, best[1] if best else None, document, spans)
    return Person(
        number, name, (part, start, end), title, tuple(spans), party, party_spans,
        level_of(title) if title else "other", best[1].institution if best else None, basis,
    )  # fmt: skip


def _with_party(mention: PersonMention, persons: Sequence[Person]) -> PersonMention:
    if mention.person_no is None or mention.party:
        return mention
    return mention._replace(party=persons[mention.person_no].party)
