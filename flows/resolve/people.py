"""People: mentions across releases become persons, by rules that each have a name."""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from flows.resolve.linked import linked
from flows.resolve.links import Links, Named
from flows.resolve.mentions import Mention, ResolvedPerson
from flows.resolve.names import Name, initial_for_name, middle_names, name_facts, read_name, same_name, similar_spelling
from flows.resolve.offices import OfficeWords, offices_agree, offices_touch, read_office
from flows.resolve.unions import Unions


def resolve_people(mentions: Iterable[Mention], links: Links[Named] | None = None) -> list[ResolvedPerson]:
    """Persons from mentions: the same for every order of these.

    A surname alone whose holder cannot be told, and whose party is unknown, becomes nobody.  `links` are what analysts said.
    """
    mentions = list(mentions)
    of_party: dict[str | None, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: m.rank):
        if read_name(mention.name).words:
            of_party[mention.party].append(mention)
    unknown = of_party.pop(None, [])
    groups = [group for party in sorted(of_party, key=str) for group in _of_one_party(of_party[party])]
    groups = linked(_with_unknown_party(groups, unknown), mentions, links or Links())
    return sorted((_person(group) for group in groups), key=lambda p: p.person_id)


def _person(group: Sequence[Mention]) -> ResolvedPerson:
    ordered = tuple(sorted(group, key=lambda m: m.rank))
    return ResolvedPerson(ordered[0].seed_id, ordered)


def _of_one_party(mentions: Sequence[Mention]) -> list[list[Mention]]:
    full = [m for m in mentions if read_name(m.name).is_full]
    groups = [part for group in _by_name(full) for part in apart_by_office(group)]
    return _with_surnames(groups, [m for m in mentions if not read_name(m.name).is_full])


