"""People: named persons with their offices, and offices that stand for a person."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from flows.extract.offices import Office, level_of, make_office, office_run
from flows.extract.places import PartyMention, find_parties, is_place
from flows.extract.sides import ON_SIDE, REACH, Side, side_after, side_of, unit_of
from flows.extract.words import Word, title_words, words_of
from flows.parse.document import Document
from schemas.vocabulary import ORGANISATIONS, Basis, Level, Part


@dataclass(frozen=True, slots=True)
class PersonMention:
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


@dataclass(frozen=True, slots=True)
class Person:
    """A person of one release: the fullest name and office in it."""

    person_no: int
    name: str
    name_span: tuple[Part, int, int]
    title: str | None
    title_spans: tuple[tuple[Part, int, int], ...]
    party: str | None
    party_spans: tuple[tuple[Part, int, int], ...]
    level: Level
    institution: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class People:
    """The persons of a document and their mentions in its body and title."""

    persons: tuple[Person, ...]
    body: tuple[PersonMention, ...]
    title: tuple[PersonMention, ...]


@dataclass(slots=True)
class _Draft:
    """A person in the making."""

    names: list[tuple[str, Part, int, int]] = field(default_factory=list)
    offices: list[tuple[Part, Office]] = field(default_factory=list)
    parties: list[tuple[str, Part, int, int]] = field(default_factory=list)
    first_at: tuple[int, int] = (0, 0)
    folded: set[tuple[str, ...]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def find_people(document: Document) -> People:
    """The people of a document; body first, so that the title's short names find their persons."""
    drafts: list[_Draft] = []
    body = _mentions(document.text, find_parties(document.text))
    title = _mentions(document.title, find_parties(document.title))
    body = _resolve(drafts, body, "body", document)
    title = _resolve(drafts, title, "title", document)
    body = _link_short_names(drafts, document.publisher_party, body, "body", document.text)
    title = _link_short_names(drafts, document.publisher_party, title, "title", document.title)
    _take_sides(drafts, body, document)
    persons = tuple(_person(number, draft, document) for number, draft in enumerate(drafts))
    return People(persons, tuple(_with_party(m, persons) for m in body), tuple(_with_party(m, persons) for m in title))


def _mentions(text: str, parties: Sequence[PartyMention]) -> list[PersonMention]:
    """Named people and bare offices in text order, not yet resolved."""
    words = words_of(text, parties)
    found: list[PersonMention] = []
    position = 0
    while position < len(words):
        position = _read_at(text, words, position, found)
    return found


def _read_at(text: str, words: list[Word], position: int, found: list[PersonMention]) -> int:
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
        stop = _name_run(words, after)
        if stop > after:
            royal = make_office(text, words, position, after) if any(w.kind == "head" for w in words[position:after]) else None
            offices = (royal,) if royal else ()
            return _named(text, words, after, stop, offices, text[word.start : words[after - 1].end], found, "people.honorific")
        return max(after, position + 1)
    if word.kind in {"name", "initial"}:
        stop = _name_run(words, position)
        if stop - position >= 1:
            return _bare_name(text, words, position, stop, found)
    return position + 1


def _name_run(words: Sequence[Word], start: int) -> int:
    """The index after the name that begins at `words[start]`."""
    position = start
    names = 0
    while position < len(words):
        word = words[position]
        if word.text == "\n":
            break
        if word.kind == "name":
            names += 1
        elif word.kind == "initial":
            pass
        elif (
            word.kind == "particle"
            and position + 1 < len(words)
            and words[position + 1].kind in {"name", "particle", "initial"}
            and (position > start or words[position].capital or names == 0)
        ):
            if word.folded in {"y", "e"} and names == 0:
                break
        elif word.kind == "suffix" and names:
            position += 1
            break
        elif (
            word.text == ","
            and names
            and position + 1 < len(words)
            and words[position + 1].kind == "suffix"
            and words[position + 1].folded in {"jr", "sr", "iii", "ii"}
        ):
            pass
        elif (
            word.text in {"“", '"', "(", "‘"}
            and names
            and position + 2 < len(words)
            and words[position + 1].kind == "name"
            and words[position + 2].text in {"”", '"', ")", "’"}
            and position + 3 < len(words)
            and words[position + 3].kind == "name"
        ):
            position += 2
        elif (
            names
            and (word.kind in {"modifier", "head", "rank"} or (word.kind == "lower" and word.folded in SURNAMES))
            and word.capital
            and (names == 1 or word.folded in SURNAMES)
            and _ends_name(words, position)
        ):
            names += 1
        elif word.text in {"’", "'"} and position > start and words[position - 1].kind == "particle":
            # "de’ Ricci"
            pass
        else:
            break
        position += 1
    while position > start and words[position - 1].kind in {"particle", "mark"} and words[position - 1].text not in {")"}:
        position -= 1
    if names == 0:
        return start
    return position


