"""How much a host may send: on the wire, unpacked, and of the one against the other; counted while it streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MIB = 1024 * 1024
# Below this a body may unpack to any multiple: a page of one repeated table row is no bomb.
RATIO_COUNTS_FROM = MIB


class TooLarge(Exception):
    """A body over a limit; the message names the limit and what was seen."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one body may be: bytes on the wire, bytes unpacked, unpacked over wire, seconds from the request to its end."""

    wire_bytes: int
    body_bytes: int
    ratio: float
    seconds: float


class Counter:
    """Counts one body on its way in."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.wire_bytes = 0
        self.body_bytes = 0

    def announced(self, length: int | None) -> None:
        """Refuse by the announced length, before a byte of the body is read. Raises `TooLarge`."""
        if length is not None and length > self._limits.wire_bytes:
            raise TooLarge(f"the host announces {length:,} bytes; the most that is read is {self._limits.wire_bytes:,}")

    def wire(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces as they come. Raises `TooLarge`."""
        for piece in pieces:
            self.wire_bytes += len(piece)
            if self.wire_bytes > self._limits.wire_bytes:
                raise TooLarge(f"more than {self._limits.wire_bytes:,} bytes on the wire")
            yield piece

    def body(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces unpacked. Raises `TooLarge`."""
        for piece in pieces:
            self.body_bytes += len(piece)
            if self.body_bytes > self._limits.body_bytes:
                raise TooLarge(f"more than {self._limits.body_bytes:,} bytes unpacked")
            if self.body_bytes > max(RATIO_COUNTS_FROM, self._limits.ratio * self.wire_bytes):
                raise TooLarge(f"{self.wire_bytes:,} bytes unpack to more than {self._limits.ratio:g} times as many")
            yield piece
