"""Answers of a reviewer: single keys at a terminal, lines where they are piped in."""

from __future__ import annotations

import os
import sys

from rich.console import Console

# Ctrl-D.
END = "\x04"


class Ended(Exception):
    """The reviewer has no more answers."""


class Asker:
    """Asks on a console; the end of input, and Ctrl-D, end the session."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def key(self, question: str, keys: str) -> str:
        """One of `keys`, asked for again until it is given; at a terminal without Enter."""
        while True:
            given = self._key(question) if sys.stdin.isatty() else self.line(question)
            answer = given.strip().lower()[:1]
            if answer and answer in keys:
                return answer
            self._console.print(f"one of {', '.join(keys)} is expected", markup=False)

    def line(self, question: str) -> str:
        """A line of words; empty where only Enter was pressed."""
        self._console.print(question, end=" ", markup=False, highlight=False)
        return self._line().strip()

    def _key(self, question: str) -> str:
        """A key; the terminal is told first that it need not wait for Enter, so that none that was pressed early is lost."""
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSANOW)
            self._console.print(question, end=" ", markup=False, highlight=False)
            given = os.read(terminal, 1).decode(errors="replace")
        finally:
            termios.tcsetattr(terminal, termios.TCSANOW, before)
        if given in {"", END}:
            raise Ended
        self._console.print(given, markup=False, highlight=False)
        return given

    def _line(self) -> str:
        line = sys.stdin.readline()
        if not line:
            raise Ended
        if not sys.stdin.isatty():
            # A terminal shows what is typed; a transcript of piped answers shows them too.
            self._console.print(line.rstrip("\n"), markup=False, highlight=False)
        return line
