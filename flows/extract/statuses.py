"""Status: whether a clause tells of something held, to come or called off."""

from __future__ import annotations

import re

from flows.extract.mentions import Marks, Sentence
from flows.extract.reader import Reader
from flows.extract.seeking import Sought
from flows.extract.triggers import TriggerMatch, status_of
from schemas.vocabulary import Status


def status_in_clause(reader: Reader, sentence: Sentence, marks: Marks, left: int, match: TriggerMatch, right: int) -> Status | None:
    """The clause's status; an infinitive and a title take theirs from what governs them."""
    text = marks.text
    status = status_of(marks, left, match, right, reader.language)
    counted = match.trigger.name == "next_occasion" and not re.search(r"(?i)\b(?:next|following)\b", text[match.start : match.end])
    if counted and not AHEAD.search(text, sentence.start, sentence.end):
        # "Inaugurated the 12th edition of the fair": counted, not announced.
        return None
    if (
        status == "scheduled"
        and match.verb == "signed"
        and SIGNED_TO.match(text, match.start, sentence.end)
        and not AHEAD_OF.search(text, left, match.start)
    ):
        return "held"
    if status == "scheduled" and match.trigger.shape in {"trip", "travel"} and WHO_IS_ON_IT.search(text, sentence.start, match.start):
        return "held"
    if status == "held" and match.trigger.kind == "visit" and DEPARTS_ON.match(text, match.start, match.end):
        return "scheduled"
    if status == "held" and match.trigger.name == "in_talks" and GOES_FOR.search(text, sentence.start, match.start):
        return "scheduled"
    if status == "held" and UPCOMING.search(marks, sentence.start, match.start):
        return "scheduled"
    if match.trigger.name == "solemn" and SINCE.search(text, sentence.start, match.start):
        return None
    if match.trigger.name in {"next_occasion", "upcoming"} and status != "cancelled":
        return "scheduled"
    document = reader.mentions.document
    if document.release_type == "schedule" and status == "held":
        return "scheduled"
    modality = reader.patterns.modality
    if status == "held" and match.verb in BASE_FORMS and TO_COME.search(marks, sentence.start, match.start):
        return "scheduled"
    if (
        status == "held"
        and BEFORE_DOING.search(marks, sentence.start, match.end)
        and re.search(r"\bwill\b|\b(?:is|are) (?:to|due)\b", text[sentence.start : match.start])
    ):
        return "scheduled"
    if match.trigger.shape != "again" and CALLED_OFF.match(text, right, sentence.end):
        return "cancelled"
    if match.trigger.shape in NOUNS and NOT_PLANNED.match(text, match.end, sentence.end):
        return None
    if _falls_through(text, sentence.start, match, sentence.end, status):
        return "cancelled"
    if status == "scheduled" and HAD_HOPED.search(text, sentence.start, match.start):
        return None
    if match.trigger.shape == "event" and status == "held" and AGREED_TO_HOLD.search(marks, sentence.start, match.start):
        return "scheduled"
    if match.trigger.shape == "event" and status == "held" and WILL.search(text, left, match.start):
        return "scheduled"
    if match.trigger.shape == "event" and status == "held" and WILL_GO_TO.search(marks, sentence.start, match.start):
        return "scheduled"
    if match.trigger.shape == "event" and status == "held" and modality["forward"].search(marks, sentence.start, match.start):
        return "scheduled"
    if match.trigger.shape == "event" and status == "held" and YET_TO_COME.search(text, match.end, sentence.end):
        return "scheduled"
    if status == "held":
        infinitive = modality["infinitive"].search(marks, sentence.start, match.start)
        if infinitive and (sentence.kind == "title" or modality["scheduled"].search(marks, left, match.start)):
            return "scheduled"
        if infinitive and modality["unreal"].search(marks, sentence.start, match.start):
            return None
        if infinitive and re.search(r"\b(?:will|is|are)\b", text[sentence.start : match.start]):
            return "scheduled"
    return status


