"""Releases in every form come out as one text with exact spans."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.parse.document import Document
from flows.parse.errors import UnreadableRelease
from flows.parse.metadata import canonical_url
from flows.parse.parse import parse
from tests.conftest import read_folder, shared_folder


def read(body: str | bytes, media_type: str = "text/html", **facts: str) -> Document:
    data = body.encode() if isinstance(body, str) else body
    return parse(data, document_id="x", media_type=media_type, manifest=facts)


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_text_with_headings_labels_and_a_broken_table() -> None:
    """Plain text gets headings without markup, label bullets, and a pipe table whose header is broken over lines."""
    document = read(
        "The ministers met on Monday and spoke of many things.\n\nShared Plans\nBoth sides named two fields:\n- Cyber Security: Work on networks.\n- Space: Work on orbits.\n\nField of Work |\nMeaning |\n---|---|\nHealth | Vaccines. |\nTrade | Ports. |\n",
        "text/plain",
    )
    assert [kind for kind, _ in kinds(document)] == ["paragraph", "heading", "paragraph", "list_item", "list_item", "table"]
    assert [block.label.of(document.text) for block in document.blocks if block.label] == ["Cyber Security", "Space"]
    table = document.tables[0]
    cells = [(c.row_no, c.column_no, c.is_header, document.text[c.start : c.end]) for c in table.cells]
    assert cells[:3] == [(0, 0, True, "Field of Work"), (0, 1, True, "Meaning"), (1, 0, False, "Health")]
    assert (table.row_count, table.column_count) == (3, 2)


def test_a_page_loses_its_menu_and_keeps_its_body() -> None:
    """Scripts, styles, navigation, share bars, banners and related news are no text of the release."""
    document = read(
        "<html><head><title>T | Site</title><meta name='x' content='y'></head><body><nav><a>Home</a></nav><div class='cookie-banner'><p>Cookies?</p></div>"
        "<main><h1>Ministers meet</h1><p>They met in Lima and spoke for an hour about trade and health.</p><div class='share-bar'>Facebook</div></main>"
        "<aside><h3>Related news</h3><p>Other.</p></aside><script>var a = 'script words';</script><footer>Copyright</footer></body></html>"
    )
    assert document.text == "They met in Lima and spoke for an hour about trade and health."
    assert document.title == "Ministers meet"


def test_spans_of_rows_and_columns_are_resolved() -> None:
    """A cell that spans rows keeps the later cells in their columns."""
    document = read("<table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr></table>")
    assert [(c.row_no, c.column_no) for c in document.tables[0].cells] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]


def test_sections_nest_by_heading_level() -> None:
    """A heading of a deeper level opens a section within."""
    document = read("# One\n\ntext a\n\n## Two\n\ntext b\n\n# Three\n\ntext c\n", "text/markdown", title="Other")
    assert [(s.parent_no, s.level) for s in document.sections] == [(None, 0), (0, 1), (1, 2), (0, 1)]


@pytest.mark.parametrize(
    ("stamp", "publisher", "day"),
    [
        ("2023-03-09T00:47:00+00:00", "U.S. Department of Defense", dt.date(2023, 3, 8)),
        ("2023-03-09T00:47:00+09:00", "Japan Ministry of Defense", dt.date(2023, 3, 9)),
        ("2024-04-14 14:26:07-04:00", "The White House", dt.date(2024, 4, 14)),
        ("2024-07-02", "THX News", dt.date(2024, 7, 2)),
    ],
)
def test_publication_is_dated_locally(stamp: str, publisher: str, day: dt.date) -> None:
    """A stamp in UTC shortly after midnight is the evening before in Washington."""
    assert read("<p>Words of a release.</p>", published_at=stamp, publisher=publisher).published_on == day


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("café".encode("cp1252") + b" and many other words that follow it here", "text/plain; charset=utf-8"),
        ("\ufeffcafé and more words".encode("utf-16"), "text/plain"),
        ("café and more words".encode("utf-8-sig"), "text/plain; charset=iso-8859-1"),
    ],
)
def test_charsets(body: bytes, media_type: str) -> None:
    """A wrong or missing charset still gives the right letters."""
    assert "café" in read(body, media_type).text


def test_a_scripts_charset_is_not_the_pages() -> None:
    """An archive's playback script declares UTF-8; the page says GB2312 after it, which browsers read as its larger set."""
    page = "<html><head><script src='/a.js' charset='utf-8'></script><meta charset='gb2312'><title>外交部</title></head><body><p>外交部长王毅会见朱镕基。</p></body></html>"
    assert read(page.encode("gb18030")).text == "外交部长王毅会见朱镕基。"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"%PDF-1.7 ...", "binary"),
        (b"words\x00\x01\x02", "binary"),
        (b"<html><head><title>x</title></head><body><nav>Home</nav></body></html>", "no text"),
        (b"<div>" * 100_000 + b"words", "nest"),
        (b"x" * (33 * 1024 * 1024), "MiB"),
    ],
)
def test_bad_bodies_are_refused_with_the_reason(body: bytes, reason: str) -> None:
    """What cannot be read is refused in words, never by a crash."""
    with pytest.raises(UnreadableRelease, match=reason):
        read(body)


