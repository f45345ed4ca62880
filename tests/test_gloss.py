"""A gloss says in English what the release says, and leads every span back to the release's own words."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.evaluation.scoring import evaluate
from flows.extract.extract import extract
from flows.extract.gloss import Gloss, gloss, gloss_document, glossed_languages
from flows.parse.document import Document
from flows.parse.parse import parse
from tests.conftest import GOLDEN, read_folder

SPANISH = GOLDEN / "spanish"
WORDS = ["el", "ministro", "de", "Defensa", "peruano", "Carlos", "la", "Torre", "del", "26", "al", "28", "junio", "2024", ",", ".", "\n", "İ", "XII", "Diálogo"]  # fmt: skip


def document_of(text: str) -> Document:
    return parse(text.encode(), document_id="a", media_type="text/plain", manifest={}, path="a.txt")


def english(text: str) -> str:
    return Gloss(text, gloss(text, 0, len(text), "es")).text


@pytest.mark.parametrize(
    ("spanish", "said"),
    [
        ("el ministro de Defensa peruano, Walter Astudillo,", "the Peruvian Minister of Defense, Walter Astudillo,"),
        ("se reunió con su homóloga chilena", "met with his Chilean counterpart"),
        ("del 26 al 28 de junio de 2024", "from 26 to 28 June 2024"),
        ("el pasado 3 de mayo", "on 3 May"),
        ("recibió hoy en su despacho a la ministra", "received today in his office the Minister"),
        ("El XIV Diálogo Estratégico", "The 14th Strategic Dialogue"),
        ("la ministra de Argentina", "the Minister of Argentina"),
    ],
)
def test_phrases_and_orders(spanish: str, said: str) -> None:
    """Phrases keep their meaning, and what English says in another order is put in that order."""
    assert english(spanish).strip() == said


@pytest.mark.parametrize("name", ["Carlos de la Torre", "Ortega y Gasset", "María del Carmen Salazar"])
def test_links_within_names_stay(name: str) -> None:
    """A name's own "de la", "del" and "y" are no words of the sentence."""
    assert english(name) == name


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=30).map(" ".join), st.data())
def test_spans_lead_back(text: str, data: st.DataObject) -> None:
    """The whole gloss stands for the whole text; any span of it leads to a span of the text, and words of their own to themselves."""
    made = Gloss(text, gloss(text, 0, len(text), "es"))
    low, high = made.back(0, len(made.text))
    assert text[low:high] == text.strip() or not text.strip()
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    low, high = made.back(start, end)
    assert 0 <= low <= high <= len(text)
    for at, piece in zip(made.starts, made.pieces, strict=False):
        if piece.same and piece.words.strip() == piece.words:
            assert made.back(at, at + len(piece.words)) == (piece.start, piece.end)


def test_every_value_is_in_the_release_s_words() -> None:
    """Quotes are verbatim; names, titles and places are spans of the Spanish text, outcomes too."""
    for release in read_folder(SPANISH / "releases").values():
        document, extraction = release.document, release.extraction
        assert document is not None
        assert extraction is not None
        assert document.language == "es"
        for report in extraction.reports:
            for row in report.evidence:
                assert row.quote == document.part(row.part)[row.start : row.end] != ""
            texts = " ".join(f"{document.title} {document.text}".split())
            for person in report.participants:
                assert person.name in texts
                assert (person.title or "") in texts
            assert all(outcome.content in texts for outcome in report.outcomes)


def test_spanish_records_reach_the_floors() -> None:
    """What is found in the twelve Spanish releases agrees with the answers at least as well as pinned."""
    answers = {row["document"]: row["engagements"] for row in map(json.loads, (SPANISH / "answers.jsonl").read_text("utf-8").splitlines())}
    found = {
        key: [report.answer() for report in release.extraction.reports]
        for key, release in read_folder(SPANISH / "releases").items()
        if release.extraction
    }
    floors = yaml.safe_load((GOLDEN / "floors.yaml").read_text("utf-8"))["spanish"]
    figures = evaluate(answers, found)
    assert [name for name, floor in floors.items() if (figures.value(name) or 0) < floor] == []


def test_a_language_without_phrases_is_skipped_with_that_reason() -> None:
    """French is recognised, not read; what is no known language is not taken for English."""
    text = "Le ministre de la Défense a rencontré son homologue dans la capitale, et les deux ministres ont parlé des relations entre les pays."
    assert extract(document_of(text)).skipped == "language 'fr' has no lexicon"
    unknown = document_of(
        "Puolustusministeri tapasi virkaveljensä tänään pääkaupungissa ja keskusteli hänen kanssaan turvallisuudesta sekä yhteistyöstä."
    )
    assert extract(unknown).skipped == "its language was not recognised"
    assert glossed_languages() == {"es"}


def test_blocks_keep_their_boundaries() -> None:
    """No phrase reaches across two blocks, and each block's gloss stands for its own words."""
    text = "# Reunión\n\n- Lucha contra el\n- narcotráfico: se reunió con\n\nLa ministra."
    document = parse(text.encode(), document_id="b", media_type="text/markdown", manifest={"language": "es"}, path="b.md")
    made, glosses = gloss_document(document, "es")
    for old, new in zip(document.blocks, made.blocks, strict=True):
        assert glosses["body"].back(new.start, new.end) == (old.start, old.end)
