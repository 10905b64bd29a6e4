"""How far taking somebody out reaches, said as it is: what went, what stays sealed, what is out of reach."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.services.ports import House, Record

_SAID = ("index", "prints", "drafts", "desks", "exports", "log", "backups")


def reach(house: House, request: Record) -> tuple[tuple[str, str], ...]:
    """(what it is about, what became of it) for each place a copy may be."""
    texts = wording.texts()
    values = {"prints": request["prints_gone"] or 0, "drafts": request["drafts_gone"] or 0}
    values["days"] = house.settings.get("deadline.print_copies")
    shared = [one for one in _SAID if one != "desks" or house.district]
    return tuple(
        (texts[f"privacy.reach.{one}"], wording.fill(texts[f"privacy.reach.{one}_said"], values)) for one in shared
    )
