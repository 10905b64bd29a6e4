"""What the print centre shows: every paper there is, today's, the journal, and the records papers are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qi_desk.domain import moments
from qi_desk.domain.records import entity
from qi_desk.services.feedback.access import may_read
from qi_desk.services.ports import Actor, Hit, House, Query, Reader, Record
from qi_desk.services.print_port import UNCOLLECTED, WITH_PRINTER, PrintLine, PrintQuery
from qi_desk.services.prints.guarding import readable
from qi_desk.services.prints.kinds import PaperKind, is_original, paper_kind, paper_kinds
from qi_desk.services.prints.outlets import Outlet, outlet_of
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.searching import hit_of
from qi_desk.services.showing import masked_hit, text
from qi_desk.settings.paper_forms import FORMS

_MOST = 2000
_OFFERED = 60
_LOOKED_THROUGH = 500
_CHOSEN_BY_THE_DESK = "paper.receipt"

NOT_PRINTED = ""
"""The state of a paper that was issued and never printed at this desk."""

_NOT_IN_HAND = (*WITH_PRINTER, UNCOLLECTED)


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A paper of the desk, on what and where this PC prints it. `how` is what it takes: "nothing", "record", "kind",
    "day", "period", or "elsewhere" where only its own page can make it."""

    eid: str
    kind: PaperKind
    form: str
    sheet: str
    outlet: Outlet
    how: str


@verb("print.catalogue", LOOKING)
def catalogue(house: House, actor: Actor) -> tuple[CatalogueRow, ...]:
    """Every paper of the desk, group by group."""
    groups = {row["id"]: place for place, row in enumerate(house.codes.rows("paper_groups"))}
    kinds = sorted(paper_kinds(house.codes), key=lambda kind: groups[kind.group])
    return tuple(_row(house, kind) for kind in kinds)


def _row(house: House, kind: PaperKind) -> CatalogueRow:
    chosen = house.settings.get(_CHOSEN_BY_THE_DESK)
    form = chosen if chosen in kind.forms else kind.forms[0]
    how = kind.takes if kind.makes else "elsewhere"
    return CatalogueRow(kind.id, kind, form, FORMS[form].sheet, outlet_of(house, kind.id, form), how)


@verb("print.records", COUNTER)
def records(house: House, actor: Actor, kind: str, said: str = "") -> tuple[Hit, ...]:
    """Records of a kind by number, name or what else finds them, the newest where nothing is said; names masked."""
    with house.store.read() as look:
        found = [hit.eid for hit in look.find(said, kinds=(kind,), limit=_OFFERED)] if said else []
        numbered = look.by_number(said) if said else None
        if numbered is not None and numbered.kind == kind:
            found.insert(0, numbered.eid)
        if found:
            return tuple(_hits(look, actor, kind, dict.fromkeys(found)))
        newest = Query(kind, order="eid", newest_first=True, limit=_LOOKED_THROUGH if said else _OFFERED)
        hits = tuple(_hits(look, actor, kind, (record.eid for record in look.select(newest))))
    sought = said.casefold()
    return tuple(hit for hit in hits if sought in f"{hit.number} {hit.title} {hit.note}".casefold())[:_OFFERED]


def _hits(look: Reader, actor: Actor, kind: str, eids: Iterable[str]) -> Iterator[Hit]:
    return (hit for eid in eids if (hit := _named(look, actor, kind, eid)) is not None)


def _named(look: Reader, actor: Actor, kind: str, eid: str) -> Hit | None:
    record = look.get(kind, eid)
    hit = hit_of(look, kind, eid)
    if record is None or hit is None or not may_read(look, actor, record):
        return None
    hit = masked_hit(hit)
    names = entity(kind).names()
    client = text(look.get("enterprise", record["client"] or ""), "name") if "client" in names else ""
    title = hit.title or client
    return Hit(kind, eid, hit.number, title, client if client != title else "")


@dataclass(frozen=True, slots=True)
class DayPaper:
    """A paper of the day, which is asked for by `record`. `state` is the newest line's, NOT_PRINTED without one; `line`
    that line; `open` whether it is an original nobody has said of that it is in hand."""

    eid: str
    kind: str
    number: str
    subject: str
    record: str
    who: str
    at: datetime
    state: str
    line: PrintLine | None
    open: bool


