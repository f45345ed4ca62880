"""The pages made from the warehouse are of today, and every example answers."""

from __future__ import annotations

import json
import re

import pytest

from flows.home import Home
from tests.conftest import ROOT
from tests.test_cli import readout
from warehouse.asking import Limits, ask
from warehouse.documents import Example, dictionary_page, examples, examples_page
from warehouse.read import data_dictionary

# Of these the samples have no case: none was edited, few are told twice, and the people and states asked about are not theirs.
MAY_BE_EMPTY = {
    "edited_after_publication", "commitments_due_and_not_mentioned_again", "from_last_to_next_meeting", "who_accompanied_whom",
    "topics_that_rise_between_two_states", "where_a_minister_went_in_a_year", "where_reports_disagree",
}  # fmt: skip


def test_the_data_dictionary_is_of_today(golden_home: Home) -> None:
    """docs/data-dictionary.md is what `make docs` writes; no comment names the schema in which it was built."""
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary_page(data_dictionary(golden_home.snapshot)), "run `make docs`"
    assert "snapshot." not in page


def test_the_list_of_examples_is_of_today() -> None:
    """docs/examples.md lists every example, as `make docs` writes it."""
    assert (ROOT / "docs" / "examples.md").read_text(encoding="utf-8") == examples_page(), "run `make docs`"
    assert len(examples()) >= 20


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.name)
def test_an_example_asks_explains_and_answers(golden_home: Home, example: Example) -> None:
    """Each asks a question, explains its columns, goes in steps from `question` to `final`, and runs on the samples."""
    assert example.question.endswith("?")
    assert example.notes
    assert re.search(r"^with\nquestion as \(select ", example.sql, re.MULTILINE)
    assert "from final" in example.sql.splitlines()[-1]
    rows = ask(golden_home.snapshot, example.sql, Limits()).rows
    assert rows.column_names
    assert rows.num_rows or example.name in MAY_BE_EMPTY


def test_who_met_perus_defence_minister(golden_home: Home) -> None:
    """The example of the README's question gives the known answer."""
    result = readout("examples", "who_met_a_states_defence_ministers", "--json", home=golden_home.folder)
    assert result.returncode == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(row["minister"], row["met"], row["party"]) for row in rows} == {("Walter Astudillo", "Jana Nelson", "USA")}


def test_examples_are_listed_printed_and_unknown_ones_named(golden_home: Home) -> None:
    """Without a name all are listed, with one its query is printed, an unknown one ends with code 2."""
    assert len(readout("examples", home=golden_home.folder).stdout.splitlines()) == len(examples())
    assert readout("examples", "busiest_hosts", home=golden_home.folder).stdout.startswith("-- Which states host")
    assert readout("examples", "nonsense", home=golden_home.folder).returncode == 2
