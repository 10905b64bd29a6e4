"""What the command line does with tables: service objects taken in and given out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from qi_desk import wording
from qi_desk.commands import entered

if TYPE_CHECKING:
    from qi_desk.services.import_preview import PreviewRow


def import_enterprises(options: argparse.Namespace) -> dict[str, Any]:
    """Judge a table row by row and, unless it is a dry run, write what is new and what updates."""
    from qi_desk.services import imports
    from qi_desk.services.import_preview import Options, Verdict

    with entered(options) as (house, actor):
        loaded = imports.read(house, actor, options.file)
        shown = imports.preview(house, actor, loaded, Options(overwrite=options.overwrite))
        answer: dict[str, Any] = {"counts": shown.counts, "rows": [_row(row) for row in shown.rows]}
        if not options.dry_run and any(row.verdict in (Verdict.NEW, Verdict.UPDATE) for row in shown.rows):
            done = imports.write(house, actor, shown).value
            answer["written"] = {"new": done.created, "update": done.changed, "contacts": done.contacts}
            answer["batch"] = done.act
    if options.json:
        return answer
    told = [f"{wording.texts()[f'exchange.verdict.{name}']}: {count}" for name, count in shown.counts.items()]
    return answer | {"lines": told + [_line(row) for row in answer["rows"] if row["reasons"]]}


def _row(row: PreviewRow) -> dict[str, Any]:
    reasons = [{"field": one.field, "code": one.code, "text": wording.problem(one)} for one in row.reasons]
    return {
        "row": row.number,
        "verdict": row.verdict.value,
        "name": row.name,
        "credit_code": row.credit_code,
        "id": row.target,
        "changes": list(row.changes),
        "reasons": reasons,
    }


def _line(row: dict[str, Any]) -> str:
    verdict = wording.texts()[f"exchange.verdict.{row['verdict']}"]
    return f"{row['row']}  {verdict}  {row['name']}  {' '.join(one['text'] for one in row['reasons'])}"


def export_enterprises(options: argparse.Namespace) -> dict[str, Any]:
    """Write the table of service objects: whole, masked, or counted."""
    from qi_desk.services import exports

    with entered(options) as (house, actor):
        if options.profile == exports.Profile.FULL:
            done = exports.full(house, actor, options.out, basis=options.basis)
        else:
            done = exports.shared(house, actor, options.out, options.profile, basis=options.basis)
    return {
        "file": str(options.out),
        "profile": options.profile,
        "rows": done.rows,
        "held_back": done.held_back,
        "personal": done.personal,
        "bytes": done.size,
    }
