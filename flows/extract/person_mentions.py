"""Mentions of people: a name with the offices around it, or an office alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from flows.extract.offices import OPPOSITE, Office, make_office, of_one, office_run
from flows.extract.person_names import name_run, without_letters
from flows.extract.places import PartyMention, is_place
from flows.extract.words import Word, title_words, words_of


class PersonMention(NamedTuple):
    """A person named, or an office without a name, at `start:end` (the name, or the office)."""

    start: int
    end: int
    name: str
    form: Literal["named", "office"]
    offices: tuple[Office, ...]
    honorific: str | None
    party: str | None
    party_span: tuple[int, int] | None
    person_no: int | None
    rule: str


def read_mentions(text: str, stretches: Iterable[tuple[int, int]], parties: Sequence[PartyMention]) -> list[PersonMention]:
    """Named people and bare offices of the stretches of `text`, in text order, not yet resolved."""
    return [mention for start, end in stretches for mention in _read_stretch(text, start, end, parties)]


def _read_stretch(text: str, start: int, end: int, parties: Sequence[PartyMention]) -> list[PersonMention]:
    words, letters = words_of(text, start, end, parties)
    found: list[PersonMention] = []
    position = 0
    while (opening := OPENS.search(letters, position)) is not None:
        start = opening.start()
        lone = LONE_NAME.match(letters, start)
        if lone is not None and not words[lone.end()].capital:
            position = lone.end()
            _note_bare(text, words[start].start, words[position - 1].end, lone.group().count("n"), found)
        else:
            position = _read_at(text, words, start, found)
    return found


# A name with neither an office nor a mark beside it, as nearly all are; the word that follows has no capital.
LONE_NAME = re.compile(r"(?=i*n)[ni]{1,16}(?=[lj])")


# "The Biden-Harris administration": two people's government, and no third.
GOVERNMENT_OF_TWO = re.compile(r"[^\W\d_]+-[^\W\d_]+\s+administration\b", re.IGNORECASE)


def _note_bare(text: str, start: int, end: int, names: int, found: list[PersonMention]) -> None:
    """A name without an office, for later resolution, unless it is a place's ("In Abu Dhabi, the Minister met ...") or a government's."""
    name = " ".join(text[start:end].split()).rstrip(",")
    if names < 2 and GOVERNMENT_OF_TWO.match(text, start):
        return
    if names < 2 or not is_place(name):
        found.append(PersonMention(start, end, name, "named", (), None, None, None, None, "people.bare"))


# Where a mention may begin, in the letters of the words' classes: at a head, a rank, or what leads to one, be it an institution's name; at an honorific, a name.
# One class of letters first, which the engine leaps to.
OPENS = re.compile(r"[hronims](?:(?<=[hroni])|(?=[msj-]{0,40}(?:n-)?[hr])|(?<=s)(?=[nmj-]{1,11}[hr])|(?<=m)(?=j[nmj-]{1,11}[hr]))")


def _read_at(text: str, words: Sequence[Word], position: int, found: list[PersonMention]) -> int:
    word = words[position]
    if word.kind in {"head", "rank", "modifier", "state"}:
        stop = office_run(words, position)
        if stop > position:
            return _office_and_name(text, words, position, stop, found)
        return position + 1
    if word.kind == "honorific":
        after = position
        while after < len(words) and (
            words[after].kind in {"honorific"}
            or words[after].folded == "the"
            or (words[after].kind == "head" and words[after].folded in {"ambassador", "king", "queen", "prince", "sultan", "emir", "amir"})
        ):
            after += 1
        if after < len(words) and words[after].kind in {"rank", "modifier", "head"} and office_run(words, after) > after:
            return _office_and_name(text, words, after, office_run(words, after), found)
        stop = name_run(words, after)
        if stop > after:
            head = next((number for number in range(position, after) if words[number].kind == "head"), None)
            royal = make_office(text, words, head, head + 1) if head is not None else None
            offices = (royal,) if royal else ()
            return _named(text, words, after, stop, offices, text[word.start : words[after - 1].end], found, "people.honorific")
        return max(after, position + 1)
    if word.kind in {"name", "initial"}:
        stop = name_run(words, position)
        if stop - position >= 1:
            return _bare_name(text, words, position, stop, found)
    return position + 1


def _office_and_name(text: str, words: Sequence[Word], start: int, stop: int, found: list[PersonMention]) -> int:
    """An office, and the name it stands before, after a comma, or not at all."""
    stop = _before_prince(words, start, stop)
    if _is_given_name(words, start, stop):
        office = make_office(text, words, start, stop - 1)
        return _named(text, words, stop - 1, stop + 1, (office,) if office else (), None, found, "people.title_before")
    office = make_office(text, words, start, stop)
    if office is None:
        return start + 1
    after = stop
    if after < len(words) and words[after].text == "(":
        close = next((n for n in range(after, min(after + 6, len(words))) if words[n].text == ")"), None)
        if close is not None and all(w.text.isupper() or w.kind == "mark" or w.text.isalnum() for w in words[after : close + 1]):
            after = close + 1
    if office.text.endswith(("counterparts", "colleagues")) and after + 1 < len(words) and words[after].folded in {"from", "of"}:
        stop_of_list = _counterparts_from(text, words, after + 1, office, found)
        if stop_of_list > after:
            return stop_of_list
    if after + 1 < len(words) and words[after].folded in {"from", "of", "in"} and OPPOSITE.search(office.text):
        office, after = _counterpart_of(words, after, office)
    office, after = _with_remit(text, words, after, office)
    comma = after < len(words) and words[after].text in {",", ":"}
    lookahead = after + 1 if comma else after
    begin, extra = _skip_honorifics(
        text, words, lookahead + 1 if comma and lookahead < len(words) and _of_service(words, lookahead) else lookahead
    )
    name_stop = name_run(words, begin)
    if begin == stop and _is_acronym_of_office(words, begin, name_stop):
        # "Chairman DRDO Dr Samir Kamath": the office's institution.
        office = office._replace(end=words[begin].end, title=f"{office.title} {words[begin].text}")
        begin, extra = _skip_honorifics(text, words, name_stop)
        name_stop = name_run(words, begin)
    named = name_stop > begin and (not comma or _apposition(words, begin, name_stop, extra, office))
    if named and "\n" not in text[office.end : words[begin].start]:
        office = of_one(office)
        offices = (office, extra) if extra else (office,)
        honorific = text[words[lookahead].start : words[begin - 1].end] if begin > lookahead else None
        end = _named(text, words, begin, name_stop, offices, honorific, found, "people.title_before")
        return _more_names(text, words, end, office, found)
    capital = any(w.kind in {"head", "rank"} and w.capital for w in words[start:stop])
    if any(w.kind == "head" for w in words[start:stop]) and (capital or office.party or _is_state_possessive(words, start)):
        found.append(
            PersonMention(
                office.start,
                office.end,
                office.text,
                "office",
                (office,),
                None,
                office.party,
                office.party_span,
                None,
                "people.office",
            )
        )
    return max(stop, start + 1)


# Words of the longest remit that is a name of its own.
LONGEST_REMIT = 6


def _with_remit(text: str, words: Sequence[Word], position: int, office: Office) -> tuple[Office, int]:
    """ "Special Envoy for the Great Lakes region, Mr. X", "commander of French forces in the Asia-Pacific, Rear Adm. Y": the remit's names too."""
    if position >= len(words) or words[position].folded not in {"for", "in"} or office.title is None:
        return office, position
    stop = position + 1
    while (
        stop < len(words)
        and stop - position <= LONGEST_REMIT
        and (words[stop].capital or words[stop].folded in {"the", "and", "of", "region"})
    ):
        stop += 1
    if stop <= position + 1 or stop >= len(words) or words[stop].text != ",":
        return office, position
    begin, extra = _skip_honorifics(text, words, stop + 1)
    if (extra is None and begin == stop + 1) or name_run(words, begin) <= begin:
        return office, position
    end = words[stop - 1].end
    title = " ".join(text[words[position].start : end].split())
    return office._replace(end=end, text=text[office.start : end], title=f"{office.title} {title}"), stop


