"""The type of a release, from its title and first words."""

from __future__ import annotations

import re

from flows.parse.blocks import Piece

# In order: the first that fits wins.
TYPES = (
    ("schedule", r"\b(?:public|daily|weekly) (?:public )?schedule\b|\bdaily guidance\b|\bprogramme of the\b|^(?:weekly |daily )?(?:agenda|programme|diary|calendar) of\b|\bweek ahead\b|\bforward look\b"),
    ("transcript", r"\b(?:remarks by|transcript|doorstop|press (?:conference|briefing|availability|gaggle)|interview|joint press)\b"),
    ("joint_statement", r"\bjoint (?:statement|declaration|communiqu[eé]|press statement|vision)\b"),
    ("fact_sheet", r"\bfact ?sheet\b|\bbackgrounder\b"),
    ("advisory", r"\b(?:media advisory|will travel|to travel|to visit|travels? to|upcoming (?:trip|visit|travel)|will visit|itinerary)\b"),
    ("readout", r"\breadout\b|[’']s? (?:virtual |video |phone )?(?:call|meeting|conversation|travel|trip|bilateral)s? (?:with|to)\b|\b(?:meets?|met|speaks|spoke|talks) (?:with|to)\b|\bcalls? with\b"),
    ("statement", r"\bstatement\b"),
)  # fmt: skip


def release_type_of(title: str, pieces: list[Piece]) -> str:
    """One of the words of `schemas.vocabulary.ReleaseType`."""
    for name, pattern in TYPES:
        if re.search(pattern, title, re.IGNORECASE):
            return name
    opening = " ".join(piece.text for piece in pieces[:4])[:600]
    if re.search(r"(?m)\bTranscript\b|^[A-Z .]{6,40}:", opening):
        return "transcript"
    if re.search(r"(?i)\bprovided the following (?:readout|summary)\b|\bthe following readout\b", opening):
        return "readout"
    if re.search(r"(?i)\b\(?(?:Xinhua|Reuters|AP|AFP|PNA|TASS|Yonhap)\)?\b|^sources?:", opening):
        return "news_story"
    return "other"
