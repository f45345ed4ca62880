"""No pattern finds anything where none of its stems stands: the quick test before it loses nothing."""

from __future__ import annotations

from flows.extract.events import EVENT_STEMS, occasion_patterns
from flows.extract.lexicon import Stems
from flows.extract.triggers import language_patterns
from flows.reading import ReadRelease


def test_whatever_a_pattern_finds_holds_a_stem(golden: dict[str, ReadRelease]) -> None:
    """In the sample releases, every trigger, joiner and occasion is hinted at by the pattern's own stems."""
    language = language_patterns("en")
    patterns = [(trigger.name, trigger.pattern) for trigger in language.triggers] + [("joiners", language.words["joiners"])]
    patterns += [(f"name of {row.kind}" if row.is_named else row.kind, row.whole) for row in occasion_patterns("en")]
    stems = Stems(language.stems | EVENT_STEMS)
    found = 0
    for release in golden.values():
        for line in release.document.text.split("\n") if release.document else ():
            hinted = stems.find(line).within(0, len(line))
            hits = {rule for rule, pattern in patterns if pattern.search(line)}
            assert hits <= hinted, line
            found += len(hits)
    assert found


def test_a_stem_with_a_capital_is_sought_as_written() -> None:
    """A stem in lower case is found in either case, one with a capital only so; positions are those of the text."""
    hints = Stems({"names": ("Council",), "words": ("council", "met")}).find("İ The Council met; a council MET.")
    assert hints.within(0, 13) == {"names", "words"}
    assert hints.within(14, 40) == {"words"}
    assert hints.within(0, 12) == set()
