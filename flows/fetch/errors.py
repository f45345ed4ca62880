"""What keeps an address from being fetched, as one error with a short code."""

from __future__ import annotations


class FetchError(Exception):
    """An address that gave nothing to keep; the message names it and says what to do.

    `reason` is a short code (`refused_address`, `refused_scheme`, `address`, `too_large`, `timeout`, `truncated`, `dropped`, `coding`,
    `robots`, `robots_wait`, `wait`, `redirects`, `tls`, `unasked_304`, `status_503`...); `wait_seconds` is how long the host asks to be left alone.
    """

    def __init__(self, url: str, reason: str, message: str, wait_seconds: float | None = None) -> None:
        super().__init__(f"{url}: {message}")
        self.url = url
        self.reason = reason
        self.wait_seconds = wait_seconds
