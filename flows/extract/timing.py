"""When: the date that a frame's clause gives it, days counted and ends of spans."""

from __future__ import annotations

import datetime as dt
import re

from flows.extract.dates import DateMention, ResolvedDate
from flows.extract.frames import Frame, Support, dates_in, nearest_date
from flows.extract.mentions import Marks, Sentence, within
from flows.extract.reader import Reader, day_told_last
from flows.extract.seeking import Sought
from flows.extract.telling import Telling
from flows.extract.triggers import TriggerMatch

# A date dates "the meeting" within so many code points after it.
NEAR_ANAPHOR = 60


# "Met at the Shangri-La Dialogue in Singapore in June": date and place are those of both.
AT_EVENT = re.compile(r"\b(?:at|during|of|alongside)\s+(?:the\s+)?(?:\w+\s+)?$")


# "On 21 November, X, who was visiting Jakarta to attend the ADMM-Plus, held talks with Y": the day and town are those of the talks.
WHO_WAS_THERE = Sought(
    r",\s+(?:who (?:is|was|are|were) (?:currently |also )?(?:visiting|in|attending|on (?:an?|his|her)|paying|making)|who (?:has|have|had|will|is|are) |during (?:his|her|their|a|an)|while (?:in|on|attending|visiting))\b"
    r"[^;]*,\s+(?:\w+ly )?$"
)


# "The North fired missiles on Monday, days after the allies held an exercise": Monday is not the exercise's day.
DAYS_AFTER = Sought(r"\b(?:days|weeks|months|hours|a day|a week|a month) (?:after|before)\s*$")


def reach_of_trigger(telling: Telling, left: int) -> tuple[int, int]:
    """Where a frame's date and place may stand: the whole sentence for a lone trigger, else up to the neighbours; `left` is where the clause begins."""
    sentence, marks, matches, index, right = telling.sentence, telling.marks, telling.matches, telling.index, telling.right
    strong = [m for m in matches if m.trigger.shape != "again"]
    if DAYS_AFTER.search(marks, sentence.start, left):
        return left, sentence.end
    if len(strong) <= 1 or WHO_WAS_THERE.search(marks, sentence.start, matches[index].start):
        return sentence.start, sentence.end
    low = sentence.start if index == 0 else max(sentence.start, min(left, matches[index].start))
    if index > 0:
        low = max(low, matches[index - 1].end)
    high = sentence.end
    if index + 1 < len(matches):
        following = matches[index + 1].start
        if matches[index + 1].trigger.shape == "event" and AT_EVENT.search(marks.text, matches[index].end, following):
            return low, sentence.end
        high = right if matches[index].end <= right <= following else following
        high = max(high, right if right <= following else following)
    return low, high


def date_frame(telling: Telling, frame: Frame, left: int) -> None:
    """Date a frame by what stands within the trigger's reach, or before the first trigger of the sentence; `left` is where the clause begins."""
    reader, marks, sentence, match = telling.reader, telling.marks, telling.sentence, telling.match
    low, high = reach_of_trigger(telling, left)
    mention = nearest_date(marks, match.start, match.end, low, high)
    if (
        mention is not None
        and frame.shape == "again"
        and (mention.start > match.end + NEAR_ANAPHOR or (reader.frames and mention.end < match.start - NEAR_ANAPHOR))
    ):
        return
    acts_on = frame.status == "held" and frame.shape in {"partners", "object", "act"}
    # "This July, the United States will host the NATO Summit": nobody else is hosted.
    tells_first = frame.shape == "event" and not telling.told_before
    if mention is None and telling.index > 0 and (acts_on or tells_first):
        mention = _fronted(marks, sentence, telling.matches[0])
        told = next((f for f in reversed(telling.told_before) if mention is not None and f.date_text == mention.text), None)
        if told is not None:
            # "On the day before the talks, he called on X and laid a wreath": one day before, not two.
            frame.take_date(told)
            return
    if mention is None or not _dates_something_else(frame, marks, sentence, match, mention):
        set_date(reader, frame, sentence, mention)
    if frame.date is None:
        _just_now(reader, frame, marks, sentence, match)
        _year_of_name(frame, marks, match)


# "I've just met with", "We have just come from a meeting with": on the day that it is said.
JUST = re.compile(r"(?:[’']ve|have|has|[’']s) just (?=(?:met|had|held|finished|concluded|come|signed|been|sat|wrapped|completed|spoken)\b)")


def _just_now(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch) -> None:
    """Words spoken in a transcript, of what was just done: the day of the transcript."""
    document = reader.mentions.document
    if document.release_type != "transcript" or document.published_on is None or frame.status != "held" or frame.shape == "again":
        return
    just = JUST.search(marks.text, sentence.start, match.end)
    if just is not None:
        frame.date, frame.date_text = ResolvedDate(document.published_on.isoformat(), None, "day", "relative"), just.group().strip()
        frame.date_support = [Support(sentence.part, just.start(), just.end(), "dates.just", "derived")]


