"""Folders and files are listed with clear words for what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.fetch.files import PathError, list_files, read_captures
from tests.conftest import MOMENT


def write_index(folder: Path, *lines: str) -> None:
    (folder / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")


def row(key: str, path: str, **facts: str) -> str:
    return json.dumps({"id": key, "path": path, **facts})


def test_an_index_with_every_fault(tmp_path: Path) -> None:
    """A broken line, a duplicate id, a missing file and an escaping path are named by line; the others are read."""
    (tmp_path / "a.txt").write_text("words")
    write_index(
        tmp_path, row("a", "a.txt", title="T"), "{broken", row("a", "a.txt"), row("b", "gone.txt"), row("c", "../x.txt"), '["list"]'
    )
    listed, refusals = list_files([tmp_path])
    captures = list(read_captures(listed, refusals, MOMENT))
    assert [(c.document_id, c.facts) for c in captures] == [("a", {"title": "T"})]
    reasons = {refusal.where.rpartition("/")[2]: refusal.reason for refusal in refusals}
    assert "not JSON" in reasons["index.jsonl:2"]
    assert "line 1" in reasons["index.jsonl:3"]
    assert "no such file" in reasons["gone.txt"]
    assert "out of the folder" in reasons["index.jsonl:5"]
    assert "expected" in reasons["index.jsonl:6"]


def test_a_folder_without_index(tmp_path: Path) -> None:
    """Every readable file is a release; other files are none."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.md").write_text("words")
    (tmp_path / "sub" / "a.html").write_text("<p>words</p>")
    (tmp_path / "c.png").write_bytes(b"x")
    assert [item.path for item in list_files([tmp_path])[0]] == ["b.md", "sub/a.html"]


def test_a_single_file_takes_its_facts_from_the_index_beside_it(tmp_path: Path) -> None:
    """A file that an index beside it lists is read with its facts."""
    (tmp_path / "a.txt").write_text("words")
    write_index(tmp_path, row("the-id", "a.txt", publisher="NATO"))
    listed = list_files([tmp_path / "a.txt"])[0]
    assert (listed[0].document_id, listed[0].facts) == ("the-id", {"publisher": "NATO"})


def test_a_file_deleted_between_listing_and_reading(tmp_path: Path) -> None:
    """A file that vanished is named; the others are read."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    listed, refusals = list_files([tmp_path])
    (tmp_path / "a.txt").unlink()
    assert [c.document_id for c in read_captures(listed, refusals, MOMENT)] == ["b"]
    assert refusals[0].where.endswith("a.txt")


def test_a_200_mb_file_is_not_read(tmp_path: Path) -> None:
    """A file over the limit is refused by its size, unread."""
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    listed, refusals = list_files([tmp_path])
    assert list(read_captures(listed, refusals, MOMENT)) == []
    assert "200 MiB" in refusals[0].reason


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    """A missing path is named."""
    with pytest.raises(PathError, match="nowhere"):
        list_files([tmp_path / "nowhere"])