# Told by a noun, or as a plan: what can be called off in the words after it ("met with X" can't).
NOUNS = frozenset({"trip", "between", "event"})
OFF = (
    r"(?:(?:was|were|has been|have been|had been|had to be|has had to be|is being|be) (?:(?:since|then|later|also|now|subsequently|eventually|abruptly) )?"
    r"(?:cancell?ed|called off|postponed|put off|dropped|scrapped|shelved|abandoned|deferred|axed)|(?:is|was) off the (?:calendar|agenda|schedule|programme)|"
    r"fell through|(?:did not|didn[’']t) (?:take place|go ahead|happen|materiali[sz]e)|came to nothing)\b"
)
# "A visit to Kyiv which he was to make last week was dropped", "a meeting with X, listed for 5 May, fell through".
NOUN_FALLS = re.compile(
    rf"(?:[^.;:,]|(?<=[a-z]), (?=[^.;]{{3,90}}, )|(?<=[a-z]), (?=(?:which|listed|planned|scheduled|due|set|arranged|announced|previously|originally|foreseen|pencilled)\b)|(?<=\d), (?!but\b|and\b|though\b|although\b|while\b)|(?<=[pa]\.m)\.){{0,170}}?,? {OFF}"
)
# "Was due to visit Kenya but the trip was scrapped", "had hoped to fit in Niue, but that leg has been cancelled", "... but called off the trip".
PLAN_FALLS = re.compile(
    rf"[^.;]{{0,120}}?\b(?:but|though|although|until|however)\b,? (?:(?:it|this|that|they|(?:the|that|this|his|her|their|its) (?:[\w-]+ )?(?:leg|trip|visit|stop|meeting|call|talks|session|plan|plans|journey|event|exercise|drill|tour))\s)?"
    rf"(?:{OFF}|(?:called off|cancell?ed|postponed|put off|dropped|scrapped|abandoned) (?:it|the|that|this|his|her|their)\b)"
)


# "Was to have met the minister": it did not come about.
WAS_TO_HAVE = re.compile(r"\b(?:was|were) (?:also |originally )?to have (?:\w+ )?$")
HAD_HOPED = re.compile(r"\bhad (?:\w+ )?(?:hoped|intended|meant) to(?: \w+)?\s*$")


# "A visit of the minister to Kyiv is not on the agenda": none.
NOT_PLANNED = re.compile(
    r"[^.;,]{0,80}? (?:is|are|was|were)(?: currently| at present)? not (?:on|part of|in|planned|foreseen|scheduled|envisaged|being (?:planned|considered|discussed)|under discussion)\b"
)


def _falls_through(text: str, start: int, match: TriggerMatch, end: int, status: Status | None) -> bool:
    """Whether what is told as a noun, or as a plan, is said to be off later in its sentence."""
    if status not in {"held", "scheduled"}:
        return False
    if WAS_TO_HAVE.search(text, start, match.start):
        return True
    is_noun = match.trigger.shape in NOUNS
    if (status == "scheduled" or is_noun) and PLAN_FALLS.match(text, match.end, end):
        return True
    return is_noun and NOUN_FALLS.match(text, match.end, end) is not None


# "Signed a statement of intent to pursue an agreement next year": what is to come is the agreement.
SIGNED_TO = re.compile(r"signed\b[^.;]{0,90}?\b(?:to|that will|which will)\s+[a-z]+\b[^.;]*\bnext (?:week|month|year)\b")
AHEAD_OF = re.compile(r"\b(?:will|shall|to be|is|are|be)\s+(?:\w+\s+)?$")


# "X, who is paying a visit to Korea, is scheduled to meet Y": the visit is under way.
WHO_IS_ON_IT = re.compile(
    r"\bwho (?:is|was|are|were) (?:currently )?(?:paying|making|on|here on)\b[^,;]*$|,\s+(?:currently )?on (?:an?|his|her) (?:[\w-]+ ){0,3}$"
)


# "The visit to Jakarta, which had been announced for 20 November, has been cancelled".
CALLED_OFF = re.compile(
    r"which (?:had|was|were|has|have)[^,;.]{3,80},\s+(?:has been|have been|had been|was|were) (?:cancelled|canceled|called off|postponed|dropped)\b"
)


