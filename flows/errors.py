"""Errors of the flows that belong to no step."""

from __future__ import annotations


class DaskError(Exception):
    """A cluster that cannot be reached or cannot read; the message says what to do."""