def _before_prince(words: Sequence[Word], start: int, stop: int) -> int:
    """ "Foreign Minister Prince X": born, no office; "Crown Prince X" is one."""
    last, before = words[stop - 1], words[stop - 2] if stop - start > 1 else None
    born = (
        last.folded in {"prince", "princess"}
        and before is not None
        and (
            before.kind == "head"
            or (stop - start > 2 and before.kind in {"modifier", "state"} and before.folded not in {"crown", "hereditary"})
        )
    )
    return stop - 1 if born else stop


def _is_given_name(words: Sequence[Word], start: int, stop: int) -> bool:
    """ "Defense Minister Gen Nakatani": a given name; "Defense Minister Gen. Wei Fenghe" is a general."""
    return stop - start > 1 and words[stop - 1].text == "Gen" and words[stop - 2].folded == "minister" and name_run(words, stop) == stop + 1


SERVICES = frozenset({"army", "navy", "air", "marine", "space", "coast"})


def _of_service(words: Sequence[Word], position: int) -> bool:
    """ "The commander of U.S. Southern Command, U.S. Army Gen. X": the rank is told with the state's service."""
    following = words[position + 1] if position + 1 < len(words) else None
    return words[position].kind == "state" and following is not None and (following.folded in SERVICES or following.kind == "rank")


