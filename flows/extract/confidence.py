"""Confidence: how far a rule's reading is to be believed."""

from __future__ import annotations

import functools

from flows.extract.lexicon import read_lexicon
from schemas.vocabulary import Basis


@functools.cache
def confidence_of(rule: str, basis: Basis, language: str = "en") -> float:
    """The prior of a rule (longest prefix listed in confidence.yaml) times that of its basis, 0 to 1."""
    table = read_lexicon(language, "confidence")
    rules: dict[str, float] = table["rules"]
    name = rule
    while name not in rules and "." in name:
        name = name.rpartition(".")[0]
    prior = rules.get(name, rules["default"])
    bases: dict[str, float] = table["bases"]
    return round(prior * bases[basis], 3)
