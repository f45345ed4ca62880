"""Full text finds what the releases say, best first, and marks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.home import Home
from warehouse.connect import open_reader
from warehouse.passages import PASSAGE_CHARACTERS, marked
from warehouse.search import WORD, SearchError, fold, parse, search

# Letters of scripts with and without accents, strokes, marks on their own, digits and what stands between words.
LETTERS = st.text(alphabet="abczABCZäÄéÉñÑøØłŁđıİşŞğĞçßæœŌńЙйёЁЖжΆάςΣ中文가が٣42 -–.'’\"*\u0301\u0308", max_size=60)


@pytest.fixture(scope="module")
def con(golden_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_reader(golden_home.snapshot)
    yield connection
    connection.close()


def titles(con: duckdb.DuckDBPyConnection, question: str) -> list[str]:
    return [hit.title for hit in search(con, question, limit=30).hits]


@given(text=LETTERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_question_is_folded_as_the_texts_are(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """The database's folding and Python's give the same words."""
    words, folded = con.execute("select search.words($text), search.fold($text)", {"text": text}).fetchall()[0]
    assert folded == fold(text)
    assert words == WORD.findall(fold(text))


def test_case_and_accents_do_not_matter(con: duckdb.DuckDBPyConnection) -> None:
    """A word is found however it is spelled; another word is not."""
    assert titles(con, "ASTUDILLO") == titles(con, "astúdillo") != []
    assert titles(con, "astudilla") == []


def test_a_phrase_is_words_in_order(con: duckdb.DuckDBPyConnection) -> None:
    """A phrase finds its words side by side, across punctuation; the same words the other way round find nothing."""
    assert titles(con, '"minister of defence"')
    assert titles(con, '"defence of minister"') == []
    assert titles(con, "defence of minister") != []
    assert set(titles(con, '"minister of defen*"')) > set(titles(con, '"minister of defence"'))


def test_the_beginning_of_a_word(con: duckdb.DuckDBPyConnection) -> None:
    """A star stands for the rest of a word, and only there."""
    assert set(titles(con, "astud*")) == set(titles(con, "astudillo"))
    assert titles(con, "astud") == []


def test_rank_and_marks(con: duckdb.DuckDBPyConnection) -> None:
    """Scores fall, the marks are the words sought, and a rare word weighs more than a frequent one."""
    found = search(con, "peru defense", limit=30)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    for hit in found.hits:
        assert hit.marks
        assert {fold(hit.passage[start:end]) for start, end in hit.marks} <= {"peru", "defense"}
    rare, frequent = search(con, "astudillo").hits[0], search(con, "the").hits[0]
    assert rare.score > frequent.score


def test_where_no_release_holds_all_words(con: duckdb.DuckDBPyConnection) -> None:
    """The releases that hold the most of the words are given, and how many that is."""
    found = search(con, "astudillo xyzzy")
    assert (found.held_count, found.term_count) == (1, 2)
    assert found.total_count == search(con, "astudillo").total_count
    assert search(con, "xyzzy").hits == ()
    assert search(con, "astudillo xyzzy", within="quotes").hits == ()


def test_quotes_and_outcomes(con: duckdb.DuckDBPyConnection) -> None:
    """Quotes say what they are evidence of, outcomes their kind; each holds all the words."""
    quotes = search(con, "astudillo", within="quotes")
    assert quotes.total_count >= 1
    assert any("participant/" in field for hit in quotes.hits for field in hit.about)
    assert all("astudillo" in fold(hit.passage) for hit in quotes.hits)
    content = con.sql("select content from core.report_outcome order by length(content) desc limit 1").fetchall()[0][0]
    word = max(content.split(), key=len).strip(",.;’'")
    outcomes = search(con, word, within="outcomes")
    assert any(hit.about[0].split(",")[0] in {"agreement", "commitment", "announcement", "next_engagement"} for hit in outcomes.hits)


def test_only_what_was_published_between(con: duckdb.DuckDBPyConnection) -> None:
    """Dates bound the day of publication, both ends within."""
    hit = next(hit for hit in search(con, "astudillo").hits if hit.published_on)
    day = hit.published_on
    assert day is not None
    assert hit.release_id in {h.release_id for h in search(con, "astudillo", since=day, until=day).hits}
    assert hit.release_id not in {h.release_id for h in search(con, "astudillo", since=day + dt.timedelta(days=1)).hits}


@pytest.mark.parametrize("question", ["", "  ", "--", '"open', 'x "a* b"'])
def test_a_question_that_asks_nothing_is_refused(question: str) -> None:
    """No words, an open phrase or a star within one are named."""
    with pytest.raises(SearchError):
        parse(question)


@given(st.lists(st.sampled_from(["sea", "treaty", "talks,", "a", "of\nthe", "ministers"]), max_size=300).map(" ".join))
def test_a_passage_is_short_and_marks_whole_words(text: str) -> None:
    """However long the text, the passage is short, taken from it verbatim, and holds a word sought where there is one."""
    passage = marked(text, lambda word: word == "treaty")
    assert len(passage.text) <= PASSAGE_CHARACTERS + 4
    assert passage.text.strip("… ") in text.replace("\n", " ")
    assert {passage.text[start:end] for start, end in passage.marks} == ({"treaty"} if "treaty" in text else set())
