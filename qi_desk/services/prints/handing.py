"""Giving papers out: sent, printed, in somebody's hand, each a different thing; the journal keeps them apart."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace

from qi_desk.domain.errors import Conflict, Invalid, PaperError, Problem
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.papers import Paper, Printer, PrintOptions
from qi_desk.services.paperwork import Order, refuse_gaps
from qi_desk.services.ports import Actor, House
from qi_desk.services.print_port import (
    CANCELLED,
    FAILED,
    IN_HAND,
    PRINTED,
    QUEUED,
    SAVED,
    SENT,
    UNCOLLECTED,
    PrintLine,
    PrintQuery,
)
from qi_desk.services.prints.guarding import refuse_unread
from qi_desk.services.prints.outlets import Outlet, outlet_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.settings.paper_forms import FORMS

KIND = "print"
_ASKED = 200
_MAY_REACH_A_HAND = frozenset({SENT, PRINTED, SAVED, UNCOLLECTED})

Save = Callable[[bytes, str], str]
"""Writes a PDF under a name and answers where it is."""


@verb("paper.print", COUNTER)
def hand_out(
    house: House,
    actor: Actor,
    order: Order,
    paper: Paper,
    printer: Printer,
    *,
    reason: str = "",
    save: Save | None = None,
) -> Done[PrintLine]:
    """Send a made paper to the printer this desk keeps for its kind, and keep the journal.

    A reprint needs a reason (list `reprint_reasons`). Without a printer the PDF is saved by `save`, which answers
    where. The line's state says what happened: sent, saved or failed with the error's code. Looking like paper is
    not being on paper: `settle` asks the printing system later, and `confirm` a person.
    """
    check_reason(house, order, reason)
    refuse_gaps(order)
    outlet = outlet_of(house, order.paper_kind, order.form)
    line = line_for(house, actor, order, paper, outlet, reason)
    house.store.prints.add([(line, paper.pdf)])
    sent = send(house, line, paper.pdf, printer, outlet, save)
    enter(house, sent)
    with house.store.write(actor) as unit:
        unit.audit("printed", "paper", order.paper, why=reason, form=order.form, state=sent.state)
        unit.commit()
    return Done(sent, Changes(frozenset({KIND}), frozenset({order.subject})))


@verb("paper.save", COUNTER)
def save_to_file(house: House, actor: Actor, order: Order, paper: Paper, save: Save) -> Done[PrintLine]:
    """Write a made paper to a file by `save` (answers its name) and keep the journal. Raises what `save` raises."""
    refuse_gaps(order)
    line = line_for(house, actor, order, paper, Outlet(), "")
    line = replace(line, state=SAVED, job=save(paper.pdf, line.number), finished_at=house.clock.now())
    house.store.prints.add([(line, paper.pdf)])
    with house.store.write(actor) as unit:
        unit.audit("saved", "paper", order.paper, form=order.form)
        unit.commit()
    return Done(line, Changes(frozenset({KIND}), frozenset({order.subject})))


def check_reason(house: House, order: Order, reason: str) -> None:
    """Raise Invalid where a reprint has no reason of the list."""
    if order.reprint and reason not in house.codes.ids("reprint_reasons"):
        raise Invalid([Problem("reason", "print.reason")])


def line_for(
    house: House, by: Actor, order: Order, paper: Paper, outlet: Outlet, reason: str, batch: str = "", place: int = 0
) -> PrintLine:
    """The journal's line of a paper about to be sent."""
    now = house.clock.now()
    digest = hashlib.sha256(paper.pdf).hexdigest()
    name = f"{now:%Y%m%d%H%M%S%f}-{place:04}-{secrets.token_hex(4)}"
    return PrintLine(
        id=name,
        paper=order.paper or f"{order.paper_kind}:{name}",
        form=order.form,
        kind=order.paper_kind,
        subject=order.subject,
        number=order.number,
        printer=outlet.printer,
        copies=outlet.copies,
        state=QUEUED,
        job="",
        error="",
        reprint=order.reprint,
        reason=reason,
        operator=by.account,
        created_at=now,
        finished_at=None,
        sha256=digest,
        batch=batch,
        place=place,
        of=order.of,
        body=paper.body or len(paper.pdf),
    )