def _is_acronym_of_office(words: Sequence[Word], begin: int, stop: int) -> bool:
    """Whether one word in capitals stands between an office and the honorific or rank of its holder."""
    return (
        stop == begin + 1
        and words[begin].text.isupper()
        and stop + 1 < len(words)
        and words[stop].kind in {"honorific", "rank"}
        and words[stop].capital
        and words[stop + 1].kind in {"name", "initial", "honorific", "rank"}
    )


def _counterparts_from(text: str, words: Sequence[Word], position: int, office: Office, found: list[PersonMention]) -> int:
    """ "His counterparts from Saudi Arabia and the UAE, X and Y": each of the state in his place; 0 where no such list stands."""
    place, states = position, []
    while place < len(words) and (words[place].kind in {"state", "joint"} or words[place].text == ","):
        mention = words[place].party
        if mention is not None:
            states.append(mention)
        place += 1
    if len(states) < 2 or words[place - 1].text != ",":
        return 0
    people: list[tuple[int, int]] = []
    while place < len(words) and len(people) < len(states):
        begin, _ = _skip_honorifics(text, words, place)
        stop = name_run(words, begin)
        if stop <= begin:
            break
        people.append((begin, stop))
        place = stop
        while place < len(words) and (words[place].text == "," or words[place].folded == "and"):
            place += 1
    if len(people) != len(states):
        return 0
    for (begin, stop), state in zip(people, states, strict=True):
        start, end = words[begin].start, words[stop - 1].end
        name = " ".join(text[start:end].split()).rstrip(",")
        span = (state.start, state.end)
        own = office._replace(party=state.code, party_span=span, title=None)
        found.append(PersonMention(start, end, name, "named", (own,), None, state.code, span, None, "people.counterpart"))
    return people[-1][1]


def _counterpart_of(words: Sequence[Word], position: int, office: Office) -> tuple[Office, int]:
    """ "His counterpart from Ecuador, X": the state belongs to the office."""
    place = position + 1
    while place < len(words) and words[place].folded in {"the", "republic", "kingdom"}:
        place += 1
    mention = words[place].party if place < len(words) and words[place].kind == "state" else None
    if mention is None:
        return office, position
    return office._replace(party=mention.code, party_span=(mention.start, mention.end)), place + 1


def _is_state_possessive(words: Sequence[Word], start: int) -> bool:
    return words[start].kind == "state"


def _skip_honorifics(text: str, words: Sequence[Word], position: int) -> tuple[int, Office | None]:
    """Past "H.E. Mr." or a rank before a name: the place of the name, and the rank as an office."""
    begin = position
    extra: Office | None = None
    while begin < len(words):
        if words[begin].kind == "honorific" or (
            words[begin].folded == "the" and begin + 1 < len(words) and words[begin + 1].kind == "honorific"
        ):
            begin += 1
        elif words[begin].kind in {"rank", "modifier"} and words[begin].capital and extra is None:
            stop = office_run(words, begin)
            office = make_office(text, words, begin, stop) if stop > begin else None
            if office is None or office.title is not None:
                return begin, extra
            extra = office
            begin = stop
            if begin + 2 < len(words) and words[begin].text == "(" and words[begin + 2].text == ")":
                begin += 3
        elif (
            words[begin].kind == "head"
            and words[begin].folded in {"ambassador", "prince", "princess", "senator"}
            and (
                begin > position
                or (words[begin].folded == "ambassador" and begin > 0 and words[begin - 1].text == ",")
                or (begin > 0 and words[begin - 1].kind in {"head", "modifier", "state"} and words[begin].folded in {"prince", "princess"})
                or (begin > 0 and words[begin - 1].kind == "head" and words[begin].folded != "ambassador")
            )
        ):
            begin += 1
        else:
            break
    return begin, extra


