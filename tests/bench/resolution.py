"""How well reports are joined, over pairs judged by reading: `python -m tests.bench.resolution HOME [-v]`.

HOME holds a warehouse of ../shared/corpus/state and whitehouse. A pair counts as joined where one engagement holds both
reports. Strata were drawn with unequal chances, so each pair counts as many as it stands for; intervals are bootstrapped.
Each draw was judged before the rules had seen it (docs/resolution.md); the last one says most.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from warehouse.read import query

PAIRS = Path(__file__).parents[1] / "resolution" / "pairs.jsonl"
# How far the words that announce a report may have moved under a better extractor, in code points.
NEAR = 200
DRAWS = 2000
# Strata of pairs that blocking (apart) or a rule (refused: alike all the same) kept apart when they were drawn.
KEPT_APART = frozenset({"apart", "refused"})


def judged() -> tuple[dict[str, dict[str, int]], list[dict[str, Any]]]:
    """The sizes of the strata of each draw, and the judged pairs."""
    head, *lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return json.loads(head)["draws"], [json.loads(line) for line in lines]


def engagement_of(home: Path) -> tuple[dict[str, str], dict[str, list[tuple[str, str, int, str]]]]:
    """The engagement of each report, and the reports of each address with kind and place."""
    rows = query(
        home / "warehouse.duckdb",
        """select t.engagement_id, p.report_id, p.kind, p.trigger_part, p.trigger_start_no, v.url
           from core.engagement_report t join core.report p using (report_id) join core.revision v using (revision_id) where v.url is not null""",
    ).to_pylist()
    at: dict[str, list[tuple[str, str, int, str]]] = defaultdict(list)
    for row in rows:
        at[row["url"]].append((row["kind"], row["trigger_part"], row["trigger_start_no"], row["engagement_id"]))
    return {row["report_id"]: row["engagement_id"] for row in rows}, at


def find(report: dict[str, Any], of: dict[str, str], at: dict[str, list[tuple[str, str, int, str]]]) -> str | None:
    """The engagement of a judged report, by its id, else by the report of its kind nearest to where its words stood."""
    if report["report_id"] in of:
        return of[report["report_id"]]
    near = [
        (abs(start - report["start_no"]), engagement)
        for kind, part, start, engagement in at[report["url"]]
        if kind == report["kind"] and part == report["part"] and abs(start - report["start_no"]) <= NEAR
    ]
    return min(near)[1] if near else None


def rates(sizes: dict[str, int], outcomes: dict[str, list[tuple[bool, bool]]]) -> tuple[float, float]:
    """Weighted precision and recall of (is one, is joined) pairs."""
    right = joined = one = 0.0
    for stratum, pairs in outcomes.items():
        weight = sizes[stratum] / len(pairs)
        right += weight * sum(same and together for same, together in pairs)
        joined += weight * sum(together for _, together in pairs)
        one += weight * sum(same for same, _ in pairs)
    return (right / joined if joined else 1.0), (right / one if one else 1.0)


def report(label: str, sizes: dict[str, int], outcomes: dict[str, list[tuple[bool, bool]]]) -> None:
    """Print precision and recall with 95 % intervals."""
    chance = random.Random(1)
    drawn = [rates(sizes, {s: chance.choices(pairs, k=len(pairs)) for s, pairs in outcomes.items()}) for _ in range(DRAWS)]
    for name, value, draws in zip(("precision", "recall"), rates(sizes, outcomes), zip(*drawn, strict=True), strict=True):
        low, high = sorted(draws)[DRAWS // 40], sorted(draws)[-DRAWS // 40]
        print(f"{label:26} {name:9} {value:.3f} ({low:.3f} to {high:.3f})")


def main() -> None:
    """Measure each draw, over all strata and without the pairs that blocking or a rule kept apart."""
    draws, pairs = judged()
    of, at = engagement_of(Path(sys.argv[1]))
    outcomes: dict[str, dict[str, list[tuple[bool, bool]]]] = {draw: defaultdict(list) for draw in draws}
    gone = 0
    for pair in pairs:
        a, b = find(pair["a"], of, at), find(pair["b"], of, at)
        if a is None or b is None:
            gone += 1
            continue
        outcomes[pair["draw"]][pair["stratum"]].append((pair["same"], a == b))
        if "-v" in sys.argv and (a == b) != pair["same"]:
            print("missed" if pair["same"] else "joined", pair["draw"], pair["reason"], pair["a"]["url"], pair["b"]["url"])
    print(f"{len(pairs) - gone} pairs judged, {gone} more whose reports are gone")
    for draw, sizes in draws.items():
        report(f"{draw}, compared pairs", sizes, {s: found for s, found in outcomes[draw].items() if s not in KEPT_APART})
        report(f"{draw}, all strata", sizes, outcomes[draw])


if __name__ == "__main__":
    main()
