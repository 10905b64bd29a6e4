"""What a field is, declared once: from here follow columns, validation, masking, merging, labels and printed cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from qi_desk.domain import moments, text
from qi_desk.domain.errors import Problem

Check = Callable[[str], Problem | None]

FEN_IN_TEN_THOUSAND = 1_000_000
"""Money is kept in fen; people type and read it in 10,000 yuan."""


class Type(StrEnum):
    """How a value is kept: text types as text, CODES and LIST as JSON, MONEY in integer fen, times by `moments`."""

    TEXT = "text"
    LONG = "long"
    CODE = "code"
    CODES = "codes"
    INTEGER = "integer"
    MONEY = "money"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    REF = "ref"
    LIST = "list"


class Merge(StrEnum):
    """What happens when two desks wrote the same field: names are those of `ledger.merge`."""

    GUARD = "guard"
    LWW = "lww"
    SET = "set"
    COUNTER = "counter"
    IMMUTABLE = "immutable"
    SERVER = "server"


class Sensitivity(StrEnum):
    """Data classes of the code list `sensitivity` (D16)."""

    PUBLIC = "1"
    INTERNAL = "2"
    TRADE = "3"
    PERSONAL = "4"
    SENSITIVE = "5"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `limit` counts code points; `codes` names a code list; `mask` names a rule of `masking`;
    `check` is a validator that leaves `Problem.field` empty; `target` is the entity a REF points to, `target_in` the
    field beside it that names the entity where it differs from record to record; `outgoing` marks text that customers
    read, which is looked through for what is not said to them."""

    name: str
    type: Type = Type.TEXT
    required: bool = False
    limit: int = 200
    codes: str | None = None
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    mask: str = "none"
    merge: Merge = Merge.GUARD
    check: Check | None = None
    target: str | None = None
    target_in: str | None = None
    outgoing: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record. `number` is its kind code in business numbers (H1), `indexes` the field groups lists
    are sorted or filtered by; a `lasting` one is never voided. Every record also carries an id, the writers of its
    fields and a void reason."""

    name: str
    fields: tuple[Field, ...]
    number: str | None = None
    indexes: tuple[tuple[str, ...], ...] = ()
    lasting: bool = False
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {declared.name: declared for declared in self.fields})

    def field(self, name: str) -> Field:
        """The declaration of `name`. Raises KeyError if the entity has no such field."""
        declared = self._by_name.get(name)
        if declared is None:
            raise KeyError(f"{self.name}.{name}")
        return declared

    def names(self) -> tuple[str, ...]:
        """Field names in declared order."""
        return tuple(declared.name for declared in self.fields)

    def merge_rules(self) -> dict[str, str]:
        """Field name to merge policy, as `ledger.merge` takes it."""
        return {declared.name: declared.merge.value for declared in self.fields}


class CodeLists(Protocol):
    """Where code lists are looked up; `resources/codes` behind it."""

    def ids(self, name: str) -> Collection[str]:
        """The ids in the list `name`. Raises KeyError for an unknown list."""
        ...


def encode(declared: Field, value: Any) -> Any:
    """`value` as the JSON value that operations and columns hold. Text is cleaned, empty text becomes None."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return moments.to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        if declared.type in (Type.TEXT, Type.LONG):
            return text.clean(value, multiline=declared.type is Type.LONG) or None
        return value or None
    if isinstance(value, tuple | set | frozenset):
        return [*value]
    return value


def decode(declared: Field, value: Any) -> Any:
    """The Python value of what `encode` made: datetime for moments, date for days, the rest as it is."""
    if value is None:
        return None
    if declared.type is Type.MOMENT:
        return moments.from_text(value)
    if declared.type is Type.DAY:
        return date.fromisoformat(value)
    if declared.type is Type.FLAG:
        return bool(value)
    return value


def encode_all(entity: Entity, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` encoded field by field. Raises KeyError for a field the entity does not declare."""
    return {name: encode(entity.field(name), value) for name, value in values.items()}


def check(entity: Entity, values: Mapping[str, Any], codes: CodeLists, *, partial: bool = False) -> list[Problem]:
    """What is wrong with `values` (encoded) by the declarations: missing, too long, not in the list, bad form.

    With `partial` a field that is not given is not missed (a change of some fields).
    """
    problems: list[Problem] = []
    for declared in entity.fields:
        if declared.name not in values and partial:
            continue
        problem = _check_one(declared, values.get(declared.name), codes)
        if problem is not None:
            problems.append(replace(problem, field=declared.name))
    return problems


def stopping(problems: list[Problem]) -> list[Problem]:
    """The problems that stop an act: all but warnings."""
    return [problem for problem in problems if not problem.warning]


def _check_one(declared: Field, value: Any, codes: CodeLists) -> Problem | None:
    if value in (None, "", []):
        return Problem("", "required") if declared.required else None
    if declared.type in (Type.TEXT, Type.LONG) and len(value) > declared.limit:
        return Problem("", "too_long", {"limit": declared.limit, "length": len(value)})
    if declared.type is Type.CODE and declared.codes and value not in codes.ids(declared.codes):
        return Problem("", "not_in_list", {"value": value})
    if declared.type is Type.CODES and declared.codes:
        known = codes.ids(declared.codes)
        unknown = [code for code in value if code not in known]
        if unknown:
            return Problem("", "not_in_list", {"value": unknown[0]})
    if declared.type in (Type.INTEGER, Type.MONEY) and (not isinstance(value, int) or value < 0):
        return Problem("", "not_a_number")
    return declared.check(value) if declared.check else None
