"""The one declaration of the desk's papers, read: resources/codes/paper_kinds.toml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from qi_desk.domain.errors import Missing
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, Codes, House
from qi_desk.services.prints.guarding import refuse_unread
from qi_desk.services.rights import COUNTER, verb

_LIST = "paper_kinds"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One paper. `forms` are its drawings, the first one unless the desk chooses; `about` the kind of record it is
    printed from; `makes` and `blank` use cases below qi_desk/services; `takes` is "nothing", "record", "kind" (the
    record and the paper's own code), "day" or "period"; `source` is the kind of record that says it was issued, by its
    moment `issued`."""

    id: str
    forms: tuple[str, ...]
    group: str
    about: str
    makes: str
    takes: str
    blank: str
    original: bool
    batch: bool
    source: str
    issued: str


def paper_kinds(codes: Codes) -> tuple[PaperKind, ...]:
    """Every paper, in the order of the list."""
    return tuple(_kind(row) for row in codes.rows(_LIST))


def paper_kind(codes: Codes, code: str) -> PaperKind | None:
    """The paper `code`; None for what is no paper of the list (a line kept from an older journal)."""
    return _kind(codes.row(_LIST, code)) if code in codes.ids(_LIST) else None


def is_original(codes: Codes, code: str) -> bool:
    """Whether it counts as handed out only once somebody said so."""
    found = paper_kind(codes, code)
    return found is not None and found.original


def _kind(row: Any) -> PaperKind:
    return PaperKind(
        row["id"],
        tuple(row["forms"]),
        row["group"],
        row["about"],
        row["makes"],
        row["takes"],
        row["blank"],
        row["original"],
        row["batch"],
        row["source"],
        row["issued"],
    )


Makes = Callable[..., Order]
"""A use case that says what stands on a paper."""


def use_case(path: str) -> Makes:
    """The use case `path`, e.g. "booking.papers.slip". Raises ImportError, AttributeError."""
    module, _, name = path.rpartition(".")
    found: Makes = getattr(import_module(f"qi_desk.services.{module}"), name)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper somebody asks for: its kind and what that takes, or the journal `line` that is to be printed again;
    `blank` for the same form to be filled in by hand."""

    kind: str
    eid: str = ""
    days: tuple[date, ...] = ()
    blank: bool = False
    line: str = ""


@verb("print.order", COUNTER)
def order_for(house: House, actor: Actor, asked: Asked) -> Order:
    """What stands on the paper asked for; the use case that makes it decides who may. Raises Missing and what that
    use case raises."""
    if asked.line:
        return _again(house, actor, asked.line)
    kind = paper_kind(house.codes, asked.kind)
    path = "" if kind is None else kind.blank if asked.blank else kind.makes
    if kind is None or not path:
        raise Missing("paper.elsewhere")
    if asked.blank or kind.takes == "nothing":
        return use_case(path)(house, actor)
    if kind.takes == "kind":
        return use_case(path)(house, actor, asked.eid, kind=kind.id)
    return use_case(path)(house, actor, *(asked.days or (asked.eid,)))


def _again(house: House, actor: Actor, line_id: str) -> Order:
    line = house.store.prints.get(line_id)
    refuse_unread(house, actor, line)
    times = house.store.prints.times(line.paper, line.kind)
    return Order(line.form, None, line.paper, line.kind, line.subject, line.number, times, of=line.id)
