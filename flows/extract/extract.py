"""Extraction: a document in, its reports with evidence out."""

from __future__ import annotations

import re

from flows.extract.assembly import assemble
from flows.extract.attributions import find_attributions
from flows.extract.finish import finish
from flows.extract.gloss import Returning, gloss_document, glossed_languages
from flows.extract.mentions import Mentions, find_mentions
from flows.extract.reading import read_frames
from flows.extract.report import Attribution, Extraction
from flows.parse.document import Document

# A transcript of 200,000 words has 1.25 million; the worst text of a million that was found takes three minutes (docs/trust.md, Faults).
LONGEST_TEXT = 1_500_000


def extract(document: Document) -> Extraction:
    """The engagements that `document` reports, with evidence for every value.

    A document in a language without a lexicon, or in none that is recognised, or longer than any release, is skipped
    with that reason.  The same document yields the same extraction, whatever was read before it.
    """
    if document.language is None and document.text:
        return Extraction(document.document_id, skipped="its language was not recognised")
    if len(document.text) > LONGEST_TEXT:
        return Extraction(document.document_id, skipped=f"{len(document.text):,} characters; texts of up to {LONGEST_TEXT:,} are read")
    language = (document.language or "en").split("-")[0].lower()
    if language == "en":
        return _read(document)
    if language not in glossed_languages():
        return Extraction(document.document_id, skipped=f"language {language!r} has no lexicon")
    english, glosses = gloss_document(document, language)
    return Returning(glosses).extraction(_read(english))


def _read(document: Document) -> Extraction:
    mentions = find_mentions(document)
    attributions = find_attributions(document)
    reader = read_frames(mentions, _quoted_only(mentions, attributions))
    frames = assemble(reader)
    reports, withheld = finish(mentions, frames, reader.unbelieved)
    return Extraction(document.document_id, reports, attributions, withheld)


SPOKESPERSON = re.compile(r"(?i)(?:\b(?:spokes(?:person|man|woman)|press secretary))(?: for [\w ’'.-]+)?$")


# "AFP public affairs office chief", "director of public relations": who tells of it; an under secretary for public affairs meets people.
FOR_THE_PRESS = re.compile(r"(?i)^(?!.*\bsecretary\b).*\bpublic (?:affairs|information|relations)\b")


def _quoted_only(mentions: Mentions, attributions: tuple[Attribution, ...]) -> frozenset[int]:
    """The spokespersons, and whoever else the release is attributed to: they took no part (GUIDE.md, Participants)."""
    titled = [(person.person_no, person.title) for person in mentions.people.persons if person.title]
    numbers = {number for number, title in titled if SPOKESPERSON.search(title) or FOR_THE_PRESS.search(title)}
    for attribution in attributions:
        if attribution.kind != "spokesperson" or attribution.part == "metadata":
            continue
        marks = mentions.marks(attribution.part)
        for mention in marks.people:
            if mention.person_no is not None and mention.start < attribution.end and attribution.start < mention.end:
                numbers.add(mention.person_no)
    return frozenset(numbers | _authors(mentions))


STATEMENT_BY = re.compile(r"(?i)\b(?:statement|remarks|message)\s+(?:by|from)\b(?P<author>.{3,120}?)\s+on\b")


def _authors(mentions: Mentions) -> set[int]:
    """ "Statement by X on Y's Travel": X tells of it; "Statement by X on the Call with Y" is X's own."""
    match = STATEMENT_BY.search(mentions.title.text)
    if match is None:
        return set()
    persons = mentions.people.persons
    named = [(m.start, m.person_no) for m in mentions.title.people if m.person_no is not None]
    authors = {number for start, number in named if match.start("author") <= start < match.end("author")}
    parties = {persons[number].party for number in authors}
    others = {number for start, number in named if start >= match.end()} - authors
    return authors if any(persons[number].party in parties for number in others) else set()
