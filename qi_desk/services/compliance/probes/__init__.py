"""The closed list of probes: small functions that look whether the records prove a clause."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from qi_desk.domain.compliance.clauses import Clause
from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.services.compliance.probes import base, general, norms, people, resources, station, work
from qi_desk.services.compliance.probes.looking import Looking, Probe

PROBES: Mapping[str, Probe] = {
    "records": general.records,
    "complete": general.complete,
    "nothing_late": general.nothing_late,
    "rules_in_force": norms.rules_in_force,
    "norms_checked": norms.norms_checked,
    "specialist": people.specialist,
    "trained": people.trained,
    "competent": people.competent,
    "judged": people.judged,
    "undertakings": people.undertakings,
    "library": resources.library,
    "provided": resources.provided,
    "evaluated": resources.evaluated,
    "qualified": resources.qualified,
    "equipment_open": resources.equipment_open,
    "entry": station.entry,
    "setting": station.setting,
    "backups": station.backups,
    "printed": station.printed,
    "channels": work.channels,
    "in_hand": work.in_hand,
    "kept_with": work.kept_with,
    "asked": work.asked,
    "archived": work.archived,
    "combined": work.combined,
    "mandated": work.mandated,
    "base_topic": base.base_topic,
}
"""The probes by the name clauses give them; each is told what to look for by the clause's `given`."""


def known(clause: Clause) -> bool:
    """Whether this program has the clause's probe, and the probe takes what it is given."""
    probe = PROBES.get(clause.probe)
    if probe is None:
        return bool(clause.informative) or clause.by_person
    try:
        inspect.signature(probe).bind(None, **clause.given)
    except TypeError:
        return False
    return True


def probed(at: Looking, clause: Clause) -> Finding:
    """What the clause's probe finds; a clause of a newer program is a gap until this one is brought up to date."""
    return PROBES[clause.probe](at, **clause.given) if known(clause) else Finding(gaps=(Gap("unknown_probe"),))
