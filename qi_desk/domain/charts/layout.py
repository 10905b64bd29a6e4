"""A chart laid out for the room and the text size there is."""

from __future__ import annotations

from qi_desk.domain.charts import bars, chart, columns, heat, lines, share
from qi_desk.domain.charts.chart import Chart
from qi_desk.domain.charts.drawing import Desk, Drawing, Ink, Measure, Words

_LAID = {
    chart.BARS: bars.lay,
    chart.COLUMNS: columns.lay,
    chart.SHARE: share.lay,
    chart.LINES: lines.lay,
    chart.HEAT: heat.lay,
}


def lay(shown: Chart, wide: float, size: float, measure: Measure) -> Drawing:
    """The drawing of a chart, `wide` across, text of `size`; as high as it has to be. Raises ValueError for what
    `chart.check` refuses."""
    chart.check(shown)
    desk = Desk(wide, size, measure)
    if not shown.marks:
        desk.parts.append(Words(0.0, desk.line, desk.cut(shown.none, wide), size, Ink.MUTED))
        return desk.done(desk.line * 1.6)
    return desk.done(_LAID[shown.kind](desk, shown))
