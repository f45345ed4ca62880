"""Pages: the body whole and without the menu, with a source's selector and without."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
import trafilatura
from bs4 import BeautifulSoup

from config.sources import sources
from flows.parse.charset import decode
from flows.parse.document import Document
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse
from tests.conftest import ROOT, shared_folder

PAGES = ROOT / "tests" / "pages"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in (PAGES / "bodies.jsonl").read_text(encoding="utf-8").splitlines()]


def document(body: bytes, reading: dict[str, Any] | None = None) -> Document:
    return parse(body, document_id="page", media_type="text/html", manifest={"reading": reading} if reading else {})


def letters(text: str) -> str:
    """The text without white space, which a line break within a paragraph may become or not."""
    return "".join(text.split())


def menu(soup: BeautifulSoup) -> set[str]:
    """The words of the links of menus, headers and footers."""
    return {" ".join(link.get_text().split()) for link in soup.select("nav a, header a, footer a")} - {""}


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


# Stored real pages: where the body stands, and words of the menus, other stories and footers around it.
EMBASSIES = ["Tashkent (Embassy)", "Go to", "Visa-free travel", "Official Internet Resources", "www.sovrep.gov.by"]
REAL = {
    "gov-html-negatives--archive-org-he-xinhuanet-com-25340717": ("table.web_top_3 table table td:has(> p)", ["燕赵新闻周刊", "新华视点"]),
    "gov-html-negatives--bmfsfj-de-praesidentschaft": ("#article", ["Impressum", "Barriere"]),
    "gov-html-negatives--bundeskanzleramt-gv-at-bundesminsterin": ("main#content", ["Kultusamt", "Amtssignatur"]),
    "gov-html-negatives--bundespolizei-de-belarus": ("div.detail", ["Impressum"]),
    "gov-html-negatives--bundesrat-de-erinnerungen": ("div.body-text > p", ["Impressum"]),
    "gov-html-negatives--jis-gov-jm-investment": ("div.entry-content", ["IOTP", "serves a meal"]),
    "gov-html-negatives--umweltbundesamt-de-atomkraft": ("div.article-content", ["Leitspruch"]),
    "gov-html-negatives--xinhuanet-com-c-1125597921": ("#p-detail", ["下载"]),
    "mfa-html--b7b71aff55bfca76": ("section.content-page", EMBASSIES),
    "mfa-html--bf7e69d3fec2c5f0": ("section.content-page", EMBASSIES),
    "mfa-html--cf70e7349e4f19db": ("section.content-page", EMBASSIES),
    "mfa-html--dad9272a52869cef": ("section.content-page", EMBASSIES),
    "mfa-html--f179725988c80350": ("section.content-page", EMBASSIES),
    "mfa-html--uae-500": ("div.journal-content-article", ["Wisma Putra, No", "MFA Directory"]),
}


@pytest.mark.parametrize("name", REAL)
def test_stored_real_pages_give_their_body_and_not_their_menu(name: str) -> None:
    """Every long paragraph of the body is read, with a selector and without, and nothing of what stands around it."""
    css, around = REAL[name]
    page = (shared_folder("corpus/pages") / f"{name}.html").read_bytes()
    soup = BeautifulSoup(decode(page, "text/html"), "lxml")
    paragraphs = [p for root in soup.select(css) for p in (root, *root.find_all("p")) if p.name == "p" and len(p.get_text()) >= 120]
    wanted = {letters(p.get_text()) for p in paragraphs if p.find(class_="caption") is None}
    assert wanted
    for reading in (None, {"content": {"css": css, "expect": "some"}}):
        read = document(page, reading)
        assert [words[:60] for words in wanted if words not in letters(read.text)] == []
        assert [words for words in around if words in read.text] == []
    assert menu(soup) & {read.text[block.start : block.end] for block in document(page).blocks} == set()


def test_a_page_without_a_release_gives_no_footer() -> None:
    """What a script fills in a browser is not there: the footer that is left is no release, and the page's header neither."""
    pages = shared_folder("corpus/pages")
    with pytest.raises(UnreadableRelease, match="no text"):
        document((pages / "mfa-html--uzbekistan.html").read_bytes())
    assert "MFA Directory" not in document((pages / "mfa-html--press-release.html").read_bytes()).text


PROSE = "The ministers spoke about the ports of both countries and agreed that their staffs will meet each month to see the work through. "
MENU = "".join(f"<li><a href='/{n}'>Department number {n}</a></li>" for n in range(200))


@pytest.mark.parametrize(
    ("page", "around"),
    [
        # A menu of two hundred links without a `nav` takes nothing from the prose beside it.
        (f"<div class='levels'><ul>{MENU}</ul></div><main><h1>T</h1><p>{PROSE * 3}</p></main>", "Department"),
        # The first paragraph stands apart from the others.
        (f"<nav></nav><main><div class='a'><p>{PROSE * 2}</p></div><div class='entry-content'><p>{'One more. ' * 90}</p></div></main>", "-"),
        # A section whose words are links, but for its heading, leads elsewhere.
        (f"<nav></nav><main><h1>T</h1><section><p>{PROSE * 3}</p></section><section><h2>Resources</h2><a href='/a'><p>President</p></a><a href='/b'>Council</a></section></main>", "Resources"),
        # One with words of its own is the release's, links or not.
        (f"<nav></nav><main><h1>T</h1><section><p>{PROSE * 3}</p></section><section><h2>Notes</h2><p>See <a href='/a'>this</a> and <a href='/b'>that</a>.</p></section></main>", "-"),
        # What a script has made of a `select` is a choice, and unseen.
        (f"<nav></nav><main><p>{PROSE * 3}</p><div class='jq-selectbox'><ul style='display: none'><li>Oslo Embassy</li></ul></div></main>", "Embassy"),
        # The head and the foot of the site.
        (f"<header><p>Directory</p></header><main><p>{PROSE * 3}</p></main><div class='footer'><p>{'Directory of the site. ' * 40}</p></div>", "Directory"),
        # Tables within tables lay the page out.
        (f"<table><tr><td><p>Other news</p></td></tr><tr><td><table><tr><td><p>{PROSE * 3}</p><p>{PROSE * 2}</p></td></tr></table></td></tr></table>", "Other"),
    ],
)  # fmt: skip
def test_the_body_is_found_among_what_surrounds_it(page: str, around: str) -> None:
    """The prose is read whole and what surrounds it is not."""
    read = document(f"<html><head><title>T</title></head><body>{page}</body></html>".encode())
    assert read.text.count(PROSE.strip()) >= 2
    assert around not in read.text
    assert ("See this and that." in read.text) == ("See <a" in page)


def test_a_header_of_an_article_and_a_standfirst() -> None:
    """An article's own header stays with it; a standfirst of one sentence, which says again what follows, is left out."""
    whole = f"<main><article><header><p>Oslo, 9 March</p></header><p>{PROSE * 3}</p></article></main>"
    assert "Oslo, 9 March" in document(f"<html><title>T</title><body>{whole}</body></html>".encode()).text
    apart = f"<main><p>Ports agreed.</p><div class='entry-content'><p>{PROSE * 3}</p></div></main>"
    assert "Ports agreed" not in document(f"<html><title>T</title><body>{apart}</body></html>".encode()).text