# Words of offices that are surnames too.
SURNAMES = frozenset(
    {"home", "war", "price", "justice", "king", "major", "marshal", "chief", "pope", "prince", "speaker", "east", "west", "north"}
)


def _ends_name(words: Sequence[Word], position: int) -> bool:
    return position + 1 >= len(words) or words[position + 1].kind in {"mark", "lower", "joint"}


def _office_and_name(text: str, words: list[Word], start: int, stop: int, found: list[PersonMention]) -> int:
    """An office, and the name it stands before, after a comma, or not at all."""
    office = make_office(text, words, start, stop)
    if office is None:
        return start + 1
    after = stop
    if after < len(words) and words[after].text == "(":
        close = next((n for n in range(after, min(after + 6, len(words))) if words[n].text == ")"), None)
        if close is not None and all(w.text.isupper() or w.kind == "mark" or w.text.isalnum() for w in words[after : close + 1]):
            after = close + 1
    if "counterpart" in office.text and after + 1 < len(words) and words[after].folded in {"from", "of", "in"}:
        office, after = _counterpart_of(words, after, office)
    comma = after < len(words) and words[after].text in {",", ":"}
    lookahead = after + 1 if comma else after
    begin, extra = _skip_honorifics(text, words, lookahead)
    name_stop = _name_run(words, begin)
    named = name_stop > begin and (not comma or _apposition(words, begin, name_stop, extra, office))
    if named and "\n" not in text[office.end : words[begin].start]:
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


def _counterpart_of(words: Sequence[Word], position: int, office: Office) -> tuple[Office, int]:
    """ "His counterpart from Ecuador, X": the state belongs to the office."""
    place = position + 1
    while place < len(words) and words[place].folded in {"the", "republic", "kingdom"}:
        place += 1
    mention = words[place].party if place < len(words) and words[place].kind == "state" else None
    if mention is None:
        return office, position
    return replace(office, party=mention.code, party_span=(mention.start, mention.end)), place + 1


def _is_state_possessive(words: Sequence[Word], start: int) -> bool:
    return words[start].kind == "state"


def _skip_honorifics(text: str, words: list[Word], position: int) -> tuple[int, Office | None]:
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
        elif words[begin].kind == "head" and words[begin].folded == "ambassador" and begin > position:
            begin += 1
        else:
            break
    return begin, extra


def _apposition(words: Sequence[Word], begin: int, stop: int, extra: Office | None, office: Office) -> bool:
    """Whether the name after a comma is the office-holder's: a full name, or one with a rank or honorific."""
    count = sum(word.kind == "name" for word in words[begin:stop])
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
    words: list[Word],
    begin: int,
    stop: int,
    offices: tuple[Office, ...],
    honorific: str | None,
    found: list[PersonMention],
    rule: str,
) -> int:
    """Note a named person; an office after the name, and "of Peru", belong to it."""
    start, end = words[begin].start, words[stop - 1].end
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
    more, after = _office_after(text, words, after)
    if more is not None:
        offices = (*offices, more)
        if party[0] is None and more.party:
            party = (more.party, more.party_span)
    found.append(PersonMention(start, end, name, "named", offices, honorific, party[0], party[1], None, rule))
    return after


def _office_after(text: str, words: list[Word], position: int) -> tuple[Office | None, int]:
    """The office that follows a name across a comma, dash or parenthesis."""
    if position >= len(words) or words[position].text not in {",", "(", "–", "—"}:
        return None, position
    begin = position + 1
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
    _, extra_stop = _skip_honorifics(text, words, stop)[0], stop
    name_at, _ = _skip_honorifics(text, words, stop)
    # "X, Minister of Y Z" in a list: the office belongs to the name that follows it at once.
    if _name_run(words, name_at) > name_at and "\n" not in text[words[stop - 1].end : words[name_at].start]:
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


