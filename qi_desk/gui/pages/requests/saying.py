"""What is said about a request, by where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.gui import words
from qi_desk.gui.page import Moment
from qi_desk.services.request_views import RequestView
from qi_desk.services.request_work_views import WorkView

_LATE = frozenset({"red"})


def moment(view: RequestView | None, work: WorkView | None, next_step: str) -> Moment:
    """The moment of a request: its state's (list `request_states`), with the clock and what was promised."""
    if view is None:
        return Moment("request.progress")
    row = view.row
    code = str(words.row("request_states", row.state).get("moment") or "request.progress")
    records: Mapping[str, Mapping[str, Any]] = work.records if work is not None and work.eid == row.eid else {}
    due = view.finish_due or row.reply_due
    extension, refusal = records.get("extension", {}), records.get("refusal", {})
    slots = {
        "编号": row.number,
        "事项": "、".join(words.label("catalogue", item) for item in row.items),
        "日期": words.long_day(due),
        "状态": words.label("request_states", row.state),
        "下一步": next_step,
        "清单": "、".join(
            line.split("，")[0] for line in str(records.get("supplement", {}).get("items") or "").splitlines()
        ),
        "原因": str(refusal.get("detail") or words.label("extension_reasons", str(extension.get("reason") or ""))),
        "去向": str(refusal.get("destination") or ""),
        "机构": next((one.party_name for one in work.given), "") if work is not None else "",
    }
    also = ("request.extended",) if extension else ()
    late = ("today.overdue",) if row.light in _LATE else ()
    return Moment(code, slots, (*late, *also, "request.progress"))
