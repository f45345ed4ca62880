"""Drafts: mentions of one person gathered, short names and bare offices traced back."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from flows.extract.offices import OPPOSITE, Office
from flows.extract.person_mentions import PersonMention
from flows.extract.person_names import fold_name, same_person
from flows.extract.words import title_words
from flows.parse.document import Document
from schemas.vocabulary import ORGANISATIONS, Part


@dataclass(slots=True)
class Draft:
    """A person in the making."""

    names: list[tuple[str, Part, int, int]] = field(default_factory=list)
    offices: list[tuple[Part, Office]] = field(default_factory=list)
    parties: list[tuple[str, Part, int, int]] = field(default_factory=list)
    first_at: tuple[int, int] = (0, 0)
    folded: set[tuple[str, ...]] = field(default_factory=set)


class Drafts(list[Draft]):
    """The persons of a document in the making, found by the words of their names."""

    def __init__(self) -> None:
        super().__init__()
        self.aliases: dict[str, int] = {}
        self._by_word: dict[str, set[int]] = {}

    def sharing(self, words: Iterable[str]) -> list[int]:
        """The numbers of the drafts that bear one of `words`, in order."""
        return sorted(set().union(*(self._by_word.get(word, ()) for word in words)))

    def words(self) -> set[str]:
        """All words of the names that the drafts bear."""
        return set(self._by_word)

    def note_words(self, number: int, words: Iterable[str]) -> None:
        """Note that a draft bears `words`."""
        for word in words:
            self._by_word.setdefault(word, set()).add(number)


def resolve_named(drafts: Drafts, mentions: list[PersonMention], part: Part, document: Document) -> list[PersonMention]:
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
            drafts.append(Draft(first_at=(0 if part == "body" else 1, mention.start)))
            number = len(drafts) - 1
        _note(drafts, number, mention, part)
        _note_alias(drafts, number, mention, document.part(part))
        done.append(mention._replace(person_no=number))
    return done


ALIAS = re.compile(r"\s*\(([A-Z]{3,6})\)")


def _note_alias(drafts: Drafts, number: int, mention: PersonMention, text: str) -> None:
    """ "General X, Chief of Army Staff (COAS)": the letters by which the release calls him afterwards, where they are those of his office."""
    for office in mention.offices:
        alias = ALIAS.match(text, office.end)
        words = re.findall(r"\w+", office.title or "")
        initials = {"".join(w[0] for w in words).upper(), "".join(w[0] for w in words if w not in SMALL_WORDS).upper()}
        if alias is not None and alias[1] in initials:
            drafts.aliases.setdefault(alias[1], number)
            drafts.note_words(number, {alias[1].lower()})


def _shortened(drafts: Drafts, mention: PersonMention) -> tuple[PersonMention, int | None]:
    """A headline's capitals run on after a name: the longest beginning that the body knows, else the mention as it is."""
    words = mention.name.split()
    for count in range(len(words) - 1, 0, -1):
        name = " ".join(words[:count]).rstrip("’'s") if count == 1 else " ".join(words[:count])
        shorter = mention._replace(name=name, end=mention.start + len(name))
        number = _find(drafts, shorter)
        if number is not None:
            return shorter, number
    return mention, None


def _find(drafts: Drafts, mention: PersonMention) -> int | None:
    folded = fold_name(mention.name)
    best: int | None = None
    for number in drafts.sharing(folded):
        draft = drafts[number]
        if not any(same_person(folded, known) for known in draft.folded) and not _same_holder(draft, mention, folded):
            continue
        codes = {code for code, *_ in draft.parties}
        if mention.party and codes and mention.party not in codes:
            continue
        best = number
        if folded in draft.folded:
            return number
    return best


def _same_holder(draft: Draft, mention: PersonMention, folded: tuple[str, ...]) -> bool:
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


