"""Many papers as one job, in order: made one after the other, looked at as a whole, printed, and gone on with from the
place where it stopped."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby

from qi_desk.domain import moments
from qi_desk.domain.errors import Expected, Missing
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.papers import Papers, Printer, StationHead
from qi_desk.services.paperwork import head
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.print_port import CANCELLED, FAILED, QUEUED, SAVED, SENT, PrintLine, PrintQuery
from qi_desk.services.prints.guarding import readable
from qi_desk.services.prints.handing import KIND, Save, check_reason, enter, line_for, send, sound_pdf
from qi_desk.services.prints.kinds import Asked, order_for, paper_kinds
from qi_desk.services.prints.making import Made, make
from qi_desk.services.prints.outlets import Outlet, outlet_of
from qi_desk.services.prints.sheets import SEPARATOR, SeparatorView
from qi_desk.services.prints.views import papers_of_day
from qi_desk.services.rights import COUNTER, LOOKING, verb

_MOST = 2000
_LABEL = "equipment_label"
NOT_THERE = "paper.not_issued"

Told = Callable[[int, int], None]
"""Told how many papers are made, of how many."""

Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Refused:
    """A paper of the batch that could not be made, and why."""

    asked: Asked
    error: Expected


@dataclass(frozen=True, slots=True)
class Run:
    """Papers that follow each other on the same printer, tray and sides: one PDF, one job. `first` is the place of the
    first one in the batch, `pages` how many pages each has, separators counted with the paper they stand before."""

    outlet: Outlet
    first: int
    pages: tuple[int, ...]
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """A job ready to be looked at and printed: `made` in order and what was refused; `left` how many were not made
    because somebody stopped."""

    made: tuple[Made, ...]
    refused: tuple[Refused, ...]
    runs: tuple[Run, ...]
    left: int

    @property
    def reprints(self) -> int:
        """How many of the papers were printed before: they need a reason."""
        return sum(bool(one.order.reprint) for one in self.made)


@verb("print.gather", COUNTER)
def gather(house: House, actor: Actor, what: str, eid: str = "") -> tuple[Asked, ...]:
    """The papers of a set, in order: "day_slips" (receipts and originals issued today, the oldest first), "labels"
    (every device), or a kind of record with its `eid` (all papers of it that the list marks for batches). Raises
    Missing for a set nobody knows."""
    kinds = paper_kinds(house.codes)
    if what == "day_slips":
        originals = {kind.id for kind in kinds if kind.original}
        rows = [row for row in papers_of_day(house, actor) if row.kind in originals and row.subject]
        today = moments.china_date(house.clock.now())
        of_today = [row for row in reversed(rows) if moments.china_date(row.at) == today]
        return tuple(Asked(row.kind, row.record) for row in of_today)
    if what == "labels":
        with house.store.read() as look:
            devices = look.select(Query("equipment", order="number", limit=_MOST))
        return tuple(Asked(_LABEL, one.eid) for one in devices)
    papers = tuple(Asked(kind.id, eid) for kind in kinds if kind.about == what and kind.batch)
    if not papers:
        raise Missing("print.no_set")
    return papers


@verb("print.make_batch", COUNTER)
def make_batch(
    house: House,
    actor: Actor,
    asked: Sequence[Asked],
    papers: Papers,
    *,
    separators: bool = False,
    told: Told | None = None,
    stopped: Stopped | None = None,
) -> Batch:
    """Make every paper asked for. What cannot be made is left out and told; a paper of a set that was never issued is
    left out in silence. Raises PaperError where papers cannot be joined."""
    made: list[Made] = []
    refused: list[Refused] = []
    done = 0
    for done, (one, found) in enumerate(_ahead(house, actor, asked, papers, stopped), start=1):
        if isinstance(found, Made):
            made.append(found)
        elif found.code != NOT_THERE:
            refused.append(Refused(one, found))
        if told is not None:
            told(done, len(asked))
    runs = tuple(_runs(house, made, papers, separators))
    return Batch(tuple(made), tuple(refused), runs, len(asked) - done)


def _ahead(
    house: House, actor: Actor, asked: Sequence[Asked], papers: Papers, stopped: Stopped | None
) -> Iterator[tuple[Asked, Made | Expected]]:
    """Each paper in order, or what was in its way. While one is drawn by the paper process, what stands on the next is
    read already."""
    before: tuple[Asked, Future[Made]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="batch") as drawing:
        for one in asked:
            if stopped is not None and stopped():
                break
            try:
                order = order_for(house, actor, one)
                following = drawing.submit(make, house, actor, order, papers)
            except Expected as error:
                following = Future()
                following.set_exception(error)
            if before is not None:
                yield before[0], _result(before[1])
            before = (one, following)
        if before is not None:
            yield before[0], _result(before[1])


def _result(found: Future[Made]) -> Made | Expected:
    try:
        return found.result()
    except Expected as error:
        return error


@verb("print.part", COUNTER)
def part(house: House, actor: Actor, batch: Batch, papers: Papers, *, separators: bool) -> Batch:
    """The same papers with or without a sheet before each that says which it is. Raises PaperError."""
    return replace(batch, runs=tuple(_runs(house, batch.made, papers, separators)))


def _runs(house: House, made: Sequence[Made], papers: Papers, separators: bool) -> Iterator[Run]:
    with house.store.read() as look:
        station = head(house, look)
    place = 0
    for outlet, group in groupby(made, key=lambda one: one.outlet):
        found = list(group)
        pdfs: list[bytes] = []
        pages: list[int] = []
        for at, one in enumerate(found, start=place + 1):
            if separators:
                view = _separator(house, station, at, len(made), one)
                pdfs.append(papers.make(SEPARATOR, view).pdf)
            pdfs.append(one.paper.pdf)
            pages.append(one.paper.pages + separators)
        whole = pdfs[0] if len(pdfs) == 1 else papers.join(pdfs).pdf
        yield Run(outlet, place, tuple(pages), whole)
        place += len(found)


@verb("print.whole", COUNTER)
def whole(house: House, actor: Actor, batch: Batch, papers: Papers) -> bytes:
    """All runs of a batch in one PDF. Raises PaperError."""
    return batch.runs[0].pdf if len(batch.runs) == 1 else papers.join([run.pdf for run in batch.runs]).pdf


@verb("print.batch_lines", LOOKING)
def lines_of(house: House, actor: Actor, batch: str) -> tuple[PrintLine, ...]:
    """The journal's lines of a batch, in order."""
    lines = house.store.prints.select(PrintQuery(batch=batch, limit=_MOST))
    with house.store.read() as look:
        return tuple(readable(house, look, actor, lines))