def _apposition(words: Sequence[Word], begin: int, stop: int, extra: Office | None, office: Office) -> bool:
    """Whether the name after a comma is the office-holder's: a full name, or one with a rank or honorific."""
    count = sum(word.kind in {"name", "rank", "modifier", "initial"} for word in words[begin:stop])
    if not office.title:
        return False
    if extra is not None or (begin > 0 and words[begin - 1].kind == "honorific"):
        return True
    following = words[stop] if stop < len(words) else None
    return count >= 2 and (
        following is None or following.kind != "joint" or following.folded in {"and", "of", "in", "on", "at", "to", "for", "with"}
    )


def _named(
    text: str,
    words: Sequence[Word],
    begin: int,
    stop: int,
    offices: tuple[Office, ...],
    honorific: str | None,
    found: list[PersonMention],
    rule: str,
) -> int:
    """Note a named person; an office after the name, and "of Peru", belong to it."""
    start, end = words[begin].start, words[without_letters(words, begin, stop) - 1].end
    name = " ".join(text[start:end].split()).rstrip(",")
    party = next(((o.party, o.party_span) for o in offices if o.party), (None, None))
    after = stop
    if after + 1 < len(words) and words[after].folded == "of":
        place = after + 1
        while place < len(words) and words[place].folded in {"the", "republic", "kingdom", "state"}:
            place += 1
        if place < len(words) and words[place].kind == "state" and words[place].party is not None and offices:
            mention = words[place].party
            if mention is not None:
                party = (mention.code, (mention.start, mention.end))
                after = place + 1
    more, end_of_office = _office_after(text, words, after)
    told = after + 1 < len(words) and words[after + 1].folded == "the"
    if more is not None and offices and told and (_goes_on_to_act(words, end_of_office) or _names_next(text, words, end_of_office)):
        more = None
    else:
        after = end_of_office
    if more is not None:
        offices = (*offices, more)
        if party[0] is None and more.party:
            party = (more.party, more.party_span)
        state = _state_after(words, after) if party[0] is None else None
        if state is not None:
            party, after = (state.code, (state.start, state.end)), next(n for n in range(after, len(words)) if words[n].party is state) + 1
    found.append(PersonMention(start, end, name, "named", offices, honorific, party[0], party[1], None, rule))
    return after


def _state_after(words: Sequence[Word], position: int) -> PartyMention | None:
    """ "Minister for Defence Industry, Australia; ...", "Secretary, Ministry of Defence, Belgium" in a list: the state after the office."""
    if position + 1 < len(words) and words[position].text == "," and words[position + 1].folded in HOUSES:
        position += 2
        while position < len(words) and words[position].kind in {"modifier", "joint"}:
            position += 1
    if position + 2 >= len(words) or words[position].text != "," or words[position + 1].kind != "state":
        return None
    state, closing = words[position + 1].party, words[position + 2]
    return state if state is not None and state.form == "name" and (closing.text in {";", ",", "."} or closing.kind == "joint") else None


HOUSES = frozenset({"ministry", "department", "office"})


def _names_next(text: str, words: Sequence[Word], stop: int) -> bool:
    """ "The Minister of A, General X, the Minister of B, Mr. Y and ...": the second office is Y's."""
    if stop >= len(words) or words[stop].text != ",":
        return False
    begin, extra = _skip_honorifics(text, list(words), stop + 1)
    return (extra is not None or begin > stop + 1) and name_run(words, begin) > begin


def _goes_on_to_act(words: Sequence[Word], stop: int) -> bool:
    """ "In her talks with President X, the Vice President conveyed ...": the office after the comma is another's, who acts."""
    return stop < len(words) and words[stop].kind == "lower" and words[stop].folded not in {"and", "who", "as", "also"}


