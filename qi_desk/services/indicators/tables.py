"""An evaluation as a workbook: what stands on its sheet, for who goes on counting with it."""

from __future__ import annotations

from pathlib import Path

from qi_desk import wording
from qi_desk.domain import masking
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, moment_text
from qi_desk.services.indicators.evaluation_views import EvaluationView, IndicatorRow, view_of
from qi_desk.services.indicators.papers import KIND, evidence_said
from qi_desk.services.indicators.saying import period_said, points_said, share_said, unit_said
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.sheets import Cell, OutColumn, OutSheet

_WIDTHS = (14, 28, 12, 8, 14, 10, 10, 12, 12, 12, 30, 12, 40, 60)


@verb("evaluations.suggest", COUNTER)
def suggest(house: House, actor: Actor, eid: str) -> str:
    """A name for the file. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "self_evaluation", eid)
    return f"{wording.label('entity.self_evaluation')}-{record['number']}.xlsx"


@verb("evaluations.export", COUNTER)
def export(house: House, actor: Actor, eid: str, path: Path) -> int:
    """Write the evaluation to `path`; how many indicators it has. Raises Missing, Invalid for a file name with personal
    data, BadFile for another suffix, StoreError kinds."""
    if masking.find_personal(path.stem):
        raise Invalid([Problem("file", "export.file_name")])
    with house.store.write(actor) as unit:
        record = living(unit, "self_evaluation", eid)
        # Before the file: what leaves the house without a line in the chain must not exist.
        unit.audit("exported", KIND, eid, profile="masked", form=path.suffix.lower().lstrip("."))
        shown = view_of(unit, actor, record)
        unit.commit()
    w = Words(KIND)
    columns = tuple(OutColumn(title, width) for title, width in zip(w.all("table_columns"), _WIDTHS, strict=True))
    rows = [_row(w, head.name, one) for head in shown.heads for one in head.rows]
    house.sheets.write(path, [OutSheet(w["title"][:31], columns, rows), _about(w, shown)])
    return len(rows)


def _row(w: Words, head: str, one: IndicatorRow) -> list[Cell]:
    """Numbers stay numbers, so that they can be summed; what has no data says so."""
    value: Cell = one.value if one.scored.value is None else float(one.scored.value)
    cells: list[Cell] = [
        head,
        one.name,
        value,
        unit_said(one.unit),
        one.target,
        one.n or "",
        round(float(one.scored.share) * 100, 2) if one.counts else "",
        float(one.counted) if one.counts and one.counted is not None else "",
        "" if one.own is None else one.own,
        "" if one.checked is None else one.checked,
        evidence_said(w, one),
        one.plan,
        "\n".join(filter(None, (one.own_note, one.check_note))),
        one.how,
    ]
    return [masking.scrub(cell) if isinstance(cell, str) else cell for cell in cells]


def _about(w: Words, shown: EvaluationView) -> OutSheet:
    facts = (
        (w["period"], period_said(shown.row.period)),
        (w["rules"], w.fill("version", name=shown.row.rule_name, version=shown.row.rule_version)),
        (w["digest"], shown.digest),
        (w["cut_off"], moment_text(shown.cut_off)),
        (w["points"], points_said(shown.whole.points)),
        (w["covered"], share_said(shown.whole.covered)),
        (w["conclusion"], masking.scrub(shown.values["conclusion"] or "")),
        (w["check_note"], masking.scrub(shown.values["check_note"] or "")),
    )
    columns = (OutColumn(w["about"], 24), OutColumn("", 60))
    return OutSheet(w["about"], columns, [list(pair) for pair in facts])