def _name_follows_comma(text: str, words: list[Word], comma: int) -> bool:
    """ "..., Chief of the Navy, Rear Admiral Y": that office is Y's."""
    begin, extra = _skip_honorifics(text, words, comma + 1)
    return extra is not None and _name_run(words, begin) > begin


def _more_names(text: str, words: list[Word], position: int, office: Office, found: list[PersonMention]) -> int:
    """ "Foreign Ministers X and Y": one office for several names."""
    while office.is_plural and position + 1 < len(words) and (words[position].folded in {"and", "&"} or words[position].text == ","):
        begin = position + 1
        if words[begin].folded == "and":
            begin += 1
        begin, _ = _skip_honorifics(text, words, begin)
        stop = _name_run(words, begin)
        if stop <= begin:
            break
        own = replace(office, party=None, party_span=None) if _of_state(words, stop) else office
        position = _named(text, words, begin, stop, (own,), None, found, "people.shared_title")
    return position


def _of_state(words: Sequence[Word], position: int) -> bool:
    return (
        position + 1 < len(words) and words[position].folded == "of" and any(w.kind == "state" for w in words[position + 1 : position + 4])
    )


def _bare_name(text: str, words: list[Word], position: int, stop: int, found: list[PersonMention]) -> int:
    """A name without an office before it: kept where an office follows, else for later resolution."""
    names = sum(word.kind == "name" for word in words[position:stop])
    start, end = words[position].start, words[stop - 1].end
    name = " ".join(text[start:end].split()).rstrip(",")
    if names >= 2 and is_place(name):
        # "In Abu Dhabi, the Minister met ...".
        return stop
    office, after = _office_after(text, words, stop)
    if office is not None and names >= 2:
        found.append(PersonMention(start, end, name, "named", (office,), None, office.party, office.party_span, None, "people.title_after"))
        return after
    found.append(PersonMention(start, end, name, "named", (), None, None, None, None, "people.bare"))
    return stop


@functools.lru_cache(maxsize=8192)
def fold_name(name: str) -> tuple[str, ...]:
    """The name's words in lower case without accents, initials, suffixes and marks."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = (
        "".join(c for c in decomposed if not unicodedata.combining(c))
        .lower()
        .replace("ı", "i")
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("đ", "d")
    )
    parts = re.split(r"[^\w’']+", plain.replace("’", "'"))
    return tuple(p.strip("'") for p in parts if len(p.strip("'")) > 1 and p not in title_words().suffixes)


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two folded names can be one person's: the shorter within the longer, the surname shared."""
    if not a or not b:
        return False
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    if set(small) <= set(large):
        return len(small) >= 2 or small[0] in {large[-1], large[0]} or "-".join(large[-2:]) == small[0] or small[0] in large[1:]
    return (
        small[-1] == large[-1]
        and len(small) >= 2
        and len(large) >= 2
        and small[0][:1] == large[0][:1]
        and (small[0] in large[0] or large[0] in small[0])
    )


def _resolve(drafts: list[_Draft], mentions: list[PersonMention], part: Part, document: Document) -> list[PersonMention]:
    """Give each mention with an office or honorific its person, making new ones."""
    done: list[PersonMention] = []
    for mention in mentions:
        if mention.form == "office" or mention.rule == "people.bare":
            done.append(mention)
            continue
        number = _find(drafts, mention)
        if number is None and part == "title":
            mention, number = _shortened(drafts, mention)
        if number is None and part == "title" and drafts and len(fold_name(mention.name)) == 1:
            # A headline's capitals after an office, whom the body does not know, are no name.
            continue
        if number is None:
            if mention.rule == "people.honorific" and len(fold_name(mention.name)) < 1:
                continue
            drafts.append(_Draft(first_at=(0 if part == "body" else 1, mention.start)))
            number = len(drafts) - 1
        _note(drafts[number], mention, part)
        done.append(replace(mention, person_no=number))
    return done


