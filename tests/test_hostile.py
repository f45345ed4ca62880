"""Hostile content: no page, index or answer ends a run, takes without end, or moves a span."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.sources import Api
from flows.fetch.api import read_content
from flows.fetch.capture import Capture
from flows.fetch.files import list_files, read_captures
from flows.fetch.items import FindingError
from flows.parse.parse import parse
from flows.reading import read
from tests.conftest import MOMENT
from tests.faults.fuzzing import FACTS, TOKENS, Fuzzed, check_rows, fuzz, try_out


def test_500_mutated_pages(tmp_path: Path) -> None:
    """Golden pages cut, doubled, grafted, re-coded and stuffed with hostile pieces are read or named, within bounds, and every quote stays the words at its span."""
    done = fuzz(0, 500)
    assert done.failures == []
    assert (done.count, done.read + done.skipped.total()) == (500, 500)
    assert done.read > 400
    assert done.spans > 2000


WORDS = st.sampled_from(
    ["met with", "Defence Secretary", "Ann Lee", "the Prime Minister of Japan", "in Lisbon", "on 3 May 2024", "and", "they discussed", "trade", ",", ".", "\n\n",
     "NATO", "the two ministers", "“", "”", "(", ")", "a visit to", "signed", "Joint Statement", "\u200b", "\U0001f600", "2 + 2", "El ministro", "se reunió con"]
)  # fmt: skip
LEAF = st.one_of(WORDS, WORDS, st.text(max_size=12), st.sampled_from([token.decode("utf-8", "replace")[:300] for token in TOKENS]))
TAGS = st.sampled_from(["p", "div", "ul", "li", "table", "tr", "td", "th", "h1", "h2", "blockquote", "main", "article", "span", "a", "br", "nav", "select", "svg", "title"])  # fmt: skip
PAGES = st.recursive(
    st.lists(LEAF, max_size=8).map(" ".join),
    lambda inner: st.builds(lambda tag, parts, ends: f"<{tag}>{''.join(parts)}" + (f"</{tag}>" if ends else ""), TAGS, st.lists(inner, max_size=5), st.booleans()),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=80, derandomize=True, suppress_health_check=list(HealthCheck))
@given(PAGES, st.sampled_from(["text/html", "text/plain", "text/markdown"]))
def test_any_page_keeps_its_spans(page: str, media_type: str) -> None:
    """Whatever tags and words stand in whatever order: the page is read or named, and its rows satisfy every schema."""
    done = Fuzzed()
    facts = {"published_at": "2024-05-04", "publisher": "Ministry of Defence"}
    release = try_out(Capture("any", "any", media_type, facts, page.encode("utf-8", "replace"), MOMENT), "page", done)
    if release is not None and release.document is not None:
        check_rows([release], done)
    assert done.failures == []


def test_a_hostile_index_costs_its_own_lines_only(tmp_path: Path) -> None:
    """Lines whose facts are no texts, and paths that no file can have, are refused with a reason; facts that say nothing are kept as words, and the rest is read."""
    (tmp_path / "a.txt").write_text("Defence Secretary Ann Lee met Polish Minister Bo Chu in Lisbon on 3 May 2024.")
    names = ["title", "url", "published_at", "publisher", "language", "media_type"]
    rows: list[dict[str, Any]] = [{"id": f"{name}-{n}", "path": "a.txt", name: value} for name in names for n, value in enumerate(FACTS)]
    rows += [{"id": f"path-{n}", "path": path} for n, path in enumerate(["\x00", "\ud800", "b" * 5000, "", "a.txt/b", "."])]
    (tmp_path / "index.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "[[[\n{}\nnull\n" + "[" * 100_000 + "\n")
    listed, refusals = list_files([tmp_path])
    captures = list(read_captures(listed, refusals, MOMENT))
    texts = sum(isinstance(value, str) or value is None for value in FACTS)
    assert (len(captures), len(refusals)) == (len(names) * texts, len(rows) + 4 - len(names) * texts)
    done = Fuzzed()
    releases = [release for capture in captures if (release := try_out(capture, capture.document_id, done)) and release.document]
    check_rows(releases, done)
    assert done.failures == []


def test_a_file_whose_name_is_no_utf8_is_read(tmp_path: Path) -> None:
    """Names of files are bytes: one in another coding is read, and named with a mark in its place."""
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "w") as file:  # noqa: PTH123 - a path of bytes
        file.write("Defence Secretary Ann Lee met Polish Minister Bo Chu in Lisbon on 3 May 2024.")
    listed, refusals = list_files([tmp_path])
    assert [capture.path for capture in read_captures(listed, refusals, MOMENT)] == ["caf\ufffd.txt"]
    assert refusals == []


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "idna", "punycode", "undefined", "rot13", "base64", "no-such"])
def test_a_coding_that_is_no_charset_is_not_believed(charset: str) -> None:
    """Names that Python knows and no page is written in are passed over: they hide markup, take long or end in an error."""
    body = f"<html><head><meta charset={charset}></head><body><p>Caf\xe9 +2AA-\\ud800 \\x41</p></body></html>".encode("cp1252")
    assert parse(body, document_id="a", media_type=None).text == "Caf\xe9 +2AA-\\ud800 \\x41"


@pytest.mark.parametrize("stamp", ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-11:00", "2024-02-30"])
def test_a_date_that_stands_for_none_is_none(stamp: str) -> None:
    """Software that knows no date writes the year 1 or 9999: the day of publication is not known then."""
    facts = {"published_at": stamp, "publisher": "U.S. Department of Defense"}
    release = read(Capture("a", "a", "text/plain", facts, b"Secretary Ann Lee met Polish Minister Bo Chu in Lisbon.", MOMENT))
    assert release.document is not None
    assert (release.document.published_on, release.document.published_at) == (None, None)
    assert read(Capture("a", "a", "text/plain", {"published_at": "1999-12-31T23:59:59Z"}, b"Ann Lee.", MOMENT)).document.published_on


@pytest.mark.parametrize("name", ["title", "first_published_at", "public_updated_at", "description", "content_id"])
def test_a_hostile_answer_of_an_api_is_read_or_named(name: str) -> None:
    """An API's answer with any value in any place gives an item whose page can be read, or an error that names what was expected."""
    for value in FACTS:
        answer = {"base_path": "/a", "title": "T", "details": {"body": "<p>Ann Lee met \ud800 Bo Chu.</p>"}, name: value}
        item = read_content(
            json.dumps(answer).encode(),
            settings=Api(base="https://a.example", organisations=["x"], document_types=["y"], kind="api", style="govuk"),
        )
        facts = {"title": item.title, "published_at": item.published_at, "own_id": item.own_id}
        assert read(Capture("a", "a", item.media_type, facts, item.content or b"", MOMENT)).release_id
    with pytest.raises(FindingError):
        read_content(
            b"[" * 100_000, settings=Api(base="https://a.example", organisations=["x"], document_types=["y"], kind="api", style="govuk")
        )