def _office_after(text: str, words: Sequence[Word], position: int) -> tuple[Office | None, int]:
    """The office that follows a name across a comma, dash or parenthesis."""
    while position + 1 < len(words) and words[position].text == "," and words[position + 1].text in title_words().letters:
        position += 2
        if position + 2 < len(words) and words[position].text == "(" and words[position + 2].text == ")":
            # "NI (M)": an order's military class.
            position += 3
    if position >= len(words) or words[position].text not in {",", "(", "–", "—"}:
        return None, position
    begin = position + 1
    if [word.folded for word in words[begin : begin + 4]] == ["performing", "the", "duties", "of"]:
        begin += 4
    while begin < len(words) and (
        words[begin].folded in {"the", "who", "is", "currently", "a", "an", "new"} and words[begin].kind in {"joint", "lower"}
    ):
        if words[begin].folded == "who":
            return None, position
        begin += 1
    stop = office_run(words, begin) if begin < len(words) else begin
    if stop <= begin:
        return None, position
    office = make_office(text, words, begin, stop)
    if office is None or office.title is None or office.is_plural:
        return None, position
    extra_stop = stop
    # "X, National Security Advisor (NSA) Y": the letters stand between the office and its holder's name.
    lettered = stop + 2 < len(words) and words[stop].text == "(" and words[stop + 2].text == ")" and words[stop + 1].text.isupper()
    name_at, _ = _skip_honorifics(text, words, stop + 3 if lettered else stop)
    # "X, Minister of Y Z" in a list: the office belongs to the name that follows it at once.
    if name_run(words, name_at) > name_at and "\n" not in text[words[stop - 1].end : words[name_at].start]:
        serving = _serving(words, begin, stop)
        own = make_office(text, words, begin, serving) if serving > begin else None
        return (own, serving) if own is not None and own.title is not None else (None, position)
    if extra_stop < len(words) and words[extra_stop].text == "," and _name_follows_comma(text, words, extra_stop):
        return None, position
    return office, stop


def _serving(words: Sequence[Word], begin: int, stop: int) -> int:
    """Where "advisor to" or "assistant to" ends within an office run on to the name of the one served ("advisor to President Y")."""
    for place in range(stop - 2, begin, -1):
        if (
            words[place].folded in {"to", "of"}
            and words[place + 1].kind == "head"
            and all(w.kind in {"head", "joint"} for w in words[place + 1 : stop])
        ):
            return place
    return begin


def _name_follows_comma(text: str, words: Sequence[Word], comma: int) -> bool:
    """ "..., Chief of the Navy, Rear Admiral Y": that office is Y's."""
    begin, extra = _skip_honorifics(text, words, comma + 1)
    stop = name_run(words, begin)
    if extra is None or stop <= begin:
        return False
    # "X, Commander of the A Army, General Y, Commander of the B Army": to each the office after his name.
    own = stop + 1 < len(words) and words[stop].text == "," and words[stop + 1].folded != "the" and office_run(words, stop + 1) > stop + 1
    return not own


def _more_names(text: str, words: Sequence[Word], position: int, office: Office, found: list[PersonMention]) -> int:
    """ "Foreign Ministers X and Y": one office for several names."""
    while office.is_plural and position + 1 < len(words) and (words[position].folded in {"and", "&"} or words[position].text == ","):
        begin = position + 1
        if words[begin].folded == "and":
            begin += 1
        begin, _ = _skip_honorifics(text, words, begin)
        stop = name_run(words, begin)
        if stop <= begin:
            break
        own = office._replace(party=None, party_span=None) if _of_state(words, stop) else office
        position = _named(text, words, begin, stop, (own,), None, found, "people.shared_title")
    return position


def _of_state(words: Sequence[Word], position: int) -> bool:
    return (
        position + 1 < len(words) and words[position].folded == "of" and any(w.kind == "state" for w in words[position + 1 : position + 4])
    )


def _bare_name(text: str, words: Sequence[Word], position: int, stop: int, found: list[PersonMention]) -> int:
    """A name without an office before it: kept where an office follows, else for later resolution."""
    # "NAKATANI Gen": what else would be a rank counts within a name.
    names = sum(word.kind in {"name", "rank", "head", "modifier"} for word in words[position:stop])
    start, end = words[position].start, words[without_letters(words, position, stop) - 1].end
    name = " ".join(text[start:end].split()).rstrip(",")
    office, after = _office_after(text, words, stop) if names >= 2 and not is_place(name) else (None, stop)
    if office is not None:
        state = _state_after(words, after) if office.party is None else None
        told = (state.code, (state.start, state.end)) if state is not None else (office.party, office.party_span)
        found.append(PersonMention(start, end, name, "named", (office,), None, *told, None, "people.title_after"))
        return after
    _note_bare(text, start, end, names, found)
    return stop