def _shortened(drafts: list[_Draft], mention: PersonMention) -> tuple[PersonMention, int | None]:
    """A headline's capitals run on after a name: the longest beginning that the body knows, else the mention as it is."""
    words = mention.name.split()
    for count in range(len(words) - 1, 0, -1):
        name = " ".join(words[:count]).rstrip("’'s") if count == 1 else " ".join(words[:count])
        shorter = replace(mention, name=name, end=mention.start + len(name))
        number = _find(drafts, shorter)
        if number is not None:
            return shorter, number
    return mention, None


def _find(drafts: list[_Draft], mention: PersonMention) -> int | None:
    folded = fold_name(mention.name)
    best: int | None = None
    for number, draft in enumerate(drafts):
        if draft.words.isdisjoint(folded):
            continue
        if not any(_same(folded, known) for known in draft.folded) and not _same_holder(draft, mention, folded):
            continue
        codes = {code for code, *_ in draft.parties}
        if mention.party and codes and mention.party not in codes:
            continue
        best = number
        if folded in draft.folded:
            return number
    return best


def _same_holder(draft: _Draft, mention: PersonMention, folded: tuple[str, ...]) -> bool:
    """ "Joe Biden" and "Joseph R. Biden, Jr.": one surname, initial and office."""
    titles = {office.title for office in mention.offices if office.title}
    held = {office.title for _, office in draft.offices if office.title}
    if not folded or not titles & held:
        return False
    for name, *_ in draft.names:
        known = fold_name(name)
        if known and known[-1] == folded[-1] and known[0][:1] == folded[0][:1]:
            return True
    return False


def _note(draft: _Draft, mention: PersonMention, part: Part) -> None:
    draft.names.append((mention.name, part, mention.start, mention.end))
    folded = fold_name(mention.name)
    draft.folded.add(folded)
    draft.words.update(folded)
    draft.offices.extend((part, office) for office in mention.offices)
    if mention.party and mention.party_span:
        draft.parties.append((mention.party, part, *mention.party_span))


# "The President of Jubaland": not the one whom the release calls "the President".
OF_ELSEWHERE = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]")


def _link_short_names(drafts: list[_Draft], home: str | None, mentions: list[PersonMention], part: Part, text: str) -> list[PersonMention]:
    """Bare names and offices find the person introduced with them; others stay unnamed or fall away."""
    done: list[PersonMention] = []
    for mention in mentions:
        if mention.rule == "people.bare":
            number = _find(drafts, mention)
            if number is not None:
                _note(drafts[number], mention, part)
                done.append(replace(mention, person_no=number))
        elif mention.form == "office" and mention.person_no is None and OF_ELSEWHERE.match(text, mention.end):
            done.append(mention)
        elif mention.form == "office" and mention.person_no is None:
            done.append(_office_holder(drafts, mention, part, home))
        else:
            done.append(mention)
    return done


def _office_holder(drafts: list[_Draft], mention: PersonMention, part: Part, home: str | None) -> PersonMention:
    """A bare office with the person who holds it, or with the publisher's party where its own is meant."""
    number = _holder(drafts, mention, part, home)
    title = (mention.offices[0].title or "").lower()
    foreign = title_words().foreign_office.get(home or "")
    own = (
        home is not None
        and mention.party is None
        and title in title_words().own_offices["organisation" if home in ORGANISATIONS else "state"]
        and not (foreign and foreign.search(title))
    )
    if own and (number is None or not {code for code, *_ in drafts[number].parties} <= {home}):
        return replace(mention, person_no=None, party=home, party_span=(mention.start, mention.end))
    return replace(mention, person_no=number)


def _holder(drafts: list[_Draft], mention: PersonMention, part: Part, home: str | None) -> int | None:
    """The person whose office a bare office repeats: of the same state, the publisher's own first, then the one introduced last; "the Minister" alone is the one introduced first."""
    office = mention.offices[0]
    wanted = {w for w in re.findall(r"\w+", (office.title or office.rank or "").lower()) if w not in {"of", "the", "for", "and"}}
    if not wanted or "counterpart" in wanted or "counterparts" in wanted or office.is_plural:
        return None
    best: tuple[tuple[int, int, int], int] | None = None
    for number, draft in enumerate(drafts):
        known = {code for code, *_ in draft.parties}
        if mention.party and mention.party not in known:
            continue
        for _, held in draft.offices:
            words = set(re.findall(r"\w+", f"{held.rank or ''} {held.title or ''}".lower()))
            if wanted <= words:
                before = draft.first_at < (0 if part == "body" else 1, mention.start)
                nearness = draft.first_at[1] if before and len(wanted) > 1 else -draft.first_at[1]
                rank = (1 if before else 0, int(not known or home in known), nearness)
                if best is None or rank > best[0]:
                    best = (rank, number)
                break
    return best[1] if best else None


