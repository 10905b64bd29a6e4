"""The record of a visit to an enterprise on paper (F16): filled in, or blank to be taken along."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.services.client_file import living
from qi_desk.services.document_words import day_text, joined
from qi_desk.services.outreach_views import ProblemView, view_of
from qi_desk.services.papers import OUTREACH_RECORD, OutreachSheetView, ProblemLine
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb


@verb("paper.outreach", COUNTER)
def sheet(house: House, actor: Actor, eid: str) -> Order:
    """The record of one visit; of a planned one with room to write by hand. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "outreach", eid)
        shown = view_of(house, look, record)
        client = look.get("enterprise", record["client"])
        times = house.store.prints.times(eid)
        values = record.values
        view = OutreachSheetView(
            station=head(house, look),
            number=record["number"] or "",
            client_name=shown.row.client_name,
            credit_code=(client["credit_code"] or "") if client else "",
            address=shown.address,
            went_on=day_text(values["went_on"]),
            kind=wording.code_label("outreach_kinds", values["kind"]),
            mode=wording.code_label("outreach_modes", values["mode"]),
            staff=joined(filter(None, (shown.row.owner, values["companions"]))),
            met=" ".join(filter(None, (values["met"], values["met_role"]))),
            purpose=values["purpose"] or "",
            quality_status=values["quality_status"] or "",
            publicity=values["publicity"] or "",
            problems=tuple(_line(one) for one in shown.problems),
            signed=bool(values["signed"]),
            answer_days=house.settings.get("deadline.outreach_answer"),
            reprint=times,
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
        )
    return Order(OUTREACH_RECORD, view, eid, OUTREACH_RECORD, eid, view.number, 0)


@verb("paper.outreach_blank", COUNTER)
def blank(house: House, actor: Actor) -> Order:
    """An empty record to be taken along."""
    with house.store.read() as look:
        station = head(house, look)
    empty = dict.fromkeys(
        ("number", "client_name", "credit_code", "address", "went_on", "kind", "mode", "staff", "met"), ""
    )
    view = OutreachSheetView(
        station=station,
        **empty,
        purpose="",
        quality_status="",
        publicity="",
        problems=(),
        signed=False,
        answer_days=house.settings.get("deadline.outreach_answer"),
        reprint=0,
        printed_at=house.clock.now(),
        printed_by=actor.staff_no,
    )
    return Order(OUTREACH_RECORD, view, "", OUTREACH_RECORD, "", "", 0)


def _line(problem: ProblemView) -> ProblemLine:
    values = problem.values
    state = wording.code_label("problem_states", problem.state.value)
    return ProblemLine(
        text=values["text"],
        answer=values["answer"],
        state=f"{state} {problem.request}".strip(),
        owner=problem.owner,
        due=day_text(values["due"] or None),
    )
