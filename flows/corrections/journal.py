"""Journals of the working folder: lines that are appended, flushed to disk and never rewritten."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from filelock import FileLock
from pydantic import ValidationError

from flows.corrections.lines import Correction, read_line

T = TypeVar("T")


class CorrectionsError(Exception):
    """A correction or a journal that cannot be used; the message names file and line and what to do."""


def read_corrections(path: Path) -> list[Correction]:
    """All corrections in the order in which they were made; none where there is no file.

    Raises `CorrectionsError` for a bad line, or a second one with the same id.
    """
    corrections = read_lines(path, read_line)
    first: dict[str, int] = {}
    for number, correction in enumerate(corrections, start=1):
        if correction.id in first:
            raise CorrectionsError(
                f"{path}: id {correction.id} stands twice, first in correction {first[correction.id]}; give the second one another"
            )
        first[correction.id] = number
    return corrections


def read_lines(path: Path, read: Callable[[bytes], T]) -> list[T]:
    """What `read` makes of each line; a line that a kill tore at the file's end was never acknowledged and is left out, with a warning.

    Raises `CorrectionsError` for any other line that cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be read ({error.strerror or error})") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(read(line))
        except ValueError as error:
            if number == len(lines):
                logging.getLogger(__name__).warning("%s, line %d: torn by a kill and left out; all lines before it stand", path, number)
            else:
                raise CorrectionsError(f"{path}, line {number}: {explained(error)}; mend the line or take it from a backup") from error
    return found


def append_lines(path: Path, lines: Sequence[str], is_whole: Callable[[bytes], object]) -> None:
    """Add lines and flush them to disk; a torn end, which `is_whole` refuses, is cut off first.

    Raises `CorrectionsError` where the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(str(path.with_suffix(".lock"))), path.open("a+b") as file:
            _end_last_line(file.fileno(), path, is_whole)
            file.seek(0, os.SEEK_END)
            file.write("".join(line + "\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(path.parent, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(folder)
        os.close(folder)
    except OSError as error:
        raise CorrectionsError(f"{path}: cannot be written ({error.strerror or error}); free some space and run again") from error


def _end_last_line(descriptor: int, path: Path, is_whole: Callable[[bytes], object]) -> None:
    data = path.read_bytes()
    tail = data[data.rfind(b"\n") + 1 :]
    if not tail:
        return
    try:
        is_whole(tail)
    except ValueError:
        os.ftruncate(descriptor, len(data) - len(tail))
    else:
        os.write(descriptor, b"\n")


def explained(error: ValueError) -> str:
    """What is wrong with a line, in one sentence."""
    if not isinstance(error, ValidationError):
        return f"not JSON ({error})" if type(error).__name__ == "JSONDecodeError" else str(error)
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'line'}: {first['msg']}"