def _note(drafts: Drafts, number: int, mention: PersonMention, part: Part) -> None:
    draft = drafts[number]
    draft.names.append((mention.name, part, mention.start, mention.end))
    folded = fold_name(mention.name)
    draft.folded.add(folded)
    drafts.note_words(number, folded)
    known = {(office.rank, office.title, office.party) for _, office in draft.offices}
    draft.offices.extend((part, o) for o in mention.offices if (o.rank, o.title, o.party) not in known)
    if mention.party and mention.party_span and all(mention.party != code for code, *_ in draft.parties):
        draft.parties.append((mention.party, part, *mention.party_span))


# "The President of Jubaland": not the one whom the release calls "the President".
OF_ELSEWHERE = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]")


def link_short_names(drafts: Drafts, home: str | None, mentions: list[PersonMention], part: Part, text: str) -> list[PersonMention]:
    """Bare names and offices find the person introduced with them; others stay unnamed or fall away."""
    done: list[PersonMention] = []
    for mention in mentions:
        if mention.rule == "people.bare" and mention.name in drafts.aliases:
            done.append(mention._replace(person_no=drafts.aliases[mention.name], rule="people.alias"))
        elif mention.rule == "people.bare":
            number = _find(drafts, mention)
            if number is not None:
                _note(drafts, number, mention, part)
                done.append(mention._replace(person_no=number))
        elif mention.form == "office" and mention.person_no is None and OF_ELSEWHERE.match(text, mention.end):
            done.append(mention)
        elif mention.form == "office" and mention.person_no is None:
            done.append(_office_holder(drafts, mention, part, home))
        else:
            done.append(mention)
    return done


def _office_holder(drafts: Drafts, mention: PersonMention, part: Part, home: str | None) -> PersonMention:
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
        return mention._replace(person_no=None, party=home, party_span=(mention.start, mention.end))
    return mention._replace(person_no=number)


SPEAKERS = frozenset({"press", "spokesperson", "spokesman", "spokeswoman"})


# "The Prime Minister" is not the Deputy Prime Minister, nor "the President" the Vice President.
DEPUTY_HEAD = re.compile(r"\b(?:deputy|vice) (?:prime minister|president|premier|chancellor)\b")
DEPUTIES = frozenset({"deputy", "vice"})


SMALL_WORDS = frozenset({"of", "the", "for", "and"})


@functools.lru_cache(maxsize=8192)
def _words_of(office: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", office))


def _holder(drafts: Drafts, mention: PersonMention, part: Part, home: str | None) -> int | None:
    """The person whose office a bare office repeats: of the same state, the publisher's own first, then the one introduced last; "the Minister" alone is the one introduced first."""
    office = mention.offices[0]
    wanted = _words_of((office.title or office.rank or "").lower()) - SMALL_WORDS
    if not wanted or office.is_plural or any(map(OPPOSITE.fullmatch, wanted)):
        return None
    best: tuple[tuple[int, int, bool, int], int] | None = None
    for number, draft in enumerate(drafts):
        known = {code for code, *_ in draft.parties}
        if mention.party and mention.party not in known:
            continue
        for _, held in draft.offices:
            words, of_title = (
                _words_of(DEPUTY_HEAD.sub("", f"{held.rank or ''} {held.title or ''}".lower())),
                _words_of((held.title or "").lower()),
            )
            if wanted & DEPUTIES:
                words |= of_title
            if words & SPEAKERS and not wanted & SPEAKERS:
                # "The Secretary" is not the Press Secretary.
                continue
            if wanted <= words:
                before = draft.first_at < (0 if part == "body" else 1, mention.start)
                nearness = draft.first_at[1] if before and len(wanted) > 1 else -draft.first_at[1]
                # "The Minister of Defense" is he before the Assistant Minister of Defense.
                exact = of_title - SMALL_WORDS == wanted
                rank = (1 if before else 0, int(not known or home in known), exact, nearness)
                if best is None or rank > best[0]:
                    best = (rank, number)
                break
    return best[1] if best else None
