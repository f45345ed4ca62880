"""Signatures: the office on the line below a name, as at the head and foot of joint statements."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flows.extract.offices import Office
from flows.extract.person_mentions import PersonMention
from flows.extract.places import PartyMention
from flows.parse.document import Block, Document

# What may stand before a name on its line ("Senator the Hon") and after it ("MP", "AO, DSC").
HONOURED = re.compile(r"(?:(?:[A-Z][\w.’']*|the)\s+){0,6}")
LETTERS = re.compile(r"(?:,?\s+[A-Z]{2,5}\b\.?)*,?\s*")
# A line that holds an office and nothing else: capitalised words and the small ones between them.
SMALL = r"(?:of|for|and|the|to|in|on|with|at|&)"
OFFICE_LINE = re.compile(rf"[A-Z][\w’'()&/-]*(?:,?\s+(?:[A-Z(][\w’'()&/-]*|{SMALL}))*")
OF_STATE = re.compile(r",\s+(?:(?:the|Republic|Kingdom|State|Commonwealth|Independent|United|Federal|Democratic|Socialist|Islamic|of)\s+)*")
# Code points of the longest office that a line holds.
LINE = 160


def titled_below(document: Document, mentions: Sequence[PersonMention], parties: Sequence[PartyMention]) -> list[PersonMention]:
    """The mentions, those whose name stands alone on a line with the office of the line below."""
    found = list(mentions)
    starts = [mention.start for mention in found]
    # A release may be its title alone: no block, and none below it.
    for block, below in zip(document.blocks, (*document.blocks[1:], None), strict=False):
        number = _alone_on_line(document.text, block, found, starts)
        if number is None:
            continue
        letters = LETTERS.match(document.text, found[number].end, block.end)
        start = letters.end() if letters else found[number].end
        end = block.end
        if start >= block.end and below is not None and len(found[number].name.split()) > 1:
            start, end = below.start, below.end
        elif found[number].rule == "people.bare":
            continue
        last = bisect_right(starts, start) - 1
        held = found[last] if last >= 0 and starts[last] == start else None
        if held is None or held.form != "office" or end - start > LINE or not OFFICE_LINE.fullmatch(document.text, start, end):
            continue
        found[number] = _titled(document.text, found[number], held.offices[0], end, parties)
    return found


def _alone_on_line(text: str, block: Block, mentions: Sequence[PersonMention], starts: Sequence[int]) -> int | None:
    """The mention of a person that opens a block, with nothing but honorifics before it."""
    if block.kind not in {"heading", "paragraph", "list_item"} or block.end - block.start > 2 * LINE:
        return None
    first, stop = bisect_left(starts, block.start), bisect_left(starts, block.end)
    number = next((n for n in range(first, stop) if mentions[n].form == "named"), None)
    if number is None or not HONOURED.fullmatch(text, block.start, mentions[number].start):
        return None
    return number


def _titled(text: str, mention: PersonMention, office: Office, end: int, parties: Sequence[PartyMention]) -> PersonMention:
    """The mention with the office of a whole line; a state across a comma at its end is the party."""
    state = next((p for p in parties if office.start < p.start and p.end == end and p.form == "name"), None)
    comma = text.rfind(",", office.start, state.start) if state is not None else -1
    if state is not None and comma >= 0 and OF_STATE.fullmatch(text, comma, state.start):
        end = comma
    else:
        state = next((p for p in parties if office.start <= p.start and p.end <= end), None)
    title = " ".join(text[office.start : end].split())
    span = (state.start, state.end) if state is not None else None
    whole = office._replace(end=end, text=title, title=title, party=state.code if state else None, party_span=span)
    rule = "people.title_below" if mention.rule == "people.bare" else mention.rule
    party, party_span = (whole.party, span) if whole.party else (mention.party, mention.party_span)
    return mention._replace(offices=(*mention.offices, whole), party=party, party_span=party_span, rule=rule)