def test_truncated_html_is_read_as_far_as_it_goes() -> None:
    """A body cut within a tag keeps the text before it."""
    assert read("<div><p>The ministers met in Lima.</p><p>They spo").text.startswith("The ministers met in Lima.")


def spans_hold(document: Document) -> bool:
    blocks = all(0 <= b.start <= b.end <= len(document.text) for b in document.blocks)
    order = all(a.end <= b.start for a, b in zip(document.blocks, document.blocks[1:], strict=False))
    labels = all(b.start <= b.label.start <= b.label.end <= b.end for b in document.blocks if b.label)
    cells = all(0 <= c.start <= c.end <= len(document.text) for t in document.tables for c in t.cells)
    return blocks and order and labels and cells


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul><li>",
                "</li></ul>",
                "<table><tr><td>",
                "</td></tr></table>",
                "<h2>",
                "</h2>",
                "<br>",
                "<b>",
                "</b>",
                "&amp;",
                "\n",
            ]
        ),
        st.text(max_size=12),
    ),
    max_size=30,
)


@given(MARKUP)
def test_spans_hold_in_any_markup(parts: list[str]) -> None:
    """Whatever the markup, blocks stand in order and every span lies within the text."""
    try:
        document = read("".join(parts))
    except UnreadableRelease:
        return
    assert spans_hold(document)


@given(
    st.lists(st.sampled_from(["- a: b c", "word word.", "A | B |", "---|---|", "", "Heading Words", "1. item", "* x"]), max_size=14),
    st.sampled_from(["text/plain", "text/markdown"]),
)
def test_spans_hold_in_any_text(lines: list[str], media_type: str) -> None:
    """Whatever the lines, blocks stand in order and every span lies within the text."""
    try:
        document = read("\n".join(lines), media_type)
    except UnreadableRelease:
        return
    assert spans_hold(document)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Www.State.gov:443/a/?utm_source=x&b=1#top", "https://www.state.gov/a/?b=1"),
        ("http://example.org", "http://example.org/"),
        ("ftp://example.org/x", None),
    ],
)
def test_canonical_urls(url: str, canonical: str | None) -> None:
    """An address loses what does not tell pages apart."""
    assert canonical_url(url) == canonical


def test_whole_real_pages_are_read() -> None:
    """Whole real pages are read or refused with a reason, with exact spans."""
    releases = read_folder(shared_folder("corpus/pages"))
    assert releases
    for release in releases.values():
        assert release.skipped or (release.document is not None and spans_hold(release.document))


def test_lines_of_entries_stay_apart_and_a_wrapped_paragraph_is_joined() -> None:
    """Lines that each begin with a capital and end no sentence are entries; lines of prose are one paragraph."""
    entries = "The Hon Peter Langridge MP, Deputy Prime Minister and Minister for Defence\nHis Excellency Mr MORI Shigeo, Minister of Defense of Japan, for his side\n"
    assert len(read(entries, "text/plain").blocks) == 2
    prose = "The minister met his Polish counterpart in Warsaw on Monday, and they spoke of air\nDefence as well as of Ukraine, where both sides agreed to do more together soon.\n"
    assert len(read(prose, "text/plain").blocks) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Army Gen. Randall Pope, U.S. Southern Command commander, Lt. Gen. Evelyn Hart, deputy, Gen. Luis Montenegro Paz, Peruvian Joint Command chief, "
            "Adm. Raul Ortega Diaz, Navy commander, Ambassador Ruth Keller, Col. Paul Orr met in Lima with Minister Ana Lopez Rey, Deputy Minister Jorge Salas Vega on June 3.",
            "en",
        ),
        (
            "El ministro de Defensa Jorge Salas Vega y el general Luis Montenegro Paz se reunieron en Lima con la ministra Ana Lopez Rey.",
            "es",
        ),
        (
            "Menteri Pertahanan Jenderal Budi Hartono bertemu Menteri Luar Negeri Filipina Ramon Cruz Santos serta Duta Besar Maria Reyes kemarin pagi.",
            None,
        ),
    ],
)
def test_a_sentence_of_names_has_a_language(text: str, language: str | None) -> None:
    """A short release that is mostly names is read in the language of its few small words; one without any stays unknown."""
    assert parse(text.encode(), document_id="x", media_type="text/plain", manifest={}).language == language
