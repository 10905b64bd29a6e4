"""The nine building topics of the Guangzhou guide: what of the station's profile is filled in."""

from __future__ import annotations

from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.services.compliance.probes.looking import Looking, empty, lacking


def base_topic(at: Looking, topic: str) -> Finding:
    """Every item of a topic that has to be there is answered, and none of the answers has run out."""
    held = {one["item"]: one for one in at.all("base_item")}
    wanted = [row for row in at.house.codes.rows("base_items") if row["topic"] == topic]
    gaps, found, days = [], [], []
    for row in wanted:
        one = held.get(row["id"])
        if one is None or empty(one["answer"]):
            if row.get("needed", True):
                begins = {"item": row["id"], "topic": topic}
                gaps.append(Gap("base_item", {"item": row["id"]}, "base_item", one.eid if one else "", begins))
            continue
        found.append(one)
        if one["valid_to"] is not None and one["valid_to"] < at.today:
            gaps.append(Gap("base_over", {"item": row["id"], "day": one["valid_to"]}, "base_item", one.eid))
        elif one["valid_to"] is not None:
            days.append(one["valid_to"])
    return lacking(gaps, found, min(days, default=None))