@verb("print.day", LOOKING)
def papers_of_day(house: House, actor: Actor, day: date | None = None) -> tuple[DayPaper, ...]:
    """Every paper issued or printed at this desk on a day (today by default), the newest first; originals of earlier
    days that nobody confirmed stand below, until somebody says what became of them."""
    on = day or moments.china_date(house.clock.now())
    since = moments.midnight(on)
    until = moments.midnight(on + timedelta(days=1))
    lines = house.store.prints.select(PrintQuery(since=since, until=until, limit=_MOST))
    open_before = _open_lines(house, PrintQuery(until=since, states=_NOT_IN_HAND, limit=_OFFERED))
    newest: dict[tuple[str, str], PrintLine] = {}
    for line in (*lines, *open_before):
        newest.setdefault((line.paper, line.kind), line)
    with house.store.read() as look:
        issued = tuple(_issued(house, look, since, until))
        rows = [_with_line(house, look, line) for line in readable(house, look, actor, newest.values())]
        for kind, record in issued:
            if (record.eid, kind.id) not in newest:
                rows.append(_without_line(house, look, kind, record))
    return tuple(sorted(rows, key=lambda row: (row.at >= since, row.at), reverse=True))


def _open_lines(house: House, query: PrintQuery) -> list[PrintLine]:
    return [line for line in house.store.prints.select(query) if is_original(house.codes, line.kind)]


def open_papers(house: House, look: Reader, by: Actor) -> list[DayPaper]:
    """Originals that went to a printer and of which nobody said whether they are in hand, the newest first."""
    lines = _open_lines(house, PrintQuery(states=tuple(WITH_PRINTER), limit=_OFFERED))
    return [_with_line(house, look, line) for line in readable(house, look, by, lines)]


def _issued(house: House, look: Reader, since: datetime, until: datetime) -> Iterator[tuple[PaperKind, Record]]:
    kinds = [kind for kind in paper_kinds(house.codes) if kind.source]
    for source, issued in dict.fromkeys((kind.source, kind.issued) for kind in kinds):
        query = Query(source, order=issued, bound=issued, since=since, until=until, limit=_MOST)
        for record in look.select(query):
            code = record["kind"] if source == "paper" else None
            found = next((one for one in kinds if one.source == source and code in (None, one.id)), None)
            if found is not None:
                yield found, record


def _with_line(house: House, look: Reader, line: PrintLine) -> DayPaper:
    waits = line.state in _NOT_IN_HAND and is_original(house.codes, line.kind)
    who = _who(look, house, line.kind, line.subject)
    kind = paper_kind(house.codes, line.kind)
    record = line.paper if kind is not None and kind.source == kind.about else line.subject
    at, state = line.created_at, line.state
    return DayPaper(line.id, line.kind, line.number, line.subject, record, who, at, state, line, waits)


def _without_line(house: House, look: Reader, kind: PaperKind, record: Record) -> DayPaper:
    subject = record["subject"] or record["request"] or record.eid
    who = _who(look, house, kind.id, subject)
    number = record["number"] or ""
    before = [line for line in house.store.prints.of(record.eid) if line.kind == kind.id]
    line = before[0] if before else None
    state, at = line.state if line is not None else NOT_PRINTED, record[kind.issued]
    asked = record.eid if kind.source == kind.about else subject
    return DayPaper(record.eid, kind.id, number, subject, asked, who, at, state, line, kind.original)


def _who(look: Reader, house: House, kind: str, subject: str) -> str:
    about = next((one.about for one in paper_kinds(house.codes) if one.id == kind), "")
    if about == "sample":
        about = "request"
    record = look.get(about, subject) if about and subject else None
    if record is None:
        return ""
    names = entity(about).names()
    client = text(look.get("enterprise", record["client"] or ""), "name") if "client" in names else ""
    return client or (text(record, "name") if "name" in names else "")


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One line of the journal and who printed it; `open` as with DayPaper."""

    eid: str
    line: PrintLine
    operator: str
    open: bool


@verb("print.journal", LOOKING)
def journal(house: House, actor: Actor, query: PrintQuery | None = None) -> tuple[JournalRow, ...]:
    """The lines of the journal that match, the newest first."""
    lines = house.store.prints.select(query or PrintQuery())
    with house.store.read() as look:
        lines = tuple(readable(house, look, actor, lines))
        people = look.many("person", {line.operator for line in lines})
    return tuple(
        JournalRow(
            line.id,
            line,
            people[line.operator]["name"] if line.operator in people else "",
            line.state in _NOT_IN_HAND and is_original(house.codes, line.kind),
        )
        for line in lines
    )
