"""Accuracy for the data-quality report: the figures on answered releases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.evaluation.gold import read_gold
from flows.evaluation.summary import summary


def measure(folders: Iterable[Path]) -> list[dict[str, Any]]:
    """For each gold folder its name, how many releases it answers, the figures with their intervals, and the calibration of confidences.

    Raises `GoldError` for a folder that cannot be used.
    """
    found = []
    for folder in folders:
        told = summary(read_gold(folder))
        found.append(
            {"name": folder.name, "releases": told["releases"], "figures": told["figures"], "calibration": told["calibration"]["own"]}
        )
    return found