def _separator(house: House, station: StationHead, place: int, of: int, made: Made) -> SeparatorView:
    return SeparatorView(station, place, of, made.order.paper_kind, made.order.number, house.clock.now())


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of a batch: its id, its lines in order, how many went out, and the first error if one stopped it."""

    id: str
    lines: tuple[PrintLine, ...]
    out: int
    error: str
    printer: str

    @property
    def left(self) -> int:
        """How many papers did not go out."""
        return len(self.lines) - self.out


@verb("print.batch", COUNTER)
def print_batch(
    house: House, actor: Actor, batch: Batch, printer: Printer, *, reason: str = "", save: Save | None = None
) -> Done[BatchOutcome]:
    """Print a batch: every paper gets a line of the journal first, then each run goes out as one job; the first run
    that fails stops the rest, which `go_on` prints later. Reprints among them need a reason."""
    for one in batch.made:
        check_reason(house, one.order, reason)
    name = f"{house.clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    lines = [
        line_for(house, actor, one.order, one.paper, one.outlet, reason if one.order.reprint else "", name, place)
        for place, one in enumerate(batch.made, start=1)
    ]
    house.store.prints.add([(line, one.paper.pdf) for line, one in zip(lines, batch.made, strict=True)])
    runs = [(run.outlet, run.pdf, lines[run.first : run.first + len(run.pages)]) for run in batch.runs]
    return _print_runs(house, actor, name, runs, printer, save)


@verb("print.go_on", COUNTER)
def go_on(
    house: House,
    actor: Actor,
    batch: str,
    papers: Papers,
    printer: Printer,
    *,
    instead: str = "",
    save: Save | None = None,
) -> Done[BatchOutcome]:
    """Print what of a batch did not go out, from the place where it stopped, from the very papers that were kept; on
    the printer named `instead` of one that is gone. Raises Missing where nothing is left."""
    left = house.store.prints.select(PrintQuery(batch=batch, states=(QUEUED, FAILED, CANCELLED), limit=_MOST))
    with house.store.read() as look:
        left = tuple(readable(house, look, actor, left))
    if not left:
        raise Missing("print.nothing_left")
    runs = []
    for outlet, group in groupby(left, key=lambda line: _outlet(house, line, instead)):
        lines = [replace(line, printer=outlet.printer) for line in group]
        pdfs = [sound_pdf(house, line.id) for line in lines]
        runs.append((outlet, pdfs[0] if len(pdfs) == 1 else papers.join(pdfs).pdf, lines))
    return _print_runs(house, actor, batch, runs, printer, save)


def _outlet(house: House, line: PrintLine, instead: str) -> Outlet:
    outlet = outlet_of(house, line.kind, line.form)
    return replace(outlet, printer=instead or line.printer, tray="" if instead else outlet.tray)


_Runs = Iterable[tuple[Outlet, bytes, Sequence[PrintLine]]]


def _print_runs(
    house: House, actor: Actor, batch: str, runs: _Runs, printer: Printer, save: Save | None
) -> Done[BatchOutcome]:
    settled: list[PrintLine] = []
    error = ""
    for outlet, pdf, lines in runs:
        if error:
            settled += lines
            continue
        head = send(
            house, replace(lines[0], number="" if len(lines) > 1 else lines[0].number), pdf, printer, outlet, save
        )
        error = head.error if head.state == FAILED else ""
        for line in lines:
            told = replace(
                line,
                state=head.state,
                job=head.job,
                error=head.error,
                printer=head.printer,
                finished_at=head.finished_at,
            )
            enter(house, told)
            settled.append(told)
    out = sum(line.state in (SENT, SAVED) for line in settled)
    with house.store.write(actor) as unit:
        unit.audit("printed", "paper", f"batch:{batch}", papers=len(settled), out=out)
        unit.commit()
    outcome = BatchOutcome(batch, tuple(settled), out, error, settled[0].printer if settled else "")
    return Done(outcome, Changes(frozenset({KIND}), frozenset(line.subject for line in settled)))
