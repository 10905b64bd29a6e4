"""What a register is. One declaration makes its list, form, filter, red marks, papers and table: a new one adds a
declaration, its entity and its words (`register.<name>.…` in resources/wording, `<name>_…` of `register_sheet` in
resources/documents/forms.toml)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity
from qi_desk.domain.lifecycles import Lifecycle
from qi_desk.services.outcomes import Done
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, LOOKING


@dataclass(frozen=True, slots=True)
class ListCell:
    """One cell of a list that is typed line by line: the key it fills in the row, and how it is read: "text", "number",
    "day", or one of the code list `codes`."""

    key: str
    read: str = "text"
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A day that runs out: red once it is past, yellow `notice` days before; only in `states`, where some are named."""

    field: str
    notice: int = 30
    states: tuple[str, ...] = ()


Offered = Callable[[Actor, Record], bool]


def _always(_actor: Actor, _record: Record) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """Records that belong to one of the register: `of` is their reference to it. They are added with `form` while the
    record is in one of `states` (always, where none are named), by who may use the verb `right`; `seen` says who may
    see those of a record."""

    entity: Entity
    of: str
    columns: tuple[str, ...]
    form: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    right: str = "registers.add_part"
    seen: Offered = _always


@dataclass(frozen=True, slots=True)
class RegisterDeed:
    """A step with a use case of its own. It is offered in `states` (always, where none are named) to who may use the
    verb `right`, if `when` agrees. With `fields` a form is filled in; `asked` asks for a line; `sure` asks whether;
    the question is worded as `register.<register>.<deed>`. With `part` it is done to one part of the record, for
    which `when` is asked; `form_of` names the kind of record the form is of, where it is neither. `begins` are values
    the form begins with (a whole number for a day counts from today); with `kept` it begins with what the record
    holds."""

    name: str
    right: str
    verb: Callable[..., Done[str]]
    states: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    asked: bool = False
    sure: bool = False
    part: str = ""
    form_of: str = ""
    kept: bool = False
    begins: Mapping[str, Any] = field(default_factory=dict)
    when: Offered = _always


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something the register lacks or that waits in it, worded as `register.<register>.alarm.<code>`. `eid` is the
    record it is about; where there is none, `begins` is what a new one begins with. `owner` is whose it is."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    begins: Mapping[str, Any] = field(default_factory=dict)
    eid: str = ""
    due: date | None = None
    owner: str = ""
    late: bool = True


@dataclass(slots=True)
class Filling:
    """A record about to be written: `values` whole as they will stand (a check may complete them), `given` what was
    typed now, `record` the one that is changed (None for a new one)."""

    house: House
    unit: Unit
    actor: Actor
    today: date
    values: dict[str, Any]
    given: Mapping[str, Any]
    record: Record | None


@dataclass(frozen=True, slots=True)
class Filing:
    """How what has ended is filed: class of retention, part of the volume, states that count as ended (none: every
    record), and the day the period counts from."""

    category: str
    part: str
    dated: str
    states: tuple[str, ...] = ()


Facts = Iterable[tuple[str, str]]


def _nothing(_house: House, _look: Reader, _actor: Actor, _today: date) -> Iterable[Alarm]:
    return ()


def _no_problems(_filling: Filling) -> list[Problem]:
    return []


def _no_facts(_house: House, _look: Reader, _actor: Actor, _record: Record) -> Mapping[str, Facts]:
    return {}


def _nothing_after(_filling: Filling, _eid: str) -> None:
    return None


def _no_beginning(_house: House, _look: Reader, _actor: Actor, _today: date) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Register:
    """One register; its name is that of its entity.

    `columns` are the fields of the list, the one called `title` takes the room; `form` what a person fills in,
    `facts` what else is shown. `state` is the field of `lifecycle`; in `closed` states the form is no longer changed.
    `order` is the field the list goes by, the newest first unless `rising`. `by` is a code field to filter by.
    `starter` is a code list of names a new record may begin with: data to fill, nothing that holds. `lists` say how
    lists are typed; of `checklists` among them each thing in the code list of the first cell is answered by one of
    the second. `key` makes the id of a record of which there is one only. `check` completes a record and says what
    stops it; `after` writes what a new one brings along; `begins` is what a new one begins with; `alarms` what is
    missing or waits; `derived` facts that stand in other records, by heading `register.<name>.<key>`; `paper` the use
    case that prints a record in a layout of its own, `handed` the one that prints it unmasked for the person it is
    about. `told` are the roles whose day shows the alarms; without
    `made_here` records come from elsewhere and are completed here; `cited` ones have a citation,
    `register.<name>.cite`."""

    entity: Entity
    title: str
    columns: tuple[str, ...]
    form: tuple[str, ...]
    facts: tuple[str, ...] = ()
    state: str = ""
    lifecycle: Lifecycle | None = None
    closed: tuple[str, ...] = ()
    order: str = "eid"
    rising: bool = False
    by: str = ""
    starter: str = ""
    due: tuple[Due, ...] = ()
    lists: Mapping[str, tuple[ListCell, ...]] = field(default_factory=dict)
    checklists: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    deeds: tuple[RegisterDeed, ...] = ()
    made_here: bool = True
    cited: bool = False
    writers: frozenset[str] = COUNTER
    readers: frozenset[str] = LOOKING
    told: frozenset[str] = LEADING
    filed: Filing | None = None
    key: Callable[[Mapping[str, Any]], str] | None = None
    check: Callable[[Filling], list[Problem]] = _no_problems
    after: Callable[[Filling, str], None] = _nothing_after
    begins: Callable[[House, Reader, Actor, date], Mapping[str, Any]] = _no_beginning
    alarms: Callable[[House, Reader, Actor, date], Iterable[Alarm]] = _nothing
    derived: Callable[[House, Reader, Actor, Record], Mapping[str, Facts]] = _no_facts
    paper: Callable[[House, Actor, str], Order] | None = None
    handed: Callable[[House, Actor, str], Order] | None = None

    @property
    def name(self) -> str:
        """What it is called in codes."""
        return self.entity.name

    def part(self, name: str) -> Part:
        """The part called `name`. Raises KeyError."""
        for part in self.parts:
            if part.entity.name == name:
                return part
        raise KeyError(name)