AND = re.compile(r",?\s+(?:and\s+)?(?:the\s+)?")


def _listed_with(text: str, mention: PersonMention, previous: tuple[PersonMention, _Draft] | None) -> Side | None:
    """ "Ghanaian President X, Minister for Defence Y and General Z": one state's list."""
    if (
        previous is None
        or not mention.offices
        or any(o.party for o in mention.offices)
        or not previous[0].offices
        or not previous[1].parties
    ):
        return None
    start = min([mention.start, *(office.start for office in mention.offices)])
    end = max([previous[0].end, *(office.end for office in previous[0].offices)])
    code, part, low, high = previous[1].parties[0]
    if end > start or not AND.fullmatch(text, end, start) or part != "body" or not end - 260 < low < end:
        return None
    return Side(code, low, high)


MET_BY = re.compile(
    r"\b(?:met(?: with)?|(?:talks|meeting|discussions|call|conversation|consultations|views|interaction) with|(?:called|call) on|"
    r"(?:received|hosted|welcomed|greeted) by|spoke (?:\w+ )?(?:with|to)|received|hosted|welcomed)\s+(?:the |H\.E\.? |Mr\.? |Ms\.? |Dr\.? )*$"
)


def _met_by_ours(document: Document, drafts: list[_Draft], mention: PersonMention, named: list[PersonMention]) -> bool:
    """Whether the publisher's own official met this person, of whose office no state is said: then he is the other side's."""
    home = document.publisher_party
    start = min([mention.start, *(office.start for office in mention.offices)])
    low = document.text.rfind("\n", 0, start) + 1
    if home is None or not mention.offices or not MET_BY.search(document.text, max(low, start - 60), start):
        return False
    hosted = home in ORGANISATIONS or HOSTED.search(document.text, max(low, start - 60), start)
    if hosted and not ABROAD.search(f"{document.title} {document.text[low:start]}"):
        # Who is called on may be our own host of a guest; not on a journey abroad.
        return False
    before = [m for m in named if low <= m.start < start and m.person_no != mention.person_no]
    if not before:
        return re.search(r"\b(?:[Hh]e|[Ss]he)\b", document.text[low:start]) is not None
    if before[-1].person_no is None:
        return False
    subject = drafts[before[-1].person_no]
    ours = {code for code, *_ in subject.parties} <= {home} and not any(office.party not in {None, home} for _, office in subject.offices)
    return ours and ". " not in ABBREVIATED.sub("", document.text[before[-1].end : start])


HOSTED = re.compile(r"\b(?:called on|call on|by)\s")
ABROAD = re.compile(r"\b(?:[Vv]isit(?:s|ed)? (?:to )?[A-Z]|[Tt]ravel\w* to|[Tt]rip to|[Dd]uring (?:his|her) visit)")
ABBREVIATED = re.compile(r"\b(?:H\.E|Mr|Mrs|Ms|Dr|Gen|Lt|Maj|Col|Adm|Capt|Brig|Cmdr|U\.S|[A-Z])\.")


def _take_sides(drafts: list[_Draft], mentions: list[PersonMention], document: Document) -> None:
    """Give a person introduced as the other side's ("his counterparts, X and Y", "the Thai delegation led by Z") that side's party."""
    parties = find_parties(document.text)
    named = [m for m in mentions if m.form == "named" and m.person_no is not None]
    previous: tuple[PersonMention, _Draft] | None = None
    for mention in named:
        draft = drafts[mention.person_no or 0]
        if draft.parties and not ON_SIDE.search(document.text, max(0, mention.start - REACH), mention.start):
            previous = (mention, draft)
            continue
        end = max([mention.end, *(office.end for office in mention.offices)])
        side = unit_of(document.text, end, parties) or side_of(document.text, mention.start, [m.start for m in named], parties)
        side = side or side_after(document.text, end, parties) or _listed_with(document.text, mention, previous)
        previous = (mention, draft)
        if draft.parties and not (side and side.is_certain):
            continue
        if side is None and _met_by_ours(document, drafts, mention, named):
            side = Side(None, mention.start, mention.end)
        if side is not None and side.code is not None:
            draft.parties.clear()
            draft.parties.append((side.code, "body", side.start, side.end))
        elif side is not None and document.publisher_party is not None:
            code, _, spans = _other_side(document, document.publisher_party, mention.start)
            if code is not None:
                draft.parties.append((code, *spans[0]))


