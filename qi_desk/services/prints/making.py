"""From what stands on a paper to the very bytes that go to the printer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qi_desk.services.document_words import Words
from qi_desk.services.papers import Paper, Papers
from qi_desk.services.paperwork import Order, refuse_gaps
from qi_desk.services.ports import Actor, House
from qi_desk.services.print_port import LEFT
from qi_desk.services.prints.handing import sound_pdf
from qi_desk.services.prints.kinds import is_original
from qi_desk.services.prints.outlets import Outlet, outlet_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.settings.paper_forms import FORMS


@dataclass(frozen=True, slots=True)
class Made:
    """A paper ready to leave the desk, and where it goes."""

    order: Order
    paper: Paper
    outlet: Outlet


@verb("paper.make", COUNTER)
def make(house: House, actor: Actor, order: Order, papers: Papers, *, anew: bool = False) -> Made:
    """The paper of an order as its outlet prints it. An original that left the desk before is the kept paper byte for
    byte, with the mark of the reprint laid over it, unless it is to be drawn `anew` from the records as they are now.

    Raises PaperError; PaperError("paper.gaps") where a phrase on it was not filled in.
    """
    order = _counted(house, order)
    if anew:
        order = replace(order, of="")
    outlet = outlet_of(house, order.paper_kind, order.form)
    if order.of:
        body = _body(house, order.of)
        paper = Paper(body, papers.page_count(body), ())
    else:
        refuse_gaps(order)
        values = FORMS[order.form].values if outlet.values else ""
        paper = papers.make(values or order.form, order.view)
    note = _note(house, order) if order.of and order.reprint else ""
    if note or outlet.x or outlet.y:
        finished = papers.finish(paper.pdf, outlet.x, outlet.y, note)
        paper = replace(finished, missing=paper.missing, body=len(paper.pdf))
    return Made(order, paper, outlet)


def _counted(house: House, order: Order) -> Order:
    """The order with how often it left before and, for an original, the line whose paper is printed again."""
    if order.of or not order.paper or not is_original(house.codes, order.paper_kind):
        return order
    kinds = ("", order.paper_kind)
    lines = house.store.prints.of(order.paper)
    before = [line for line in lines if line.kind in kinds and line.state in LEFT]
    same = next((line.id for line in before if line.form == order.form), "")
    return replace(order, reprint=len(before), of=same)


def _body(house: House, line_id: str) -> bytes:
    line = house.store.prints.get(line_id)
    pdf = sound_pdf(house, line_id)
    return pdf[: line.body] if line.body else pdf


def _note(house: House, order: Order) -> str:
    return Words("reprint").fill("mark", times=order.reprint, at=f"{house.clock.now():%Y-%m-%d %H:%M}")
