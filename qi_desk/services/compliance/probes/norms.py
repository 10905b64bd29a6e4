"""Rules of the station in force, and the library of standards looked through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.domain.registers.rules import holds, overdue
from qi_desk.services.compliance.probes.looking import Looking, few, lacking
from qi_desk.services.ports import Record


def rules_in_force(at: Looking, kinds: Sequence[str] = (), names: Sequence[str] = ()) -> Finding:
    """Of every kind in `kinds` and for every usual name in `names` (list `rule_names`) a rule holds today that is not
    past its review; due when the first of them is to be looked through again."""
    rules = at.all("rule")
    standing = [one for one in rules if holds(one.values, at.today)]
    kept: dict[str, Record] = {}
    gaps = []
    for kind in kinds:
        gaps += _one(at, kept, [one for one in standing if one["kind"] == kind], {"kind": kind}, "rule")
    for code in names:
        row = at.house.codes.row("rule_names", code)
        wanted = {"name": row["label"], "kind": row["kind"]}
        gaps += _one(at, kept, [one for one in standing if one["name"] == row["label"]], wanted, "rule_named")
    days = [one["review_on"] for one in kept.values() if one["review_on"] is not None]
    return lacking(gaps, kept.values(), min(days, default=None))


def _one(at: Looking, kept: dict[str, Record], held: list[Record], wanted: dict[str, str], code: str) -> list[Gap]:
    fresh = [one for one in held if not overdue(one.values, at.today)]
    if fresh:
        best = max(fresh, key=lambda one: (one["review_on"] or date.max, one.eid))
        kept[best.eid] = best
        return []
    if held:
        return [Gap(f"{code}_overdue", wanted, "rule", held[0].eid)]
    return [Gap(code, wanted, "rule", "", wanted)]


def norms_checked(at: Looking, codes: Sequence[str] = (), kind: str = "", least: int = 1, months: int = 0) -> Finding:
    """The library of standards holds every one of `codes` and at least `least` of `kind`; with `months` what is in
    force was looked at within them."""
    found = at.all("norm", {"kind": kind} if kind else {})
    held = {"".join(str(one["code"]).split()): one for one in found}
    gaps = [
        Gap("norm", {"code": code}, "norm", "", {"code": code}) for code in codes if "".join(code.split()) not in held
    ]
    if len(found) < least:
        gaps.append(few("norm", len(found), least, begins={"kind": kind} if kind else {}))
    if months:
        gaps += [
            Gap("unchecked", {"months": months}, "norm", one.eid)
            for one in found
            if one["state"] == "in_force" and (one["checked_on"] is None or one["checked_on"] < at.months_ago(months))
        ]
    return lacking(gaps, found)
