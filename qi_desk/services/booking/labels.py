"""The label of a device: what colour it has today, until when its calibration holds."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.services.booking.standing import EQUIPMENT, mark_of, resource_of
from qi_desk.services.document_words import Words
from qi_desk.services.papers import EQUIPMENT_LABEL, LabelView
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text


@verb("paper.equipment_label", COUNTER)
def label(house: House, actor: Actor, eid: str) -> Order:
    """The three-colour label (F17); red as soon as the calibration is over, whatever is on record. Raises Missing."""
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        record = resource_of(look, EQUIPMENT, eid)
        mark, w = mark_of(record, today), Words(EQUIPMENT_LABEL)
        due = record["calibration_due"]
        said = {
            "number": record["number"],
            "model": " ".join(filter(None, (record["model"], record["serial"]))),
            "owner": record["owner"],
            "place": record["place"],
            "calibrated": record["calibration_on"].isoformat() if record["calibration_on"] else "",
            "due": w["exempt"] if record["calibration_exempt"] else due.isoformat() if due else "",
            "limit": record["limit_text"] if mark == "yellow" else "",
            "keeper": text(look.get("person", record["keeper"] or ""), "name"),
        }
        view = LabelView(
            station=head(house, look),
            title=w["station"],
            name=record["name"],
            number=record["number"] or "",
            mark=mark,
            mark_text=wording.code_label("equipment_marks", mark),
            facts=tuple((w[name], value) for name, value in said.items() if value),
        )
    return Order(EQUIPMENT_LABEL, view, eid, EQUIPMENT_LABEL, "", view.number, 0)
