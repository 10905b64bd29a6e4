"""The closed list of probes: small functions that look whether the records prove a clause."""

from __future__ import annotations

from collections.abc import Mapping

from qi_desk.services.compliance.probes import base, general, norms, people, resources, station, work
from qi_desk.services.compliance.probes.looking import Probe

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