YEAR_IN_NAME = re.compile(r"\b(?:19|20)\d\d\b")


def _year_of_name(frame: Frame, marks: Marks, match: TriggerMatch) -> None:
    """ "Their participation in Exercise Talisman Sabre 2025": in that year."""
    year = YEAR_IN_NAME.search(marks.text, match.start, match.end) if frame.kind == "exercise" and frame.shape == "event" else None
    if year is not None:
        frame.date, frame.date_text = ResolvedDate(year.group(), None, "year", "stated"), year.group()
        frame.date_support = [Support(frame.trigger.part, year.start(), year.end(), "dates.year_in_name", "stated")]


# "Today the minister concluded a visit to Poland, where she met with allies": they met before.
CONCLUDED_WHERE = Sought(r"\b(?:conclud|complet|end|finish|wrapp|return)\w*\b[^.;]*\bwhere\b[^.;]*$")
# "Met the Prime Minister to discuss preparations for the NATO Summit on 11-12 July": the summit's days.
OF_OTHER_EVENT = Sought(
    r"\b(?:preparations? for|ahead of|in the run-up to|plans for|discuss(?:ed)?|agenda (?:of|for)|outcomes? of)\s+(?:the|this year[’']s|next (?:week|month|year)[’']s)\b[^,;.]{0,60}?"
    r"\b(?:[Ss]ummit|[Mm]inisterial|[Cc]onference|[Ff]orum|[Ee]lections?)\s+(?:(?:in|at) [^,;.]{2,25}\s)?(?:on|in|of|from)?\s*$"
)


AGREED = re.compile(r"\bagreed\s+(?:on\s+)?$")


def _dates_something_else(frame: Frame, marks: Marks, sentence: Sentence, match: TriggerMatch, mention: DateMention) -> bool:
    """Whether the words around a date tie it to the end of a journey or to another occasion than the frame's."""
    if frame.shape == "event":
        # "Agreed Sunday to launch an exercise this summer": that day they agreed.
        return AGREED.search(marks.text, sentence.start, mention.start) is not None and mention.end <= match.start
    if frame.shape in {"again", "trip", "travel"}:
        return False
    if mention.end <= match.start:
        return CONCLUDED_WHERE.search(marks, mention.end, match.start) is not None
    return OF_OTHER_EVENT.search(marks, match.end, mention.start) is not None


def _fronted(marks: Marks, sentence: Sentence, first: TriggerMatch) -> DateMention | None:
    """ "Earlier today, the general inspected a guard of honour and met the minister": the day that opens a sentence is that of all it tells."""
    opening = next(iter(dates_in(marks, sentence.start, first.start)), None)
    if opening is None or not (AFTER_FRONTED.match(marks.text, opening.end) or WAS_WHERE.match(marks.text, opening.end)):
        return None
    return opening if FRONTED_DAY.fullmatch(marks.text, sentence.start, opening.start) else None


# "Yesterday I was in Tokyo, where I sat down with X".
WAS_WHERE = re.compile(r" (?:I|we|he|she|they) (?:was|were) in [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?,? where\b")
# "On 3 May, ...", "On 3 May in Seoul, ...".
AFTER_FRONTED = re.compile(
    r"(?: (?:the|its|their|this) [\w’'+ -]{2,40}| (?:in|at) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?)?,"
)
# "On 3 May, ...", "In Brussels, on 13 December, ...", "While in Riga on 4 July, ...".
FRONTED_DAY = re.compile(
    r"\s*(?:(?:On|Earlier|Later|Also|And)\s+)*|\s*(?:(?:Also|While|Later|Then),?\s+)?(?:[Ii]n|[Aa]t) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?,? (?:[Oo]n )?"
)
BEGIN = re.compile(
    r"(?i)\b(?:beg[aiu]ns?|started|starts|opened|opens|kicked off|arriv\w+|reached|entered|berthed|docked|since)\b[^.;]{0,75}$"
)


END = re.compile(r"(?i)\b(?:end(?:s|ed)?|conclud\w+|clos\w+|leaves?|left|departs?|departed|wrapped up|return(?:s|ed)?)\b[^.;]{0,75}$")


# "The exercise, which runs until 29 August".
UNTIL = re.compile(r"\b(?:runs?|lasts?|continues?|run|last|continue|held|conducted)\b[^.;,]{0,30}\b(?:until|till|through)\s+$")
# Code points before a day within which the word stands that makes it the first or the last.
BEFORE_DAY = 80
LASTING = frozenset({"visit", "exercise", "conference", "dialogue"})


