"""Probes of the station itself: its entry, settings, backups, what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.backups import TEST_AFTER
from qi_desk.domain.compliance.standing import Finding, Gap, Proof
from qi_desk.services.backups import TESTED_AT
from qi_desk.services.compliance.probes.looking import Looking, empty, lacking
from qi_desk.services.print_port import LEFT, PrintQuery
from qi_desk.services.station_settings import station_of


def entry(at: Looking, fields: Sequence[str]) -> Finding:
    """The station's entry says something in all of `fields`."""
    record = station_of(at.look)
    lacks = [name for name in fields if empty(record[name])]
    gaps = [Gap("entry", {"fields": tuple(f"station.{name}" for name in lacks)})] if lacks else []
    return lacking(gaps, [record])


def setting(at: Looking, key: str, most: int = 0, least: int = 0) -> Finding:
    """A setting lies within bounds; 0 is no bound."""
    value: Any = at.house.settings.get(key)
    good = (not most or value <= most) and (not least or value >= least)
    return Finding(count=1) if good else Finding(gaps=(Gap("setting", {"key": key, "value": value, "most": most}),))


def backups(at: Looking, days: int) -> Finding:
    """A copy of the station that was proven is not older than `days`, and restoring was tried out as often as it has
    to be. Copies are known to this desk alone."""
    kept = at.house.copies.kept()
    last = moments.china_date(kept[0].backup.made_at) if kept else None
    said = str(at.house.settings.get(TESTED_AT))
    tested = moments.china_date(moments.from_text(said)) if said else None
    ends: list[date] = []
    gaps = []
    for code, day, span in (("no_backup", last, days), ("no_trial", tested, TEST_AFTER.days)):
        if day is None or day + timedelta(days=span) < at.today:
            gaps.append(Gap(code, {"days": span}))
        else:
            ends.append(day + timedelta(days=span))
    return Finding((), len(kept), tuple(gaps), None if gaps else min(ends, default=None))


def printed(at: Looking, kinds: Sequence[str], months: int) -> Finding:
    """A paper of one of `kinds` was printed at this desk within `months`: what hangs on the wall is not of yesterday's
    rules. The journal of papers is this desk's own."""
    since = moments.midnight(at.months_ago(months))
    lines = at.house.store.prints.select(PrintQuery(since=since, kinds=tuple(kinds), states=tuple(LEFT), limit=5))
    if not lines:
        return Finding(gaps=(Gap("unprinted", {"paper": kinds[0], "months": months}),))
    newest = moments.china_date(max(one.created_at for one in lines))
    proofs = tuple(Proof("print", one.id) for one in lines)
    return Finding(proofs, len(lines), (), moments.months_later(newest, months))