AHEAD = re.compile(
    r"\b(?:will|would|to (?:be )?(?:held|hold|host\w*|convene|take)|agree\w*|plan\w*|scheduled|due|next|later|look\w* forward)\b"
)
# "Will call on X and meet Y": the second verb has no "will" of its own.
BASE_FORMS = frozenset(
    [
        "meet",
        "visit",
        "hold",
        "host",
        "receive",
        "welcome",
        "call",
        "speak",
        "sign",
        "attend",
        "lay",
        "tour",
        "travel",
        "join",
        "chair",
        "co-chair",
        "convene",
        "pay",
        "participate",
        "conduct",
        "continue",
        "fly",
        "head",
        "depart",
    ]
)
TO_COME = Sought(
    r"\b(?:will|shall|(?:is|are) (?:to|due to|scheduled to|set to|expected to))\b(?:[^.;]|(?<=\b[MD][rs])\.|(?<=\bMrs)\.|(?<=\bGen)\.|(?<=\b[HE])\.)*\b(?:and|,|then|also|before)\s"
)
# "Will travel to Paris before attending a meeting in Warsaw".
BEFORE_DOING = Sought(r"\b(?:before|after|then)\s+\w+ing\b[^.;]{0,60}$")


# "They agreed to carry out the exercise in August".
AGREED_TO_HOLD = Sought(
    r"\b(?:agree[sd]?|decided?|plan(?:s|ned)?|intends?|due|scheduled|resolved)\b[^.;]{0,60}?\bto\s+(?:jointly )?(?:carry out|hold|conduct|host|convene|run|launch|begin|start|attend|take part in|participate in|(?:push (?:through|ahead)|proceed|go ahead|press ahead) with)\s[^.;]{0,50}$"
)


# "Secretary X Departs on Travel to Japan and France": a journey that begins.
DEPARTS_ON = re.compile(r"(?i)departs (?:today )?(?:for|on)\b")


# "Will then travel to Amman on Thursday for talks with X".
GOES_FOR = re.compile(
    r"\b(?:will|(?:is|are) (?:scheduled |due |set |expected )?to)\b(?:[^.;]|(?<=\b[MD][rs])\.|(?<=\bMrs)\.|(?<=\b[HE])\.)*\b(?:for|and) (?:an? )?(?:[\w-]+ ){0,2}$"
)


# "Preparations for the upcoming official state visit of the Prime Minister".
UPCOMING = Sought(r"\b(?:upcoming|forthcoming)\s+(?:[\w-]+\s+){0,3}$")


# "Since his May inauguration": when, not what.
SINCE = re.compile(r"\b(?:[Ss]ince|[Ff]ollowing|[Aa]fter) (?:his|her|their) (?:[\w-]+ ){0,3}$")


# "Will co-host the inaugural ministerial meeting of the X Committee"; what "after the X Committee" tells of has been.
WILL = re.compile(r"\b(?:will|shall)\b(?!.*\b(?:after|following|since|agreed|as discussed|at|during)\b)")


# "Will travel to Addis Ababa tomorrow to take part in the summit".
WILL_GO_TO = Sought(
    r"\b(?:will|shall|(?:is|are) (?:to|due to|scheduled to|set to|expected to))\b[^.;]*?\b(?:to|and|where (?:he|she|they) will)\s+"
    r"(?:attend|take part|participate|join|address|(?:co-)?chair|(?:co-)?host|lead|represent|speak|deliver)\b[^.;]{0,80}$"
    r"|\bwill\s+(?:\w+\s+)?(?:attend|take part|participate|join|address|(?:co-)?chair|(?:co-)?host|lead|represent|speak at|deliver)\b[^.;]{0,80}$"
)


# "The summit in November, which both will attend".
YET_TO_COME = re.compile(r",\s+which (?:[\w’']+ ){0,4}?(?:will|shall|(?:is|are) (?:to|due|scheduled|expected))\b")
