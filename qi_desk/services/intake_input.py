"""What an intake takes (F03), and reading it from JSON as scripts hand it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.blank_forms.late import LateEntry


@dataclass(frozen=True, slots=True)
class ClientInput:
    """The service object: an existing file by `eid`, or a new one by kind and name (and code, where the kind has
    one)."""

    eid: str = ""
    kind: str = "enterprise"
    name: str = ""
    credit_code: str = ""
    address: str = ""
    street: str = ""
    park: str = ""


@dataclass(frozen=True, slots=True)
class ContactInput:
    """Whom to speak to: an existing contact by `eid`, or name and phone as typed."""

    eid: str = ""
    name: str = ""
    phone: str = ""
    post: str = ""
    email: str = ""
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """One paper handed in: `state` of the list `material_states`; `key` names the line for merging."""

    key: str
    name: str
    copies: int = 1
    original: bool = False
    state: str = "received"


@dataclass(frozen=True, slots=True)
class Existing:
    """A report or certificate the client already has (asked before a new test is proposed, 8.4.2)."""

    key: str
    name: str
    number: str = ""
    body: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """F03 as typed. The first of `items` is the primary one; `existing_asked` says that existing reports were asked
    for, `existing` may then be empty. `visit`, `matter` and `problem` (heard on an outreach) are what it came from;
    `late` what was written on a numbered blank form first."""

    client: ClientInput
    contact: ContactInput
    channel: str
    items: tuple[str, ...]
    description: str
    urgency: str = "1"
    urgency_reason: str = ""
    existing_asked: bool = True
    existing: tuple[Existing, ...] = ()
    source: str = ""
    stage: str = ""
    product: str = ""
    model: str = ""
    standards: tuple[str, ...] = ()
    want_by: date | None = None
    fee: str = "0"
    budget: int | None = None
    secrecy: str = "ordinary"
    agency: bool = False
    materials: tuple[Material, ...] = ()
    confirmation: str = "oral"
    delivery: str = "pick_up"
    visitor_name: str = ""
    visit: str = ""
    matter: str = ""
    problem: str = ""
    quantities: Mapping[str, int] = field(default_factory=dict)
    late: LateEntry | None = None


@dataclass(frozen=True, slots=True)
class QuickAnswer:
    """A question answered at once (即办): who, what, the answer and its basis."""

    question: str
    answer: str
    items: tuple[str, ...]
    client: ClientInput
    contact: ContactInput
    channel: str = "P01"
    basis: str = ""
    solved: str = "yes"
    visit: str = ""
    matter: str = ""


_NESTED = {"client": ClientInput, "contact": ContactInput}
_LISTED = {"materials": Material, "existing": Existing}


def from_json(document: Any) -> Intake:
    """The intake in a JSON document of the shape the command line documents.

    Raises Invalid with one problem per unknown, missing or wrongly typed key; nothing is guessed.
    """
    if not isinstance(document, dict):
        raise Invalid([Problem("", "file.not_an_object")])
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    known = {one.name for one in fields(Intake)} - {"late"}
    for key, value in document.items():
        if key not in known:
            problems.append(Problem(key, "file.unknown_key"))
        elif key in _NESTED:
            values[key] = _build(_NESTED[key], value, key, problems)
        elif key in _LISTED:
            values[key] = _build_list(_LISTED[key], value, key, problems)
        else:
            values[key] = _plain(key, value, problems)
    needed = ("client", "contact", "channel", "items", "description")
    problems += [Problem(key, "required") for key in needed if key not in values]
    if problems:
        raise Invalid(problems)
    return Intake(**values)


def _build(shape: type[Any], value: Any, where: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        problems.append(Problem(where, "file.not_an_object"))
        return None
    known = {one.name: one.type for one in fields(shape)}
    for key, part in value.items():
        if key not in known:
            problems.append(Problem(f"{where}.{key}", "file.unknown_key"))
        elif not isinstance(part, _PLAIN[str(known[key])]) or isinstance(part, bool) != (known[key] == "bool"):
            problems.append(Problem(f"{where}.{key}", "file.wrong_type"))
    return None if problems else shape(**value)


_PLAIN: dict[str, type[Any]] = {"str": str, "int": int, "bool": bool}


def _build_list(shape: type[Any], value: Any, where: str, problems: list[Problem]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        problems.append(Problem(where, "file.wrong_type"))
        return ()
    made = []
    for place, part in enumerate(value):
        named = {"name": part} if isinstance(part, str) else part
        keyed = {"key": f"{place + 1}", **named} if isinstance(named, dict) else named
        made.append(_build(shape, keyed, f"{where}[{place}]", problems))
    return tuple(made)


_TUPLES = frozenset({"items", "standards"})
_FLAGS = frozenset({"existing_asked", "agency"})


def _plain(key: str, value: Any, problems: list[Problem]) -> Any:
    wrong = Problem(key, "file.wrong_type")
    if key in _TUPLES:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        problems.append(wrong)
        return ()
    if key == "want_by":
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            problems.append(wrong)
            return None
    if key == "quantities":
        if isinstance(value, dict) and all(type(part) is int for part in value.values()):
            return value
        problems.append(wrong)
        return {}
    expected: type[Any] = bool if key in _FLAGS else int if key == "budget" else str
    if type(value) is not expected:
        problems.append(wrong)
    return value