def _by_name(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of full names in groups that `PAIR_RULES` join."""
    spelled: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        spelled[mention.name].append(mention)
    unions = Unions(spelled)
    for a, b in _blocked(spelled):
        if any(rule(spelled[a], spelled[b]) for rule in PAIR_RULES.values()):
            unions.join(a, b)
    return [[m for name in names for m in spelled[name]] for names in unions.sets()]


def _blocked(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that share a word or differ by order and hyphens only: others are never compared."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        read = read_name(name)
        for word in {*read.words, *read.parts, *read.keys}:
            blocks[word].append(name)
    return iter(dict.fromkeys(pair for block in blocks.values() for pair in itertools.combinations(block, 2)))


def _names(a: Sequence[Mention], b: Sequence[Mention]) -> tuple[Name, Name]:
    return read_name(a[0].name), read_name(b[0].name)


def _office_shared(a: Sequence[Mention], b: Sequence[Mention]) -> bool:
    """Whether some title of one agrees with some title of the other within reach in time."""
    return any(
        offices_agree(read_office(x.title), read_office(y.title)) and _near(x, y, name_facts()["full_reach_days"])
        for x, y in itertools.product(_distinct(a), _distinct(b))
    )  # fmt: skip


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """The first and the last mention of each title."""
    first = {m.title: m for m in sorted(mentions, key=_day, reverse=True)}
    last = {m.title: m for m in sorted(mentions, key=_day)}
    return list(dict.fromkeys([*first.values(), *last.values()]))


def _day(mention: Mention) -> tuple[dt.date, str]:
    return mention.on or dt.date.min, mention.seed_id


def _near(a: Mention, b: Mention, days: int) -> bool:
    return a.on is not None and b.on is not None and abs((a.on - b.on).days) <= days


def _middle(a: Sequence[Mention], b: Sequence[Mention]) -> bool:
    return middle_names(*_names(a, b)) and _office_shared(a, b)


def _spelling(a: Sequence[Mention], b: Sequence[Mention]) -> bool:
    return similar_spelling(*_names(a, b)) and _office_shared(a, b)


# Each joins all mentions of two spellings within one party.
PAIR_RULES: dict[str, Callable[[Sequence[Mention], Sequence[Mention]], bool]] = {
    "people.same_name": lambda a, b: same_name(*_names(a, b)),
    "people.middle_names": _middle,
    "people.similar_spelling": _spelling,
}


def apart_by_office(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Rule people.offices_apart: one name and party, but offices that share nothing and overlap in time, are two people.

    Offices that follow each other are one career.  A mention whose office says little goes to the one person whose
    time it falls into, else stays with the person most seen.
    """
    telling = [m for m in mentions if not read_office(m.title).is_bare]
    titles = Unions(sorted({m.title or "" for m in telling}))
    for a, b in itertools.combinations(sorted({m.title or "" for m in telling}), 2):
        if offices_touch(read_office(a), read_office(b)):
            titles.join(a, b)
    classes: dict[str, list[Mention]] = defaultdict(list)
    for mention in telling:
        classes[titles.root(mention.title or "")].append(mention)
    if len(classes) < 2:
        return [list(mentions)]
    persons: list[list[Mention]] = []
    for group in sorted(classes.values(), key=lambda g: (-len(g), min(m.rank for m in g))):
        host = next((person for person in persons if not _overlap(person, group)), None)
        if host is None:
            persons.append(list(group))
        else:
            host.extend(group)
    for mention in mentions:
        if read_office(mention.title).is_bare:
            around = [person for person in persons if _within(mention, person)]
            (around[0] if len(around) == 1 else persons[0]).append(mention)
    return persons


def _span(mentions: Sequence[Mention]) -> tuple[dt.date, dt.date]:
    days = [m.on for m in mentions if m.on] or [dt.date.min]
    return min(days), max(days)


def _overlap(a: Sequence[Mention], b: Sequence[Mention]) -> bool:
    return _span(a)[0] <= _span(b)[1] and _span(b)[0] <= _span(a)[1]


def _within(mention: Mention, person: Sequence[Mention]) -> bool:
    low, high = _span(person)
    return mention.on is not None and low <= mention.on <= high


def _with_surnames(groups: list[list[Mention]], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Rule people.surname_and_office: a surname, or one with an initial, joins the one person of its party who bears it and was seen in that office within reach.

    What is left over is joined by the same rule among itself.
    """
    bearing: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for word in {word for m in group for word in (*read_name(m.name).ends, "".join(read_name(m.name).words[1:]))}:
            bearing[word].append(number)
    seen = [_days_by_title(group) for group in groups]
    kept = [list(group) for group in groups]
    left: list[Mention] = []
    for mention in mentions:
        bearers = [n for n in bearing[read_name(mention.name).words[0]] if _initial_fits(mention, groups[n])]
        # An office that many hold says less than one that tells its holder.
        fitting: list[int] = []
        for telling, reach in ((True, "reach_days"), (False, "reach_days"), (True, "far_reach_days")):
            fitting = fitting or [n for n in bearers if _holds(mention, _telling(seen[n]) if telling else seen[n], name_facts()[reach])]
        bearer = _clearly([(len(groups[n]), n) for n in fitting])
        if bearer is None:
            left.append(mention)
        else:
            kept[bearer].append(mention)
    return kept + _among_surnames(left)


def _clearly(counted: list[tuple[int, int]]) -> int | None:
    """The one group that can be meant: the only one, or seen so much oftener than all others that these are slips of reading."""
    if not counted:
        return None
    count, number = max(counted)
    others = sum(other for other, _ in counted) - count
    return number if count >= name_facts()["clearly_oftener"] * others else None


def _days_by_title(mentions: Sequence[Mention]) -> dict[str | None, list[dt.date]]:
    """The days, in order, on which each title was seen."""
    days: dict[str | None, list[dt.date]] = defaultdict(list)
    for mention in mentions:
        if mention.on:
            days[mention.title].append(mention.on)
    return {title: sorted(on) for title, on in days.items()}


def _telling(seen: dict[str | None, list[dt.date]]) -> dict[str | None, list[dt.date]]:
    return {title: days for title, days in seen.items() if not read_office(title).is_bare}


def _holds(mention: Mention, seen: dict[str | None, list[dt.date]], reach: int) -> bool:
    """Whether the office of a mention is one that was seen within so many days."""
    if mention.on is None:
        return False
    for title, days in seen.items():
        if offices_agree(_office(mention), read_office(title)):
            after = bisect_left(days, mention.on)
            if any(abs((day - mention.on).days) <= reach for day in days[max(0, after - 1) : after + 1]):
                return True
    return False


def _initial_fits(mention: Mention, group: Sequence[Mention]) -> bool:
    name = read_name(mention.name)
    return not name.initials or any(initial_for_name(name, other) for other in {read_name(m.name) for m in group})


def _among_surnames(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """A surname without a fuller form: one person per office that says which it is, as long as it is seen within reach; per title of many, within days."""
    of_surname: dict[Name, list[Mention]] = defaultdict(list)
    for mention in mentions:
        of_surname[read_name(mention.name)].append(mention)
    groups = []
    for block in of_surname.values():
        unions = Unions([m.seed_id for m in block])
        for one, other in itertools.combinations_with_replacement(sorted({m.title for m in block if m.title}), 2):
            is_bare = read_office(one).is_bare or read_office(other).is_bare
            if offices_agree(read_office(one), read_office(other)) and (one == other or not is_bare):
                ordered = sorted((m for m in block if m.title in {one, other}), key=_day)
                for a, b in itertools.pairwise(ordered):
                    if _near(a, b, name_facts()["bearer_days" if is_bare else "far_reach_days"]):
                        unions.join(a.seed_id, b.seed_id)
        by_id = {m.seed_id: m for m in block}
        groups += [[by_id[i] for i in members] for members in unions.sets()]
    return groups


def _office(mention: Mention) -> OfficeWords:
    return read_office(mention.title)


def _with_unknown_party(groups: list[list[Mention]], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Rule people.unknown_party: a full name of which no party is said joins the one person of that name, if the office does not speak against it."""
    bearing: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for key in {read_name(m.name).key for m in group if read_name(m.name).is_full}:
            bearing[key].append(number)
    kept = [list(group) for group in groups]
    left: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        key = read_name(mention.name).key
        if not read_name(mention.name).is_full:
            continue
        if len(bearing[key]) == 1 and any(offices_touch(_office(mention), _office(m)) for m in groups[bearing[key][0]]):
            kept[bearing[key][0]].append(mention)
        else:
            left[key].append(mention)
    return kept + [part for group in left.values() for part in apart_by_office(group)]
