"""Charts on paper: the drawing of `domain.charts` in black and grey, with the program's own fonts."""

from __future__ import annotations

from qi_desk.documents import fonts
from qi_desk.documents.charts.painter import paint
from qi_desk.documents.layout import Sheet
from qi_desk.documents.pages import MARGIN, Pages
from qi_desk.domain.charts.chart import Chart
from qi_desk.domain.charts.drawing import Drawing
from qi_desk.domain.charts.layout import lay

SIZE = 9.0
_NOTE = 8.0
_HEAD = 30.0


def laid(sheet: Sheet, chart: Chart, width: float) -> Drawing:
    """The drawing of a chart for this sheet. Raises ValueError for what `chart.check` refuses."""

    def measure(text: str, size: float, bold: bool) -> float:
        return fonts.width(text, fonts.SANS_BOLD if bold else fonts.SANS, size, sheet.missing)

    return lay(chart, width, SIZE, measure)


def on_page(pages: Pages, chart: Chart) -> None:
    """A chart under its title, whole on one page, its note below."""
    drawing = laid(pages.sheet, chart, pages.width)
    note = pages.sheet.paragraph(chart.note, fonts.SERIF, _NOTE).wrap(pages.width) if chart.note else 0.0
    pages.need(_HEAD + drawing.high + note + 8)
    pages.y -= 18
    wide = pages.sheet.text(MARGIN, pages.y, chart.title, fonts.SANS_BOLD, 10.5)
    if chart.unit:
        pages.sheet.text(MARGIN + wide + 6, pages.y, f"（{chart.unit}）", fonts.SANS, _NOTE)
    pages.y -= 8
    paint(pages.sheet, drawing, MARGIN, pages.y)
    pages.y -= drawing.high
    if chart.note:
        pages.y = pages.sheet.block(MARGIN, pages.y, pages.width, chart.note, fonts.SERIF, _NOTE)
    pages.y -= 6
