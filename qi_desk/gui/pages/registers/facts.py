"""One record of a register as sections of facts."""

from __future__ import annotations

from collections.abc import Iterable

from qi_desk.gui import words
from qi_desk.gui.widgets.facts import Fact, Masked, Section
from qi_desk.services.registers.views import PartsView, RegisterView


def sections_of(view: RegisterView) -> list[Section]:
    """What stands right of the list."""
    facts: list[Fact] = [
        Masked(label, value, view.register, view.eid, field) if field else (label, value)
        for label, value, field in view.facts
    ]
    told: list[Fact] = [("要办的", view.said), ("附件", f"{view.files} 个" if view.files else "")]
    return [
        Section("情况", [*told, *facts]),
        *(Section(f"{words.kind(part.part)} {len(part.lines)}", _lines(part)) for part in view.parts if part.lines),
        *(Section(heading, _plain(found)) for heading, found in view.derived),
        Section("经过", _plain(view.history)),
    ]


def _plain(found: Iterable[tuple[str, str, str]]) -> list[Fact]:
    return [(label, value) for label, value, _ in found]


def _lines(part: PartsView) -> list[Fact]:
    return [(str(place), "　".join(filter(None, line.cells))) for place, line in enumerate(part.lines, start=1)]
