"""Charts as inline SVG: one ink, numbers written beside or into the marks, so that they read in black and white."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl
import vl_convert
from lxml import etree
from markupsafe import Markup

from flows.pages.words import counted, day, number, percent, plain

# The colours of the style sheet's light theme; it gives them their dark values by these names.
INK, SOFT, LINE, ACCENT = "#1c1e21", "#555b63", "#dcd9d1", "#1d4e79"
FONT = "system-ui, sans-serif"
WIDTH = 760
CELL = (42, 26)
# Shades stop where the numbers written on them are still read with ease (contrast 4.5).
PALEST, DARKEST = 0.05, 0.45
SVG = "{http://www.w3.org/2000/svg}"
# All that a chart is made of; anything else is no part of one.
ELEMENTS = {SVG + name for name in ("svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath", "circle")}


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, the same in words, and its numbers: a head and rows."""

    svg: Markup
    words: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def kinds_by_month(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Engagements per month, a row of bars for each kind, the most frequent first; None without any."""
    if not rows:
        return None
    totals = Counter[str]()
    months = Counter[dt.date]()
    for row in rows:
        totals[row["kind"]] += row["engagement_count"]
        months[row["month"]] += row["engagement_count"]
    label = {kind: f"{plain(kind)} {number(total)}" for kind, total in totals.items()}
    frame = pl.DataFrame([{"month": row["month"], "kind": label[row["kind"]], "engagements": row["engagement_count"]} for row in rows])
    width = WIDTH - _extent(label.values())
    known = _months(months)
    last = known[-1].replace(day=28)
    x = alt.X(
        "month:T",
        title=None,
        scale=alt.Scale(domain=[_date(known[0]), _date(last)], padding=6),
        axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, grid=False, labelFlush=True),
    )
    bars = alt.Chart(frame).mark_bar(color=ACCENT, width=max(2, 0.72 * width / len(known)))
    names = ["all kinds", *(label[kind] for kind, _ in totals.most_common())]
    parts = []
    for place, name in enumerate(names):
        some = bars if place == 0 else bars.transform_filter(alt.datum.kind == name)
        top = max(months.values()) if place == 0 else max(row["engagement_count"] for row in rows if label[row["kind"]] == name)
        parts.append(
            some.encode(
                x=x if place in {0, len(names) - 1} else x.axis(None),
                y=alt.Y(
                    "sum(engagements):Q", title=None, axis=_row_axis(name, top, _extent(label.values())), scale=alt.Scale(domain=[0, top])
                ),
            ).properties(width=width, height=96 if place == 0 else 30)
        )
    busiest, most = max(months.items(), key=lambda item: (item[1], item[0]))
    commonest = totals.most_common(1)[0]
    words = (
        f"{counted(sum(totals.values()), 'engagement')} from {day(min(months), 'month')} to {day(max(months), 'month')}; "
        f"the busiest month is {day(busiest, 'month')} with {number(most)}, the most frequent kind {plain(commonest[0])} with {number(commonest[1])}. "
        "Each row has a scale of its own, up to the number beside it."
    )
    kinds = [kind for kind, _ in totals.most_common()]
    cell = {(row["month"], row["kind"]): row["engagement_count"] for row in rows}
    table = [
        (day(month, "month"), *(number(cell.get((month, kind), 0)) for kind in kinds), number(months[month])) for month in _months(months)
    ]
    return Chart(_svg(alt.vconcat(*parts, spacing=10), words), words, ("month", *map(plain, kinds), "all"), table)


def met_whom(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """A matrix of the parties that met most, the number of engagements in each cell; None without any."""
    if not rows:
        return None
    order = list(dict.fromkeys(row["party"] for row in rows))
    order += [other for other in dict.fromkeys(row["other"] for row in rows) if other not in order]
    names = {row["party"]: row["party_name"] or row["party"] for row in rows}
    frame = pl.DataFrame([{"a": row["party"], "b": row["other"], "n": int(row["engagement_count"])} for row in rows])
    best = max(rows, key=lambda row: row["engagement_count"])
    words = (
        f"The {len(order)} parties that met most. "
        f"Most often {names[best['party']]} and {best['other_name'] or best['other']} met: {counted(best['engagement_count'], 'engagement')}."
    )
    chart = _grid(frame, "a:N", "b:N", order, order)
    cell = {(row["party"], row["other"]): int(row["engagement_count"]) for row in rows}
    table = [(f"{names.get(a, a)} ({a})", *("" if a == b else number(cell.get((a, b), 0)) for b in order)) for a in order]
    return Chart(_svg(chart, words), words, ("", *order), table)


def topics_by_quarter(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Topics by quarter, the number of engagements in each cell; None without any."""
    if not rows:
        return None
    topics = list(dict.fromkeys(row["topic"] for row in rows))
    quarters = sorted({row["quarter"] for row in rows})
    label = {quarter: f"{quarter.year} Q{(quarter.month + 2) // 3}" for quarter in quarters}
    frame = pl.DataFrame([{"a": row["topic"], "b": label[row["quarter"]], "n": int(row["engagement_count"])} for row in rows])
    totals = {row["topic"]: int(row["total"]) for row in rows}
    best = max(rows, key=lambda row: row["engagement_count"])
    words = (
        f"The topic treated most is {topics[0]}, in {counted(totals[topics[0]], 'engagement')}; "
        f"the most in one quarter is {number(best['engagement_count'])}, on {best['topic']} in {label[best['quarter']]}."
    )
    chart = _grid(frame, "a:N", "b:N", topics, list(label.values()), label_expr="[slice(datum.label, 5), slice(datum.label, 0, 4)]")
    cell = {(row["topic"], label[row["quarter"]]): int(row["engagement_count"]) for row in rows}
    table = [(topic, *(number(cell.get((topic, q), 0)) for q in label.values()), number(totals[topic])) for topic in topics]
    return Chart(_svg(chart, words), words, ("topic", *label.values(), "all"), table)


def calibration(rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """How often values were right, by the confidence they were given, beside the line on which the two are equal; None without any."""
    if not rows:
        return None
    frame = pl.DataFrame([{"said": (row["low"] + row["high"]) / 2, "right": row["share_right"], "n": number(row["count"])} for row in rows])
    low = min(0.5, *(row["share_right"] for row in rows), *(row["low"] for row in rows))
    x = alt.X("said:Q", title="confidence given", axis=alt.Axis(format=".1f", grid=False, tickCount=5), scale=alt.Scale(domain=[low, 1.03]))
    y = alt.Y("right:Q", title="share right", axis=alt.Axis(format=".1f", tickCount=5), scale=alt.Scale(domain=[low, 1]))
    line = alt.Chart(pl.DataFrame({"said": [low, 1.0], "right": [low, 1.0]})).mark_line(color=SOFT, strokeDash=[4, 4], strokeWidth=1)
    dots = alt.Chart(frame).mark_point(color=ACCENT, filled=True, size=60, opacity=1).encode(x=x, y=y)
    labels = alt.Chart(frame).mark_text(color=INK, dy=14, fontSize=10).encode(x=x, y=y, text="n:N")
    total = sum(row["count"] for row in rows)
    sure = [row for row in rows if row["low"] >= 0.9]
    share = sum(row["count"] * row["share_right"] for row in sure) / sum(row["count"] for row in sure) if sure else None
    words = (
        f"Of {counted(total, 'value')} held against answers, "
        + (
            f"{percent(share)} of those given a confidence of 0.9 or more are right."
            if sure
            else "none was given a confidence of 0.9 or more."
        )
        + " Beside each dot stands how many values it tells of; on the dashed line confidence means what it says."
    )
    table = [(f"{row['low']:.2f} to {row['high']:.2f}", number(row["count"]), percent(row["share_right"])) for row in rows]
    chart = alt.layer(line.encode(x=x, y=y), dots, labels).properties(width=420, height=230)
    return Chart(_svg(chart, words), words, ("confidence", "values", "right"), table)


def _grid(
    frame: pl.DataFrame, row: str, column: str, rows: Sequence[str], columns: Sequence[str], label_expr: str | None = None
) -> alt.TopLevelMixin:
    """A shaded cell for each pair, its number written on it."""
    across = alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, labelOverlap=False)
    if label_expr:
        across.labelExpr = label_expr
        across.labelLineHeight = 12
        across.labelPadding = 16
    base = alt.Chart(frame).encode(
        x=alt.X(column, sort=list(columns), title=None, axis=across, scale=alt.Scale(domain=list(columns), paddingInner=0.06)),
        y=alt.Y(row, sort=list(rows), title=None, axis=alt.Axis(labelLimit=300, domain=False, ticks=False, minExtent=_extent(rows)),
                scale=alt.Scale(domain=list(rows), paddingInner=0.08)),
    )  # fmt: skip
    shade = alt.Opacity("n:Q", scale=alt.Scale(type="sqrt", range=[PALEST, DARKEST]), legend=None)
    return alt.layer(
        base.mark_rect(color=ACCENT, cornerRadius=2).encode(opacity=shade),
        base.mark_text(color=INK, fontSize=11).encode(text="n:Q"),
    ).properties(width=CELL[0] * len(columns), height=CELL[1] * len(rows))


def _row_axis(name: str, top: int, extent: float) -> alt.Axis:
    """An axis that says what its row is and how high it goes."""
    shown = [top]
    return alt.Axis(
        values=shown, labelExpr=f"['{name}', 'up to {number(top)}']", grid=True, domain=False, ticks=False, minExtent=extent, labelBaseline="top",
        labelLineHeight=13, labelOffset=2, labelPadding=8,
    )  # fmt: skip


def _extent(labels: Iterable[str]) -> float:
    """Room for the longest label in whatever typeface the reader's machine has."""
    return 12 + 7.4 * max(map(len, labels))


def _date(day: dt.date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _months(months: Mapping[dt.date, int]) -> list[dt.date]:
    first, last = min(months), max(months)
    span = (last.year - first.year) * 12 + last.month - first.month
    return [dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(span + 1)]


def _svg(chart: alt.TopLevelMixin, words: str) -> Markup:
    """The chart as one picture to assistive technology, of nothing but shapes and letters."""
    styled = chart.configure(background="transparent", font=FONT, padding=2).configure_view(stroke=None).configure_axis(
        labelColor=SOFT, labelFontSize=11, gridColor=LINE, domainColor=LINE, tickColor=LINE, labelFont=FONT, titleColor=SOFT, titleFontWeight="normal", titleFont=FONT
    ).configure_title(color=INK, fontSize=12, fontWeight="normal", anchor="start", offset=6, font=FONT)  # fmt: skip
    root = etree.fromstring(vl_convert.vegalite_to_svg(styled.to_json()).encode(), etree.XMLParser(resolve_entities=False))
    for element in list(root.iter()):
        if element.tag not in ELEMENTS:
            element.getparent().remove(element)
            continue
        for name in list(element.attrib):
            if name.startswith("aria-") or name in {"role", "class", "pointer-events", "style"} or element.get(name) == "":
                del element.attrib[name]
    root.set("role", "img")
    root.set("aria-label", words)
    root.set("class", "plot")
    return Markup(etree.tostring(root, encoding="unicode"))
