"""Rosters: tables that list who took part, by side ("U.S. lead | Chilean lead") or by row ("Name | Position | Country")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.extract.person_mentions import PersonMention
from flows.extract.places import PartyMention
from flows.parse.document import Cell, Document, Table


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that names a person; the side its column or row gives, and the cell of the person's office."""

    cell: Cell
    side: PartyMention | None
    office: Cell | None


# What a header says beside the state: "U.S. lead", "Delegation of Chile", "Philippine side".
OF_SIDE = re.compile(
    r"(?i)\b(?:leads?|heads?|delegations?|sides?|participants|representatives?|members?|co-?chairs?|chairs?|chiefs?|team|for|from|the|of|and)\b|[^\w\s]"
)
NAME = re.compile(
    r"(?i)(?:full )?names?|(?:participants?|delegates?|representatives?|officials?|ministers?|members?)|"
    r"(?:represented|led|headed) by|(?:heads?|leads?|leaders?|chiefs?|chairs?)(?: of (?:the )?delegations?)?"
)
OFFICE = re.compile(r"(?i)(?:positions?|titles?|offices?|posts?|appointments?|functions?|rank and position|designation)")
SIDE = re.compile(r"(?i)(?:countr(?:y|ies)|delegations?|states?|sides?|part(?:y|ies)|nations?|organi[sz]ations?)")


def read_rosters(document: Document, parties: Sequence[PartyMention]) -> list[Entry]:
    """The cells of the document's tables that name those who took part."""
    return [entry for table in document.tables for entry in _entries(document.text, table, parties)]


def _entries(text: str, table: Table, parties: Sequence[PartyMention]) -> Iterator[Entry]:
    headers = {cell.column_no: cell for cell in table.cells if cell.row_no == 0}
    words = {column: text[cell.start : cell.end].strip() for column, cell in headers.items()}
    sides = {column: side for column, cell in headers.items() if (side := _side_of_header(text, cell, parties))}
    names = [column for column, said in words.items() if NAME.fullmatch(said)]
    offices = [column for column, said in words.items() if OFFICE.fullmatch(said)]
    states = [column for column, said in words.items() if SIDE.fullmatch(said)]
    rows: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        if cell.row_no > 0 and cell.end > cell.start:
            rows.setdefault(cell.row_no, {})[cell.column_no] = cell
    for row in rows.values():
        if len({side.code for side in sides.values()}) >= 2:
            yield from (Entry(row[column], side, None) for column, side in sides.items() if column in row)
        elif len(names) == 1 and (offices or states) and names[0] in row:
            office = next((row[column] for column in offices if column in row), None)
            told = [row[column] for column in (*states, *offices, names[0]) if column in row]
            side = next((party for cell in told for party in parties if cell.start <= party.start and party.end <= cell.end), None)
            yield Entry(row[names[0]], side, office)


def _side_of_header(text: str, cell: Cell, parties: Sequence[PartyMention]) -> PartyMention | None:
    """The one state or organisation that a header names, where it says nothing else but whose column it is."""
    named = [party for party in parties if cell.start <= party.start and party.end <= cell.end]
    if len(named) != 1:
        return None
    rest = text[cell.start : named[0].start] + " " + text[named[0].end : cell.end]
    return named[0] if not OF_SIDE.sub("", rest).strip() else None


def introduce(entries: Sequence[Entry], mentions: Sequence[PersonMention]) -> list[PersonMention]:
    """The mentions, those that open a roster's cell as persons introduced there: with its side and office."""
    found = list(mentions)
    for entry in entries:
        inside = [n for n, m in enumerate(found) if entry.cell.start <= m.start and m.end <= entry.cell.end and m.form == "named"]
        if not inside:
            continue
        first = found[inside[0]]
        if len(first.name.split()) < 2:
            continue
        held = [m for m in found if entry.office and entry.office.start <= m.start and m.end <= entry.office.end and m.form == "office"]
        side = entry.side
        known = first.party or (held[0].party if held else None)
        party, span = (side.code, (side.start, side.end)) if side and known is None else (first.party, first.party_span)
        if known and held and not first.party:
            party, span = held[0].party, held[0].party_span
        rule = "people.roster" if first.rule == "people.bare" else first.rule
        offices = first.offices or (held[0].offices if held else ())
        found[inside[0]] = first._replace(party=party, party_span=span, rule=rule, offices=offices)
    return found