def send(house: House, line: PrintLine, pdf: bytes, printer: Printer, outlet: Outlet, save: Save | None) -> PrintLine:
    """Hand a PDF to its printer, or save it where none was chosen; the line as it stands then. A printer that is gone
    is a failure to be told, never a reason to take another one."""
    chosen = line.printer
    try:
        names = {one.name for one in printer.printers()}
        if chosen not in names:
            if chosen and names:
                raise PaperError("printer.vanished", printer=chosen)
            if save is None:
                raise PaperError("printer.none")
            return replace(
                line, state=SAVED, printer="", job=save(pdf, line.number or line.batch), finished_at=house.clock.now()
            )
        title = line.number or line.batch
        options = PrintOptions(outlet.copies, FORMS[line.form].sheet, title, outlet.tray, outlet.sides)
        return replace(line, state=SENT, job=printer.send(pdf, chosen, options), error="")
    except PaperError as error:
        return replace(line, state=FAILED, error=error.code, finished_at=house.clock.now())


def enter(house: House, line: PrintLine) -> None:
    """Write down what became of a line."""
    house.store.prints.settle(
        line.id, line.state, job=line.job, error=line.error, printer=line.printer, at=line.finished_at
    )


@verb("paper.settle", COUNTER)
def settle(house: House, actor: Actor, printer: Printer) -> Done[int]:
    """Ask the printing system what became of sent papers; how many lines changed."""
    changed = 0
    told: dict[str, str] = {}
    for line in house.store.prints.select(PrintQuery(states=(SENT,), limit=_ASKED)):
        if not line.job:
            continue
        if line.job not in told:
            told[line.job] = printer.state(line.job)
        if told[line.job] != line.state:
            house.store.prints.settle(line.id, told[line.job], at=house.clock.now())
            changed += 1
    return Done(changed, Changes(frozenset({KIND}) if changed else frozenset()))


@verb("paper.cancel", COUNTER)
def cancel(house: House, actor: Actor, line_id: str, printer: Printer) -> Done[int]:
    """Take a job that still waits back from the printing system, with all papers of it; how many those were. Raises
    PaperError, Conflict where it does not wait any more."""
    line = house.store.prints.get(line_id)
    if line.state not in (SENT, QUEUED):
        raise Conflict("print.not_waiting")
    if line.job:
        printer.cancel(line.job)
    among = house.store.prints.select(PrintQuery(batch=line.batch, limit=10_000)) if line.batch else (line,)
    same = [one for one in among if one.job == line.job and one.state == line.state]
    for one in same:
        house.store.prints.settle(one.id, CANCELLED, at=house.clock.now())
    with house.store.write(actor) as unit:
        unit.audit("print_cancelled", "paper", line.paper, form=line.form)
        unit.commit()
    return Done(len(same), Changes(frozenset({KIND}), frozenset({line.subject})))


@verb("paper.confirm", COUNTER)
def confirm(house: House, actor: Actor, line_id: str, fault: str = "") -> Done[PrintLine]:
    """Whether an original reached the hand it was made for: with no `fault` it did, else `fault` is a code of
    `print_faults`, which says what the line becomes. Raises Invalid for another code, Conflict where there is nothing
    to say any more."""
    line = house.store.prints.get(line_id)
    if line.state not in _MAY_REACH_A_HAND:
        raise Conflict("print.settled")
    if fault and fault not in house.codes.ids("print_faults"):
        raise Invalid([Problem("fault", "not_in_list", {"value": fault})])
    state = house.codes.row("print_faults", fault)["state"] if fault else IN_HAND
    said = replace(line, state=state, fault=fault, finished_at=house.clock.now())
    house.store.prints.settle(line.id, state, fault=fault, at=said.finished_at)
    with house.store.write(actor) as unit:
        unit.audit("not_in_hand" if fault else "in_hand", "paper", line.paper, why=fault, form=line.form)
        unit.commit()
    return Done(said, Changes(frozenset({KIND}), frozenset({line.subject})))


@verb("paper.kept", COUNTER)
def kept(house: House, actor: Actor, line_id: str) -> bytes:
    """The exact PDF of a line. Raises Missing; PaperError("paper.changed") where it is no longer what was printed."""
    refuse_unread(house, actor, house.store.prints.get(line_id))
    return sound_pdf(house, line_id)


def sound_pdf(house: House, line_id: str) -> bytes:
    """As `kept`, for use cases that have asked who it is."""
    line = house.store.prints.get(line_id)
    pdf = house.store.prints.pdf(line_id)
    if hashlib.sha256(pdf).hexdigest() != line.sha256:
        raise PaperError("paper.changed", number=line.number)
    return pdf


@verb("paper.export", COUNTER)
def export(house: House, actor: Actor, line_id: str, save: Save) -> Done[str]:
    """Write the exact PDF of a line by `save`; where it is. Raises as `kept` and what `save` raises."""
    line = house.store.prints.get(line_id)
    where = save(kept(house, actor, line_id), line.number)
    with house.store.write(actor) as unit:
        unit.audit("saved", "paper", line.paper, form=line.form)
        unit.commit()
    return Done(where, Changes())