def begin_and_end(reader: Reader, frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """ "Began on 6 October", "will end on 24 November": which end of a span a date is; both make the span."""
    by_day = frame.date is not None and frame.date.precision == "day"
    if frame.kind not in LASTING or not (by_day or (frame.date is None and frame.shape == "again")):
        return
    for mention in within(marks.dates, sentence.start, sentence.end):
        until = UNTIL.search(marks.text, sentence.start, mention.start) is not None
        if not until and mention not in dates_in(marks, sentence.start, sentence.end):
            continue
        resolved = mention.resolve(reader.mentions.document.published_on, future=until, anchor=None)
        if resolved is None or resolved.precision != "day":
            continue
        before = marks.text[max(sentence.start, mention.start - BEFORE_DAY) : mention.start]
        support = Support(sentence.part, mention.start, mention.end, mention.rule, "derived")
        if until or END.search(before):
            frame.ends = (resolved.start, support)
        elif BEGIN.search(before):
            frame.begins = (resolved.start, support)


DAYS = {word: number for number, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=2)}


ENDING = re.compile(r"(?i)\b(?:end(?:s|ed)?|conclud\w+|wrapp?\w* up|complet\w+|left|leaves|departed|returned)\b")


def span_of_days(frame: Frame, marks: Marks, sentence: Sentence) -> None:
    """ "Today ended a three-day visit", "arrived on 30 January on a four-day visit": the days before or after."""
    match = re.compile(r"(?i)\b(\w+)-day\b").search(marks.text, sentence.start, sentence.end)
    if match is None or frame.date is None or frame.date.end or len(frame.date.start) != 10:
        return
    word = match.group(1).lower()
    count = DAYS.get(word) or (int(word) if word.isdigit() else 0)
    if not 2 <= count <= 30:
        return
    day, more = dt.date.fromisoformat(frame.date.start), dt.timedelta(days=count - 1)
    first, last = (day - more, day) if ENDING.search(marks.text, sentence.start, sentence.end) else (day, day + more)
    frame.date = ResolvedDate(first.isoformat(), last.isoformat(), "span", frame.date.basis)
    frame.date_support.append(Support(sentence.part, match.start(), match.end(), "dates.count_of_days", "derived"))


def _nearest(past: ResolvedDate | None, coming: ResolvedDate | None, published: dt.date) -> ResolvedDate | None:
    """ "The November visit" has no tense: the year that puts it nearest to the publication (GUIDE.md, Dates)."""
    if past is None or coming is None or past.basis != "completed_year":
        return past

    def months(found: ResolvedDate) -> int:
        year, month = int(found.start[:4]), int(found.start[5:7] or 1)
        return abs((year - published.year) * 12 + month - published.month)

    return coming if len(past.start) >= 7 and months(coming) < months(past) else past


def _is_past(reader: Reader, resolved: ResolvedDate) -> bool:
    """Whether a date was over when the release was published; a day's schedule is of that day."""
    published = reader.mentions.document.published_on
    last = resolved.end or resolved.start
    return published is not None and last < published.isoformat()[: len(last)]


# "Had been due in Riga on Monday".
WAS_DUE = re.compile(r"\bhad been\b|\bat that time\b|\bwas to have\b")


def set_date(reader: Reader, frame: Frame, sentence: Sentence, mention: DateMention | None) -> None:
    """Date a frame; no date, or one that cannot be resolved, leaves it open."""
    if mention is None:
        return
    published, anchor = reader.mentions.document.published_on, day_told_last(reader)
    resolved = mention.resolve(published, future=frame.status == "scheduled", anchor=anchor)
    if frame.shape == "trip" and frame.status == "held" and published is not None:
        resolved = _nearest(resolved, mention.resolve(published, future=True, anchor=anchor), published)
    if frame.status == "cancelled" and published is not None:
        # What was called off was to come, unless it is told as past ("had been due to").
        ahead = mention.resolve(published, future=True, anchor=anchor)
        marks = reader.mentions.marks(sentence.part)
        if ahead and not WAS_DUE.search(marks.text, sentence.start, sentence.end):
            resolved = ahead
    if resolved is not None and frame.status == "scheduled" and _is_past(reader, resolved):
        # "Since the inaugural session in 2021 ... the next will be held": what is to come is not dated by what has been.
        return
    if resolved is None or (frame.status == "held" and frame.kind == "signing" and mention.text.lower().startswith(("next ", "tomorrow"))):
        # "Signed a statement of intent to pursue an agreement next year": what has been was not then.
        return
    frame.date, frame.date_text = resolved, mention.text
    frame.date_support = [
        Support(
            sentence.part,
            mention.start,
            mention.end,
            mention.rule,
            "stated" if resolved.basis == "stated" else "derived",
        )
    ]
