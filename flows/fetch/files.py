"""Files and folders of releases, with or without an index."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from flows.fetch.capture import Capture, Refusal
from flows.parse.charset import whole

INDEX = "index.jsonl"
ENDINGS = frozenset({".html", ".htm", ".txt", ".md", ".json"})
LARGEST_BODY = 32 * 1024 * 1024
FACTS = ("title", "url", "published_at", "publisher", "language")


class PathError(Exception):
    """A path that holds nothing to read; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file to read with what its folder's index says of it; `name` is its path, with its folder's name before it where two folders have it."""

    folder: Path
    path: str
    document_id: str
    media_type: str | None
    facts: dict[str, Any]
    name: str = ""


def list_files(paths: Sequence[Path]) -> tuple[list[Listed], list[Refusal]]:
    """The releases under `paths`, in order, and the lines and files that were refused.

    Raises `PathError` where a path does not exist.
    """
    listed: list[Listed] = []
    refusals: list[Refusal] = []
    for path in paths:
        if path.is_dir():
            index = path / INDEX
            if index.is_file():
                _from_index(index, listed, refusals)
            else:
                _from_folder(path, listed)
        elif path.is_file():
            listed.append(_single(path))
        else:
            raise PathError(f"{path}: no such file or folder")
    return _apart(listed), refusals


def _apart(listed: Sequence[Listed]) -> list[Listed]:
    """The files with their names: one without an address of its own at a path that a file of another folder has too is another release."""
    taken: dict[str, Path] = {}
    folders = {folder: folder.resolve() for folder in {row.folder for row in listed}}
    named = []
    for row in listed:
        folder = folders[row.folder]
        name, file, parts = row.path, folder / row.path, list(folder.parts[1:])
        while not row.facts.get("url") and taken.setdefault(name, file) != file and parts:
            name = f"{parts.pop()}/{name}"
        prefix = name.removesuffix(row.path)
        named.append(replace(row, name=name, document_id=whole(prefix) + row.document_id))
    return named


def _from_index(index: Path, listed: list[Listed], refusals: list[Refusal]) -> None:
    seen: dict[str, int] = {}
    for number, line in enumerate(index.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        where = f"{index.parent.name}/{index.name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            refusals.append(Refusal(where, f"not JSON ({error}); mend or remove the line"))
            continue
        problem = _problem(row, seen)
        if problem:
            refusals.append(Refusal(where, problem))
            continue
        seen[row["id"]] = number
        facts = {name: row[name] for name in FACTS if row.get(name) is not None}
        listed.append(Listed(index.parent, row["path"], row["id"], row.get("media_type"), facts))


def _problem(row: Any, seen: dict[str, int]) -> str | None:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("path"), str):
        return "an object with the texts 'id' and 'path' is expected"
    wrong = next((name for name in (*FACTS, "media_type") if row.get(name) is not None and not isinstance(row[name], str)), None)
    if wrong:
        return f"{wrong} {row[wrong]!r} is no text; mend or remove it"
    if row["id"] in seen:
        return f"id {row['id']!r} stands already in line {seen[row['id']]}; the first one is read"
    pure = PurePosixPath(row["path"])
    if pure.is_absolute() or ".." in pure.parts:
        return f"path {row['path']!r} leads out of the folder"
    return None


def _from_folder(folder: Path, listed: list[Listed]) -> None:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file():
            relative = path.relative_to(folder).as_posix()
            listed.append(Listed(folder, relative, whole(relative.rpartition(".")[0]), None, {}))


def _single(path: Path) -> Listed:
    """A file by itself; an index beside it that lists it gives its facts."""
    index = path.parent / INDEX
    if index.is_file():
        rows: list[Listed] = []
        _from_index(index, rows, [])
        for row in rows:
            if row.path == path.name:
                return row
    return Listed(path.parent, path.name, whole(path.stem), None, {})


def read_captures(listed: Sequence[Listed], refusals: list[Refusal], fetched_at: dt.datetime) -> Iterator[Capture]:
    """The captures of listed files; one that cannot be read is added to `refusals` and left out."""
    for row in listed:
        path = row.folder / row.path
        where = whole(f"{row.folder.name}/{row.path}")
        try:
            size = path.stat().st_size
            if size > LARGEST_BODY:
                refusals.append(Refusal(where, f"{size / 2**20:.0f} MiB; the largest body read is {LARGEST_BODY // 2**20} MiB"))
                continue
            body = path.read_bytes()
        except FileNotFoundError:
            refusals.append(Refusal(where, "listed, but no such file"))
            continue
        except (OSError, ValueError) as error:  # ValueError: a zero byte or half a character in the path
            refusals.append(Refusal(where, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            continue
        if not body.strip():
            refusals.append(Refusal(where, "empty"))
            continue
        yield Capture(row.document_id, whole(row.name or row.path), row.media_type, row.facts, body, fetched_at)