def _person(number: int, draft: _Draft, document: Document) -> Person:
    """The fullest name and office of a draft, and its party."""
    name, part, start, end = max(draft.names, key=lambda row: (len(fold_name(row[0])), len(row[0]) if "." in row[0] else 0, -row[2]))
    titled = [(p, o) for p, o in draft.offices if o.title]
    ranked = [(p, o) for p, o in draft.offices if o.rank]
    best = max(titled, key=lambda row: len((row[1].title or "").split()), default=None)
    rank = max(ranked, key=lambda row: len(row[1].rank or ""), default=None)
    title = ", ".join(t for t in (rank[1].rank if rank else None, best[1].title if best else None) if t) or None
    spans: list[tuple[Part, int, int]] = []
    for row in (rank, best):
        if row is not None and (row[0], row[1].start, row[1].end) not in spans:
            spans.append((row[0], row[1].start, row[1].end))
    party, basis, party_spans = _party(draft, title, best[1] if best else None, document, spans)
    return Person(
        number, name, (part, start, end), title, tuple(spans), party, party_spans,
        level_of(title) if title else "other", best[1].institution if best else None, basis,
    )  # fmt: skip


# Offices that these states have too, by a word of the title.
SHARED_TITLES = {"PHL": "secretary", "KOR": "joint chiefs"}


def _party(
    draft: _Draft, title: str | None, office: Office | None, document: Document, spans: list[tuple[Part, int, int]]
) -> tuple[str | None, Basis, tuple[tuple[Part, int, int], ...]]:
    """The party said of a person, else of the office, else the publisher's for an unqualified office."""
    if draft.parties:
        code, part, start, end = draft.parties[0]
        return code, "stated", ((part, start, end),)
    lowered = (title or "").lower()
    for words, code in title_words().party_of_title:
        if words in lowered and not (code == "USA" and SHARED_TITLES.get(document.publisher_party or "", "-") in lowered):
            return code, "derived", tuple(spans[-1:])
    home = document.publisher_party
    if home is None or title is None or not document.is_primary:
        return None, "stated", ()
    foreign = title_words().foreign_office.get(home)
    if foreign is not None and foreign.search(title):
        return _other_side(document, home, next((start for _, at, start, _ in draft.names if at == "body"), None))
    text = document.metadata_text
    where = text.find("publisher: ")
    if where >= 0:
        return home, "context", (("metadata", where + len("publisher: "), text.index("\n", where)),)
    return home, "context", tuple(spans[-1:])


def _other_side(document: Document, home: str, at: int | None = None) -> tuple[str | None, Basis, tuple[tuple[Part, int, int], ...]]:
    """Whose minister an unqualified one is: the other state named in the same paragraph before him, else by title or opening."""
    if at is not None:
        low = document.text.rfind("\n", 0, at) + 1
        near = [m for m in find_parties(document.text[low:at]) if m.code != home and m.form in {"name", "demonym"}]
        if len({m.code for m in near}) == 1:
            return near[-1].code, "context", (("body", low + near[-1].start, low + near[-1].end),)
    parts: tuple[tuple[Part, str], ...] = (("title", document.title), ("body", document.text[:600]))
    for part, text in parts:
        for mention in find_parties(text):
            if mention.code != home and mention.form in {"name", "demonym"}:
                return mention.code, "context", ((part, mention.start, mention.end),)
    return None, "stated", ()


def _with_party(mention: PersonMention, persons: Sequence[Person]) -> PersonMention:
    if mention.person_no is None or mention.party:
        return mention
    return replace(mention, party=persons[mention.person_no].party)
