"""A chart in the window: seen in every theme, walked by keyboard, read aloud, and the same as on paper."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qi_desk.documents import charts as on_paper
from qi_desk.documents.charts.painter import GREYS
from qi_desk.documents.layout import Sheet
from qi_desk.domain.charts.chart import Chart, Mark
from qi_desk.domain.charts.drawing import HEAT, ON_HEAT, Box, Ink, Words
from qi_desk.gui import theme
from qi_desk.gui.widgets.chart import ChartCard
from qi_desk.gui.widgets.chart_painter import contrast, inks
from tests.documents.views import charted

CHARTS = charted().charts
BARS = CHARTS[0]
THEMES = ("light", "dark", "contrast")


@pytest.fixture
def usual(themed: QApplication) -> Iterator[QApplication]:
    theme.load_remaining_fonts()
    yield themed
    theme.apply(themed, "light", "standard")


def card(chart: Chart, wide: int = 640) -> ChartCard:
    made = ChartCard()
    made.show_chart(chart)
    made.resize(wide, made.sizeHint().height())
    made.show()
    QApplication.processEvents()
    return made


def picture(made: ChartCard) -> QImage:
    return made.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("name", THEMES)
def test_what_must_be_read_is_read_in_every_theme(name: str) -> None:
    colours = inks(theme.tokens(name))
    enough = 7.0 if name == "contrast" else 4.5
    for ink in (Ink.TEXT, Ink.MUTED):
        assert contrast(colours[ink], colours[Ink.PAPER]) >= enough
    assert contrast(colours[Ink.MARK], colours[Ink.PAPER]) >= 3
    assert contrast(colours[Ink.MARK], colours[Ink.SOFT]) >= 3
    for shade, on in zip(HEAT, ON_HEAT, strict=True):
        assert contrast(colours[on], colours[shade]) >= 4.5, shade
    # Each shade stands further from the ground than the one before: told apart without seeing hues.
    far = [contrast(colours[shade], colours[Ink.PAPER]) for shade in HEAT]
    assert all(more > 1.15 * less for less, more in pairwise(far))


def test_what_must_be_read_is_read_on_paper() -> None:
    def grey(ink: Ink) -> str:
        return "#" + f"{round(255 * GREYS[ink]):02X}" * 3

    assert set(GREYS) == set(Ink)
    for shade, on in zip(HEAT, ON_HEAT, strict=True):
        assert contrast(grey(on), grey(shade)) >= 4.5
    assert all(GREYS[more] < GREYS[less] for less, more in pairwise(HEAT))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("text", ["standard", "largest"])
def test_a_bar_is_seen_where_and_as_long_as_it_should_be(usual: QApplication, name: str, text: str) -> None:
    theme.apply(usual, name, text)
    made = card(BARS)
    seen, drawing = picture(made), made.view.drawing
    assert drawing is not None
    mark = QColor(inks(theme.tokens(name))[Ink.MARK])
    for bar in (part for part in drawing.parts if isinstance(part, Box) and part.fill is Ink.MARK):
        # A little above the middle: the stroke it is compared with stands across it somewhere.
        row = round(bar.y + bar.high / 2)
        inked = [x for x in range(seen.width()) if seen.pixelColor(x, row) == mark]
        assert abs(min(inked) - bar.x) <= 2
        assert abs(max(inked) - (bar.x + bar.wide)) <= 2
    made.deleteLater()


@pytest.mark.parametrize("text", ["standard", "largest"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_nothing_runs_out_of_the_window(usual: QApplication, chart: Chart, text: str) -> None:
    theme.apply(usual, "light", text)
    made = card(chart)
    drawing = made.view.drawing
    assert drawing is not None
    assert drawing.high <= made.view.height()
    for words in (part for part in drawing.parts if isinstance(part, Words)):
        font = made.view.font()
        font.setPixelSize(round(words.size))
        font.setBold(words.bold)
        wide = QFontMetricsF(font).horizontalAdvance(words.text)
        left = words.x - {"left": 0.0, "center": wide / 2, "right": wide}[words.align]
        assert left >= -1
        assert left + wide <= made.view.width() + 1
    made.deleteLater()


def test_arrows_walk_the_values_and_each_is_said(usual: QApplication) -> None:
    made = card(BARS)
    opened: list[Mark] = []
    made.opened.connect(opened.append)
    made.view.setFocus()
    QTest.keyClick(made.view, Qt.Key.Key_Return)
    assert opened == []
    said = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(made.view, key)
        said.append(made.said.text())
    assert said[0] == said[3] == "示范检测技术有限公司 12次"
    assert said[1].endswith(" 5次")
    assert said[2] == "新入驻的机构 样本不足"
    QTest.keyClick(made.view, Qt.Key.Key_Return)
    assert opened == [BARS.marks[0]]
    made.deleteLater()


def test_the_frame_stands_around_the_value_come_to(usual: QApplication) -> None:
    made = card(BARS)
    made.activateWindow()
    made.view.setFocus()
    before = picture(made)
    QTest.keyClick(made.view, Qt.Key.Key_Down)
    QTest.keyClick(made.view, Qt.Key.Key_Down)
    after, drawing = picture(made), made.view.drawing
    assert drawing is not None
    spot = next(one for one in drawing.spots if one.mark == 1)
    changed = {y for y in range(after.height()) for x in (2, 60) if after.pixel(x, y) != before.pixel(x, y)}
    assert changed
    assert spot.y - 1 <= min(changed) <= max(changed) <= spot.y + spot.high + 1
    made.deleteLater()


def test_a_screen_reader_hears_title_and_values(usual: QApplication) -> None:
    made = card(BARS)
    assert BARS.title in made.view.accessibleName()
    assert all(mark.said in made.view.accessibleDescription() for mark in BARS.marks)
    assert BARS.title in made.turn.accessibleName()
    assert made.table.view.accessibleName()
    made.deleteLater()


def test_the_values_are_a_table_as_well(usual: QApplication) -> None:
    made = card(BARS)
    made.turn.setFocus()
    QTest.keyClick(made.turn, Qt.Key.Key_Space)
    assert made.table.isVisible()
    assert not made.view.isVisible()
    names = [made.model.index(row, 1).data() for row in range(made.model.rowCount())]
    assert names == [mark.name for mark in BARS.marks]
    QTest.keyClick(made.turn, Qt.Key.Key_Space)
    assert made.view.isVisible()
    made.deleteLater()


def test_a_click_says_what_is_under_it(usual: QApplication) -> None:
    made = card(BARS)
    drawing = made.view.drawing
    assert drawing is not None
    spot = next(one for one in drawing.spots if one.mark == 2)
    point = made.view.rect().topLeft()
    point.setX(int(spot.x + 30))
    point.setY(int(spot.y + spot.high / 2))
    QTest.mouseClick(made.view, Qt.MouseButton.LeftButton, pos=point)
    assert made.said.text() == "零次机构 0次"
    made.deleteLater()


def test_paper_and_window_say_the_same_words(usual: QApplication) -> None:
    for chart in CHARTS:
        made = card(chart, 900)
        drawing = made.view.drawing
        assert drawing is not None
        paper = on_paper.laid(Sheet("图样"), chart, 480.0)
        for said in {mark.said for mark in chart.marks if chart.kind in ("bars", "heat")}:
            assert any(said in part.text for part in drawing.parts if isinstance(part, Words))
            assert any(said in part.text for part in paper.parts if isinstance(part, Words))
        assert [spot.mark for spot in paper.spots] == [spot.mark for spot in drawing.spots]
        made.deleteLater()


def test_a_drawing_is_laid_out_in_a_moment(usual: QApplication) -> None:
    made = card(CHARTS[7])
    least = 1.0
    for wide in range(640, 650):
        before = time.perf_counter()
        made.view.resize(wide, made.view.height())
        QApplication.processEvents()
        least = min(least, time.perf_counter() - before)
    # The budget of the GUI thread is 10 ms; a slow machine gets three times that.
    assert least < 0.03
    made.deleteLater()
