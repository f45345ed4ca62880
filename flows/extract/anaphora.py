"""Anaphora: whom "the minister", "the admiral" and "His Royal Highness" mean, by the offices that the release gives people."""

from __future__ import annotations

import re

from flows.extract.reader import Reader, about_whom

# Words of an office by which a later sentence calls its holder, each with the titles that it stands for.
HOLDERS = {
    "general": r"\b(?:general|gen)\b(?<!secretary general)(?<!director general)",
    "admiral": r"\b(?:admiral|adm)\b",
    "colonel": r"\b(?:colonel|col)\b",
    "brigadier": r"\bbrig(?:adier)?\b",
    "air marshal": r"\bair (?:chief |vice )?marshal\b",
    "minister": r"(?<!prime )\bminister\b",
    "prime minister": r"\bprime minister\b",
    "secretary": r"(?<!press )(?<!private )\bsecretary\b(?!-)",
    "deputy secretary": r"\bdeputy secretary\b",
    "president": r"(?<!vice )(?<!vice-)\bpresident\b",
    "vice president": r"\bvice[ -]president\b",
    "ambassador": r"\bambassador\b",
    "envoy": r"\b(?:envoy|special representative)\b",
    "commander": r"\bcommand(?:er|ing)\b",
    "chief": r"\bchief\b",
    "chairman": r"\bchairman\b",
    "chancellor": r"\bchancellor\b",
    "commissioner": r"\bcommissioner\b",
    "king": r"\bking\b",
    "crown prince": r"\bcrown prince\b",
    "emir": r"\b[ae]mir\b",
    "sultan": r"\bsultan\b",
    "premier": r"\bpremier\b",
    "secretary general": r"\bsecretary[ -]general\b",
}
# "The two ministers", "both commanders": what each of them is called.
OF_TWO = re.compile(
    r"(?i)(?:the two|both)(?: [\w-]+)? (?P<office>minister|commander|chief|president|general|admiral|prime minister|secretar)(?:s|ies)\b"
)


def second_of_two(reader: Reader, text: str, start: int, first: int) -> int | None:
    """Who is the other of "the two ministers" where only `first` was told of: the one of another party introduced with that office."""
    two = OF_TWO.match(text, start)
    if two is None:
        return None
    persons = reader.mentions.people.persons
    title = re.compile(HOLDERS.get(two["office"].lower(), rf"\b{two['office']}"), re.IGNORECASE)
    others = [
        p.person_no
        for p in persons
        if p.title and p.party not in {persons[first].party, None} and p.name_span[0] == "body" and p.name_span[1] < start
        if title.search(p.title) and p.person_no not in reader.excluded
    ]
    return others[0] if len(others) == 1 else None


HIGHNESS = re.compile(r"(?i)h\.?r\.?h|h(?:is|er) ")


def holder_of(reader: Reader, words: str, start: int) -> int | None:
    """Whom an office without a name means: its one holder introduced before `start`; of several the one spoken of, else nobody.

    `words` are as written ("the visiting general", "His Royal Highness").
    """
    persons = reader.mentions.people.persons
    if HIGHNESS.match(words):
        home = reader.mentions.document.publisher_party
        own = [n for n in (*about_whom(reader), *reader.subjects) if persons[n].party == home]
        return own[0] if own else None
    office = re.sub(r"^the (?:visiting )?", "", " ".join(words.lower().split()))
    title = HOLDERS.get(office)
    if title is None:
        return None
    held = [
        p.person_no
        for p in persons
        if p.title and (p.name_span[0] == "title" or p.name_span[1] < start) and p.person_no not in reader.excluded
        if re.search(title, p.title, re.IGNORECASE)
    ]
    if "visiting" in words.lower():
        held = [number for number in held if persons[number].party not in {reader.mentions.document.publisher_party, None}]
    spoken_of = [number for number in (*reader.subjects[:1], *about_whom(reader)[:1]) if number in held]
    return held[0] if len(held) == 1 else spoken_of[0] if spoken_of else None
