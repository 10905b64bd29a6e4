"""Codes into Chinese: labels of fields, entities and events, and the sentences for errors.

The texts are `resources/wording/*.toml`; window, paper, command line and district page share them.
A key without text is shown as 〔key〕 and a slot without value as 〔?〕: visible, but never an exception at
the counter or raw braces on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.errors import Expected, Problem
from qi_desk.domain.moments import CHINA
from qi_desk.domain.records import ENTITIES

_SLOT = re.compile(r"\{(?P<name>[^{}:]+)(?::(?P<codes>[^{}]+))?\}")
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sentence:
    """An error for a person: what happened, what is safe, what to do next. `safe` may be empty."""

    what: str
    safe: str
    next: str

    def __str__(self) -> str:
        return "".join(part for part in (self.what, self.safe, self.next) if part)


@cache
def texts() -> Mapping[str, str]:
    """Every text of the wording files by its dotted key, e.g. "visit.name" or "error.store.full.what".

    Raises ResourceError if two files word the same key.
    """
    found: dict[str, str] = {}
    for name in resource_files.names("wording"):
        for key, text in _flatten(resource_files.read(f"wording/{name}.toml"), ""):
            if key in found:
                raise resource_files.ResourceError(name, key, "worded twice")
            found[key] = text
    return MappingProxyType(found)


def _flatten(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def known(key: str) -> bool:
    """Whether `label(key)` finds a text."""
    return _label(key) is not None


def label(key: str) -> str:
    """The label of `key`: "visit.name", else what "name" means on every form, else 〔visit.name〕.

    A bare field name that only one meaning is worded for ("id_number") is found too.
    """
    return _label(key) or f"〔{key}〕"


def _label(key: str) -> str | None:
    name = key.rpartition(".")[2]
    return texts().get(key) or texts().get(f"field.{name}") or _single_meanings().get(name)


@cache
def _single_meanings() -> Mapping[str, str]:
    """Field name to label, of the names that mean the same on every record that has them."""
    meanings: dict[str, set[str]] = {}
    for entity in ENTITIES.values():
        for name in entity.names():
            meanings.setdefault(name, set()).add(texts().get(f"{entity.name}.{name}", ""))
    return {name: found.pop() for name, found in meanings.items() if len(found) == 1}


def event_label(kind: str, event: str) -> str:
    """What `event` of a record of `kind` is called, e.g. ("visit", "hold"); else 〔visit.hold〕."""
    found = texts().get(f"event.{kind}.{event}") or texts().get(f"event.{event}")
    return found or f"〔{kind}.{event}〕"


def notice(code: str) -> str:
    """What to tell a person about a reading or verdict that is no error ("marks.behind", "device.absent")."""
    return texts().get(f"notice.{code}", f"〔{code}〕")


def setting_label(key: str) -> str:
    """The label of a setting; a `deadline.<id>` is called as its row in the deadlines, with its unit."""
    found = texts().get(f"setting.{key}")
    rows = (
        f"{row.label}（{label(f'unit.{row.unit}')}）"
        for row in resource_files.deadlines()
        if f"deadline.{row.id}" == key
    )
    return found or next(rows, f"〔{key}〕")


def code_label(name: str, code: str) -> str:
    """What the code list `name` calls `code`; 〔code〕 if the list or the code is not there.

    The name "entity" stands for the kinds of records.
    """
    if name == "entity":
        return texts().get(f"entity.{code}", f"〔{code}〕")
    if not resource_files.is_code_list(name):
        return f"〔{code}〕"
    row = resource_files.code_list(name).get(code)
    return row.label if row else f"〔{code}〕"


def sentence(error: Expected) -> Sentence:
    """The sentence of `error`, its slots filled. A code without wording says so and names the code."""
    code = error.code if f"error.{error.code}.what" in texts() else _UNKNOWN
    values = {**error.values, "code": error.code}
    parts = (texts().get(f"error.{code}.{part}", "") for part in ("what", "safe", "next"))
    return Sentence(*(fill(part, values) for part in parts))


def problem(found: Problem) -> str:
    """The line beside the field: what is wrong, and the value that would be right where one is known."""
    text = texts().get(f"problem.{found.code}") or texts()[f"problem.{_UNKNOWN}"]
    values = {"field": label(found.field), "code": found.code, **found.values}
    line = fill(text, values)
    return line if found.fix is None else line + fill(texts()["problem.fix"], {"fix": found.fix})


def fill(template: str, values: Mapping[str, Any]) -> str:
    """`template` with each {slot} replaced by its value, and {slot:codes} by the label in that code list.

    A missing, None or empty value becomes 〔?〕. Braces inside a value stay and are not filled again.
    """

    def replace(match: re.Match[str]) -> str:
        value = values.get(match["name"])
        if value is None or value == "":
            return "〔?〕"
        return code_label(match["codes"], str(value)) if match["codes"] else _spoken(value)

    return _SLOT.sub(replace, template)


def slots(template: str) -> tuple[str, ...]:
    """The names of the slots in `template`, in order, each once."""
    return tuple(dict.fromkeys(match["name"] for match in _SLOT.finditer(template)))


def _spoken(value: Any) -> str:
    if isinstance(value, datetime):
        moment = value if value.tzinfo is None else value.astimezone(CHINA)
        return f"{moment.month}月{moment.day}日{moment:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (list, tuple, frozenset, set)):
        return "、".join(_spoken(part) for part in value)
    return str(value)
