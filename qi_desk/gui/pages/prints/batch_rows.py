"""The list of a batch: each paper with its place and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from qi_desk import wording
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column
from qi_desk.gui.pages.prints.columns import ICONS, TONES, state_of
from qi_desk.services.print_port import PrintLine
from qi_desk.services.prints.batches import Batch


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One paper. `state` is a state of the journal, "ready" before it is printed, "refused" with `said` where it could
    not be made; `run` and `first` say where its `pages` stand; `line` the journal's line."""

    eid: str
    place: int
    kind: str
    number: str
    state: str
    said: str = ""
    run: int = -1
    first: int = 0
    pages: int = 0
    line: str = ""


_SAID = {"ready": "可以打", "refused": "没有做成"}
_TONES = {**TONES, "ready": "", "refused": "danger"}
_ICONS = {**ICONS, "ready": "file-text", "refused": "circle-alert"}

COLUMNS = (
    Column[BatchRow]("", lambda row: str(row.place) if row.place else "", width=4),
    Column[BatchRow]("单据", lambda row: words.paper(row.kind), width=18),
    Column[BatchRow]("编号", lambda row: row.number),
    Column[BatchRow](
        "状态",
        lambda row: _SAID.get(row.state) or state_of(row.state),
        width=12,
        tone=lambda row: _TONES.get(row.state, ""),
        icon=lambda row: _ICONS.get(row.state, ""),
    ),
)


def rows_of(batch: Batch) -> list[BatchRow]:
    """A batch before it is printed; what could not be made comes last."""
    rows = []
    place = 0
    for at, run in enumerate(batch.runs):
        first = 0
        for pages in run.pages:
            order = batch.made[place].order
            place += 1
            rows.append(
                BatchRow(str(place), place, order.paper_kind, order.number, "ready", run=at, first=first, pages=pages)
            )
            first += pages
    for one in batch.refused:
        said = str(wording.sentence(one.error))
        rows.append(BatchRow(f"refused-{len(rows)}", 0, one.asked.kind, "", "refused", said))
    return rows


def rows_of_lines(lines: tuple[PrintLine, ...]) -> list[BatchRow]:
    """A batch as it stands in the journal."""
    return [BatchRow(line.id, line.place, line.kind, line.number, line.state, line=line.id) for line in lines]
