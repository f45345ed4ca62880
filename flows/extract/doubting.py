"""Doubting: loose words that announce an engagement only where a day, a place or a person beside them says so."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.extract.frames import Frame, dates_in, full_end
from flows.extract.mentions import within
from flows.extract.person_mentions import PersonMention
from flows.extract.telling import Telling

# "From 5 to 7 March the admiral was in Kenya", "She is in Oslo, where she will see ...": a stay is told with its day, or with what was done there.
STAYS = frozenset({"was_there", "went_to", "spent_days"})
WHERE_THEN = re.compile(r"[^.;]{2,60}?,? where (?:he|she|they|the \w+) (?:will |also )?\w+")
WHO_WAS = re.compile(
    r"\b(?:he|she|they|(?:the|our) (?:[\w-]+ )?(?:minister|secretary|president|general|admiral|commander|chief|chairman|envoy|commissioner|delegation|"
    r"ministers|guests?))(?:,[^,;.]{3,60},)?\s*(?:(?:also|then|later|next|first|and|before|afterwards) )*$",
    re.IGNORECASE,
)
AND_VERB = re.compile(r"\b(?:and|then|before)\s+(?:(?:then|later|also|afterwards)\s+)?$")
BESIDE_VERB = re.compile(r"(?:,[^,;.]{3,60},)?\s*(?:(?:also|then|later|next|first|last|himself|herself|afterwards) )*")
SEVERAL_DAYS = re.compile(r"\b(?:From|from) |\b\d{1,2}(?:[-–]| (?:and|to) )\d{1,2}\b|day and (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
# "Was in Washington at the time".
AT_THE_TIME = re.compile(r"[^.;,]{0,40}\b(?:at the time|at that time|by then|based|stationed|born|war)\b")


def is_no_stay(telling: Telling) -> bool:
    """Whether "was in X", "went to X" lacks the person right before it, or the day or deed that makes it a stay."""
    if telling.match.trigger.name not in STAYS:
        return False
    marks, sentence, match = telling.marks, telling.sentence, telling.match
    if AT_THE_TIME.match(marks.text, match.end):
        return True
    spoken = telling.reader.mentions.document.release_type == "transcript"
    dated = bool(dates_in(marks, sentence.start, sentence.end))
    if (spoken or match.trigger.name == "was_there") and not dated:
        return spoken or WHERE_THEN.match(marks.text, match.end, sentence.end) is None
    if telling.previous is not None and AND_VERB.search(marks.text, telling.previous.end, match.start):
        return False
    following = telling.following
    if (
        following is not None
        and following.trigger.kind == "meeting"
        and telling.status == "held"
        and not SEVERAL_DAYS.search(marks.text, sentence.start, match.start)
    ):
        # "Was in Brussels on Friday, where she met with X": no visit beside the meeting (GUIDE.md, One or several).
        return True
    before = [m for m in within(marks.people, sentence.start, match.start) if BESIDE_VERB.fullmatch(marks.text, full_end(m), match.start)]
    return not before and WHO_WAS.search(marks.text, max(sentence.start, match.start - 110), match.start) is None


# "Saw Senator X at the Capitol", "will see President Y in Oslo"; "saw President Y sign the bill" is another matter.
SEEN_AT = re.compile(
    r"(?:,[^,;.]{3,80},)?\s*(?:at|in|on|today|yesterday|this|last|earlier|again|briefly|separately|and|for (?:talks|an hour)|to (?:discuss|work|talk|review|hear|go over)|before|after|there|here)\b|\s*[,.]"
)


def _saw_nobody(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """Whether "saw" is no meeting: nobody of another side is named, or what follows tells what somebody was seen doing."""
    if telling.match.trigger.name != "saw":
        return False
    if telling.reader.mentions.document.release_type == "transcript":
        # Who speaks freely sees many.
        return True
    named = [m for m in partners if m.person_no is not None or m.party]
    if not named or not frame.subjects:
        return True
    return SEEN_AT.match(telling.marks.text, max(full_end(m) for m in named)) is None


def _speaks_alone(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """Whether "spoke about" has no two sides that spoke, or only those of whose talks the release has told before."""
    if telling.match.trigger.name != "talked":
        return False
    persons = telling.reader.mentions.people.persons
    if len({persons[number].party for number in frame.people} - {None}) < 2 or not frame.subjects:
        return True
    told = any(set(frame.people) <= set(other.people) for other in telling.reader.frames if other.kind in {"call", "meeting", "dialogue"})
    return told and not dates_in(telling.marks, telling.left, telling.right)


# "Canadian troops train alongside Latvians": without a day it is what they do, no occasion.
BASE_FORMS = frozenset({"train", "trains", "exercise", "sail", "patrol", "drill", "drills"})


def _trains_by_habit(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    if telling.match.trigger.name != "trained_together" or telling.status != "held" or telling.match.verb not in BASE_FORMS:
        return False
    return not dates_in(telling.marks, telling.sentence.start, telling.sentence.end)


def _confers_again(telling: Telling, frame: Frame, partners: list[PersonMention]) -> bool:
    """ "They spoke by phone. The Deputy Secretary conferred with X on ...": what was told before, unless a day or place sets it apart."""
    if telling.match.trigger.name != "conferred" or dates_in(telling.marks, telling.left, telling.right):
        return False
    met = {m.person_no for m in partners if m.person_no is not None}
    return any(
        met & set(other.people) for other in telling.reader.frames if other.kind in {"call", "meeting"} and other.status == telling.status
    )


# By those who take part: asked once they are read.
BY_WHO_IS_THERE: tuple[Callable[[Telling, Frame, list[PersonMention]], bool], ...] = (
    _saw_nobody,
    _confers_again,
    _trains_by_habit,
    _speaks_alone,
)
