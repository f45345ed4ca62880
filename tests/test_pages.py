"""Pages: the body whole and without the menu, with a source's selector and without."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
import trafilatura

from config.sources import sources
from flows.parse.document import Document
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse
from tests.conftest import ROOT, shared_folder

PAGES = ROOT / "tests" / "pages"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in (PAGES / "bodies.jsonl").read_text(encoding="utf-8").splitlines()]


def document(body: bytes, reading: dict[str, Any] | None = None) -> Document:
    return parse(body, document_id="page", media_type="text/html", manifest={"reading": reading} if reading else {})


def word_f1(found: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over words, each as often as it stands there."""
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, wanted))
    return 2 * (one & other).total() / (one.total() + other.total())


def test_ten_pages_with_a_known_body() -> None:
    """Over ten layouts the selector gives the words of the body nearly all and alone, reading without one more than trafilatura."""
    scores: dict[str, list[float]] = {"selector": [], "generic": [], "trafilatura": []}
    for row in ROWS:
        page = (PAGES / row["path"]).read_bytes()
        wanted = "\n".join(row["body"])
        scores["selector"].append(word_f1(document(page, {"content": {"css": row["content"], "expect": "one"}}).text, wanted))
        scores["generic"].append(word_f1(document(page).text, wanted))
        scores["trafilatura"].append(word_f1(trafilatura.extract(page.decode()) or "", wanted))
    means = {name: sum(values) / len(values) for name, values in scores.items()}
    assert len(ROWS) == 10
    assert means["selector"] >= 0.99, means
    assert means["generic"] >= 0.96, means
    assert means["generic"] > means["trafilatura"], means


def test_a_page_of_another_layout_is_named() -> None:
    """A selector that finds nothing, or two where one is expected, says so instead of giving another text."""
    page = (PAGES / ROWS[0]["path"]).read_bytes()
    for css, found in (("div.gone", 0), ("div.item", 5)):
        with pytest.raises(UnreadableRelease, match=f"content: {css}: expected one, found {found}; has the page's layout changed"):
            document(page, {"content": {"css": css, "expect": "one"}})


def test_title_and_date_are_read_where_the_settings_say() -> None:
    """Selectors of title and date win over what the page's head says."""
    page = (PAGES / ROWS[0]["path"]).read_bytes()
    read = document(page, {"content": {"css": "div.body"}, "title": {"css": ".label"}, "date": {"css": "span.date", "expect": "maybe"}})
    assert str(read.published_on) == "2026-03-09"


@pytest.mark.parametrize("name", ["dod-article-4319114", "dod-puppeteer-output"])
def test_stored_pages_of_the_department_of_war(name: str) -> None:
    """The shipped selectors fit stored real pages, which ASP.NET wraps in one form, and reading without them finds the same body."""
    reading = sources(ROOT / "nowhere")["us-war"].read
    assert reading != "generic"
    page = (shared_folder("corpus/pages") / f"us-dod-html--{name}.html").read_bytes()
    selected = document(page, reading.model_dump(exclude_none=True))
    assert selected.title
    assert word_f1(document(page).text, selected.text) > 0.95


PARLIAMENT = ["20190712IPR56948", "20201217IPR94207", "20221014IPR43206", "20241212IPR25960", "20250204IPR26689"]


@pytest.mark.parametrize("name", PARLIAMENT)
def test_stored_pages_without_a_selector(name: str) -> None:
    """Every long paragraph of stored real pages is in the body, and no entry of a menu is."""
    from bs4 import BeautifulSoup

    page = (shared_folder("corpus/pages") / f"eu-parliament-html--press-release_{name}.html").read_bytes()
    soup = BeautifulSoup(page, "lxml")
    read = document(page)
    paragraphs = [
        " ".join(p.get_text().split())
        for p in soup.find_all("p")
        if len(p.get_text()) >= 200 and not p.find_parent(["footer", "aside", "nav"])
    ]
    assert [words[:60] for words in paragraphs if words not in read.text] == []
    menu = {" ".join(link.get_text().split()) for link in soup.select("nav a, header a, footer a")}
    assert {block for block in (read.text[b.start : b.end] for b in read.blocks) if len(block) > 2} & menu == set()
