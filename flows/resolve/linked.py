"""Persons as analysts corrected them: groups of mentions divided, then joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.resolve.links import Links, Named
from flows.resolve.mentions import Mention
from flows.resolve.offices import offices_agree, read_office


def linked(groups: Sequence[list[Mention]], mentions: Iterable[Mention], links: Links[Named]) -> list[list[Mention]]:
    """Rule people.corrected: the groups after all that was said of them; one that nobody spoke of stays as it is.

    A mention that had become nobody can be joined.  What would join two parties, or two who were said to be two, stays apart.
    """
    if not links.merges and not links.splits:
        return list(groups)
    parts = [part for group in groups for part in _divided(group, links)]
    home = {_named(m): number for number, part in enumerate(parts) for m in part}
    by_name = {_named(m): m for m in mentions}
    for pair in links.merges:
        for named in pair:
            if named in by_name and named not in home:
                home[named] = len(parts)
                parts.append([by_name[named]])
        one, other = (home.get(named) for named in pair)
        if one is None or other is None or one == other or not _can_be_one(parts[one], parts[other], links):
            continue
        for mention in parts[other]:
            home[_named(mention)] = one
        parts[one] += parts[other]
        parts[other] = []
    return [part for part in parts if part]


def _named(mention: Mention) -> Named:
    return mention.report_id, mention.name


def _can_be_one(one: Sequence[Mention], other: Sequence[Mention], links: Links[Named]) -> bool:
    parties = {m.party for m in (*one, *other) if m.party}
    return len(parties) < 2 and not links.keeps_apart(map(_named, one), map(_named, other))


def _divided(group: list[Mention], links: Links[Named]) -> list[list[Mention]]:
    """A group cut so that no two who were said to be two are together; whoever was not spoken of goes with whom he is most like."""
    spoken = {named for pair in links.splits for named in pair}
    seeds = [m for m in sorted(group, key=lambda m: m.rank) if _named(m) in spoken]
    camps: list[list[Mention]] = []
    for seed in seeds:
        camp = next((camp for camp in camps if not links.keeps_apart([_named(seed)], map(_named, camp))), None)
        if camp is None:
            camps.append([seed])
        else:
            camp.append(seed)
    if len(camps) < 2:
        return [group]
    parts = [list(camp) for camp in camps]
    for mention in sorted(group, key=lambda m: m.rank):
        if mention not in seeds:
            parts[max(range(len(camps)), key=lambda n: (_likeness(mention, camps[n]), -n))].append(mention)
    return parts


def _likeness(mention: Mention, camp: Sequence[Mention]) -> tuple[bool, bool, int]:
    """The same office counts most, then one that agrees, then nearness in time."""
    office = read_office(mention.title)
    days = [abs((mention.on - m.on).days) for m in camp if mention.on and m.on]
    return (
        any(m.title == mention.title for m in camp),
        any(offices_agree(office, read_office(m.title)) for m in camp),
        -min(days, default=1_000_000),
    )
