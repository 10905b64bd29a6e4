"""How lines look while they are written: weight and underline say what a line is, colour only helps."""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat

from qi_desk.domain.meetings.marks import Line, Mark, read_line
from qi_desk.gui import theme

_MOST = 400
"""A line longer than this is no heading and no task; its speaker stands at its beginning."""


class LineMarks(QSyntaxHighlighter):
    """Looks at one line at a time: the one that was written in, or those that come into view."""

    resting = False
    """While a whole text is put in: its lines are looked at when they are seen."""

    speakers = True
    """Whether a name and a colon begin a speech: so in records, not in minutes."""

    def highlightBlock(self, text: str) -> None:
        if not text or self.resting:
            return
        line = read_line(text[:_MOST])
        if line.mark is Mark.SPEECH and self.speakers:
            self.setFormat(0, text.find(line.who) + len(line.who), self._shape(QFont.Weight.Bold))
        elif line.mark in (Mark.HEADING, Mark.DECISION, Mark.MATTER, Mark.TASK):
            self.setFormat(0, len(text), self._of(line))

    def _of(self, line: Line) -> QTextCharFormat:
        shape = self._shape(QFont.Weight.Bold if line.mark is not Mark.MATTER else QFont.Weight.Normal)
        # No line changes its height when it is marked: what is in view stays where it is.
        if line.mark is not Mark.HEADING:
            tone = {Mark.DECISION: "accent", Mark.TASK: "accent", Mark.MATTER: "warning"}[line.mark]
            shape.setForeground(theme.colour(tone))
            shape.setFontUnderline(line.mark is not Mark.DECISION)
        return shape

    def _shape(self, weight: QFont.Weight) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setFontWeight(weight)
        return shape
