"""The one drawing of each chart: nothing outside its room, lengths that tell the truth, every value to be come to."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.charts import chart as charts
from qi_desk.domain.charts.chart import Chart, Mark, names_of, rows_of
from qi_desk.domain.charts.drawing import Box, Drawing, Ink, Shape, Stroke, Words
from qi_desk.domain.charts.layout import lay

LONG = "广东省番禺区质量技术监督标准与编码所（番禺区质量技术服务中心）"
SIZE = 10.0


def measure(text: str, size: float, bold: bool) -> float:
    """A Chinese character is as wide as the text is large, others six tenths of that."""
    return sum(size if ord(one) > 0x2E80 else size * 0.6 for one in text)


def shown(kind: str, marks: list[Mark], wide: float = 500.0, size: float = SIZE) -> Drawing:
    return lay(Chart(kind, "题", tuple(marks), unit="件", none="没有记录"), wide, size, measure)


def bars_of(drawing: Drawing) -> list[Box]:
    return [part for part in drawing.parts if isinstance(part, Box) and part.fill in (Ink.MARK, Ink.SOFT)]


def words_of(drawing: Drawing) -> list[str]:
    return [part.text for part in drawing.parts if isinstance(part, Words)]


@st.composite
def some_charts(draw: st.DrawFn) -> Chart:
    """Any kind with any values it takes."""
    kind = draw(st.sampled_from(charts.KINDS))
    rows = draw(st.integers(1, 7 if kind == charts.HEAT else 4)) if kind not in (charts.BARS, charts.COLUMNS) else 1
    count = draw(st.integers(1, 6 if kind == charts.SHARE else 14))
    least = 0 if kind in (charts.SHARE, charts.HEAT) else -(10**6)
    value = st.one_of(st.none(), st.just(0), st.integers(least, 10**9), st.floats(max(least, -10), 100))
    name = st.text("甲乙丙aW（）1", min_size=1, max_size=40)
    names = draw(st.lists(name, min_size=count, max_size=count, unique=True))
    marks = []
    for row in range(rows):
        for one in names:
            found = draw(value)
            said = "未评价" if found is None else f"{found:.6g}"
            expected = draw(st.one_of(st.none(), st.floats(0, 1000))) if kind == charts.BARS else None
            marks.append(Mark(one, found, said, row=f"行{row}" if rows > 1 else "", expected=expected))
    return Chart(kind, "题", tuple(marks), expected="应有")


@given(some_charts(), st.floats(320, 1400), st.sampled_from((9.0, 14.0, 22.0)))
def test_every_value_has_its_place_and_nothing_leaves_the_paper(chart: Chart, wide: float, size: float) -> None:
    drawing = lay(chart, wide, size, measure)
    assert sorted(spot.mark for spot in drawing.spots) == list(range(len(chart.marks)))
    for part in drawing.parts:
        if isinstance(part, Box):
            assert part.wide >= 0
            assert part.high >= 0
            assert -1 <= part.x <= part.x + part.wide <= wide + 3
            assert -1 <= part.y <= part.y + part.high <= drawing.high + 1
        elif isinstance(part, Stroke):
            assert -1 <= min(part.y1, part.y2) <= max(part.y1, part.y2) <= drawing.high + 1
        elif isinstance(part, Shape):
            assert all(-1 <= y <= drawing.high + 1 for _, y in part.points)
        else:
            assert part.y <= drawing.high + 1


def test_bars_are_as_long_as_their_values_from_zero_on() -> None:
    drawing = shown(charts.BARS, [Mark("甲", 100, "100"), Mark("乙", 25, "25"), Mark("丙", 0, "0")])
    long, short = bars_of(drawing)
    assert long.x == short.x
    assert short.wide / long.wide == pytest.approx(0.25)
    assert words_of(drawing).count("0") == 1


def test_what_is_very_small_beside_the_largest_is_still_seen_and_nothing_is_cut_off() -> None:
    long, short = bars_of(shown(charts.BARS, [Mark("甲", 1_000_000, "1,000,000"), Mark("乙", 1, "1")]))
    assert short.wide == pytest.approx(1.6)
    assert long.wide > 300


def test_changes_below_zero_go_the_other_way_and_are_only_outlined() -> None:
    drawing = shown(charts.BARS, [Mark("甲", 8, "+8"), Mark("乙", -4, "-4")])
    more, less = bars_of(drawing)
    assert less.x + less.wide == pytest.approx(more.x)
    assert less.wide / more.wide == pytest.approx(0.5)
    assert (more.fill, less.fill) == (Ink.MARK, Ink.SOFT)


def test_what_has_no_value_says_so_and_has_no_bar() -> None:
    drawing = shown(charts.BARS, [Mark("甲", 8, "8"), Mark("乙", None, "未评价")])
    assert len(bars_of(drawing)) == 1
    assert "未评价" in words_of(drawing)


def test_long_names_are_broken_once_and_then_cut() -> None:
    drawing = shown(charts.BARS, [Mark(LONG, 8, "8")], wide=400)
    lines = [text for text in words_of(drawing) if text != "8"]
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert "".join(lines)[:-1] == LONG[: len("".join(lines)) - 1]


def test_columns_stand_on_zero_and_a_period_without_data_is_dashed() -> None:
    drawing = shown(charts.COLUMNS, [Mark("1月", 10, "10"), Mark("2月", None, "无数据"), Mark("3月", 5, "5")])
    tall, low = bars_of(drawing)
    assert tall.y + tall.high == pytest.approx(low.y + low.high)
    assert low.high / tall.high == pytest.approx(0.5)
    assert [part.dashed for part in drawing.parts if isinstance(part, Box) and part.fill is None] == [True]


def test_values_over_many_columns_never_overlap_and_the_largest_and_last_are_there() -> None:
    marks = [Mark(f"{day}日", day * 37 % 91 + 1000, f"{day * 37 % 91 + 1000:,}") for day in range(1, 32)]
    drawing = shown(charts.COLUMNS, marks, wide=420)
    said = [part for part in drawing.parts if isinstance(part, Words) and "," in part.text]
    spans = sorted((part.x - measure(part.text, SIZE, False) / 2, part.x) for part in said)
    assert all(2 * (b - a) + a <= c for (a, b), (c, _) in itertools.pairwise(spans))
    assert {marks[-1].said, max(marks, key=lambda mark: mark.value or 0).said} <= {part.text for part in said}


def test_parts_of_a_whole_fill_it_and_differ_without_colour() -> None:
    marks = [Mark(name, value, str(value)) for name, value in zip("甲乙丙丁戊己", (12, 8, 6, 2, 1, 1), strict=True)]
    drawing = shown(charts.SHARE, marks, wide=600)
    edges = [part for part in drawing.parts if isinstance(part, Box) and part.edge is Ink.MARK]
    assert sum(edge.wide for edge in edges) == pytest.approx(600)
    assert edges[1].wide / edges[0].wide == pytest.approx(8 / 12)
    assert all(any(mark.name in text for text in words_of(drawing)) for mark in marks)
    inked = [
        sum(
            isinstance(part, Stroke) and edge.x < (part.x1 + part.x2) / 2 < edge.x + edge.wide for part in drawing.parts
        )
        for edge in edges[:4]
    ]
    assert inked[0] == 0 < inked[1]


def test_a_label_below_is_not_crossed_by_anothers_stroke() -> None:
    marks = [
        Mark(name, value, str(value)) for name, value in (("前", 90), ("知识产权", 3), ("认证认可", 3), ("其他", 4))
    ]
    drawing = shown(charts.SHARE, marks, wide=400)
    down = [part for part in drawing.parts if isinstance(part, Stroke) and part.x1 == part.x2 and part.ink is Ink.MUTED]
    assert len(down) == 3
    for words in (part for part in drawing.parts if isinstance(part, Words) and part.align == "left"):
        wide = measure(words.text, words.size, False)
        crossed = [one for one in down if words.x < one.x1 < words.x + wide and one.y2 > words.y - words.size * 0.8]
        assert crossed == []


def test_a_whole_of_nothing_is_an_empty_frame() -> None:
    drawing = shown(charts.SHARE, [Mark("满意", 0, "0"), Mark("一般", None, "未评价")])
    assert bars_of(drawing) == []
    assert words_of(drawing) == ["满意 0", "一般 未评价"]


def test_a_line_breaks_where_nothing_is_known() -> None:
    drawing = shown(
        charts.LINES, [Mark("1月", 5, "5"), Mark("2月", None, "无数据"), Mark("3月", 7, "7"), Mark("4月", 8, "8")]
    )
    drawn = [part for part in drawing.parts if isinstance(part, Stroke) and part.ink is Ink.MARK]
    assert len(drawn) == 1
    assert "无数据" in words_of(drawing)


def test_lines_are_named_at_their_ends_apart_from_each_other() -> None:
    marks = [Mark(period, value, str(value), row=row) for row in "甲乙丙丁" for period, value in (("前", 4), ("后", 5))]
    drawing = shown(charts.LINES, marks)
    ends = sorted(part.y for part in drawing.parts if isinstance(part, Words) and part.text.endswith(" 5"))
    assert len(ends) == 4
    assert all(low - up >= SIZE for up, low in itertools.pairwise(ends))
    dashes = {part.dash for part in drawing.parts if isinstance(part, Stroke) and part.ink is Ink.MARK}
    assert len(dashes) == 4


def test_every_hour_has_its_number_and_the_darkest_is_the_most() -> None:
    marks = [Mark(str(hour), hour, str(hour), row=row) for row in ("周一", "周二") for hour in range(8, 18)]
    drawing = shown(charts.HEAT, marks)
    cells = [part for part in drawing.parts if isinstance(part, Box)]
    assert len(cells) == 20
    assert cells[9].fill is Ink.HEAT_4
    assert words_of(drawing).count("17") == 3


def test_without_any_mark_the_chart_says_so() -> None:
    assert words_of(shown(charts.BARS, [])) == ["没有记录"]


@pytest.mark.parametrize(
    ("chart", "why"),
    [
        (Chart("pie", "题", ()), "no such chart"),
        (Chart(charts.LINES, "题", tuple(Mark("1月", 1, "1", row=row) for row in "甲乙丙丁戊")), "more lines"),
        (Chart(charts.SHARE, "题", tuple(Mark(name, 1, "1") for name in "甲乙丙丁戊己庚")), "more parts"),
        (Chart(charts.SHARE, "题", (Mark("甲", -1, "-1"),)), "below zero"),
    ],
)
def test_what_would_be_drawn_wrong_is_refused(chart: Chart, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        lay(chart, 400, SIZE, measure)


@given(some_charts(), st.data())
def test_by_arrows_every_value_is_reached_and_none_is_left(chart: Chart, data: st.DataObject) -> None:
    moves = (charts.LEFT, charts.RIGHT, charts.UP, charts.DOWN)
    seen, waiting = {0}, [0]
    while waiting:
        at = waiting.pop()
        for move in moves:
            there = charts.walk(chart, at, move)
            assert 0 <= there < len(chart.marks)
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    assert seen == set(range(len(chart.marks)))
    at = data.draw(st.sampled_from(sorted(seen)))
    assert charts.walk(chart, at, charts.FIRST) == 0
    assert charts.walk(chart, at, charts.LAST) == len(chart.marks) - 1
    if len(rows_of(chart)) > 1:
        assert chart.marks[charts.walk(chart, at, charts.RIGHT)].row == chart.marks[at].row
        assert names_of(chart).index(chart.marks[charts.walk(chart, at, charts.DOWN)].name) >= 0


def test_a_value_is_read_out_with_row_unit_and_note() -> None:
    assert charts.aloud(Mark("3月", 5, "5", row="计量", note="n=5"), "件") == "计量 3月 5件 n=5"
    assert charts.aloud(Mark("3月", 95, "95%"), "%") == "3月 95%"
    assert charts.aloud(Mark("3月", None, "未评价"), "%") == "3月 未评价"
