"""Phrases as templates: `{slot}` is filled from the record, `{{光标}}` marks where the caret comes to stand, and
`{{用语:id}}` brings in another phrase, one level deep.

The renderer is strict. What it gives out never holds a brace, the word None or an empty place: a value that is missing
stays a gap, shown as a chip that no printer takes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qi_desk.domain.errors import Invalid, Problem

CARET = "光标"
INCLUDE = "用语:"

_PIECE = re.compile(r"\{\{(?P<command>[^{}]*)\}\}|\{(?P<slot>[^{}]*)\}")
_CHIP = re.compile(r"〔请填：[^〔〕]*〕")
_BRACES = str.maketrans({"{": "｛", "}": "｝"})
_NOTHING = frozenset({"", "None"})


@dataclass(frozen=True, slots=True)
class Gap:
    """A place whose value is missing, by the name of its slot."""

    slot: str

    @property
    def chip(self) -> str:
        """How it is shown."""
        return f"〔请填：{self.slot}〕"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A phrase with its values. `parts` are texts and gaps in order; `caret` is where the caret stands in `shown`,
    behind everything where the phrase does not say."""

    parts: tuple[str | Gap, ...]
    caret: int

    @property
    def missing(self) -> tuple[str, ...]:
        """The slots without a value, each once."""
        return tuple(dict.fromkeys(part.slot for part in self.parts if isinstance(part, Gap)))

    @property
    def shown(self) -> str:
        """The whole text, gaps as chips."""
        return "".join(part.chip if isinstance(part, Gap) else part for part in self.parts)

    def whole(self) -> str:
        """The text where nothing is missing. Raises Invalid("phrase.missing")."""
        if self.missing:
            raise Invalid([Problem("text", "phrase.missing", {"slots": self.missing})], "phrase.missing")
        return self.shown


def render(template: str, values: Mapping[str, Any], phrases: Mapping[str, str]) -> Rendered:
    """`template` filled with `values`; `phrases` gives the templates that may be brought in by id. Whatever the
    template or the values hold, no brace leaves: those that mean nothing become full-width."""
    pieces = list(_pieces(template, values, phrases, nested=False))
    texts: list[str | Gap] = []
    caret, length = -1, 0
    for piece in pieces:
        if piece is _HERE:
            caret = length
            continue
        assert not isinstance(piece, _Here)
        texts.append(piece)
        length += len(piece.chip if isinstance(piece, Gap) else piece)
    return Rendered(tuple(_joined(texts)), caret if caret >= 0 else length)


class _Here:
    """Where the caret comes to stand."""


_HERE = _Here()


def _pieces(
    template: str, values: Mapping[str, Any], phrases: Mapping[str, str], *, nested: bool
) -> Iterator[str | Gap | _Here]:
    place = 0
    for match in _PIECE.finditer(template):
        yield _plain(template[place : match.start()])
        place = match.end()
        command = match["command"]
        if command == CARET:
            if not nested:
                yield _HERE
        elif command is not None and command.startswith(INCLUDE) and not nested:
            other = phrases.get(command.removeprefix(INCLUDE).strip())
            if other is None:
                yield Gap(_plain(command) or "？")
            else:
                yield from _pieces(other, values, phrases, nested=True)
        else:
            name = _plain((command if command is not None else match["slot"]).strip())
            yield _value(values.get(name)) or Gap(name or "？")
    yield _plain(template[place:])


def _value(value: Any) -> str:
    text = _plain(str(value)).strip() if value is not None else ""
    return "" if text in _NOTHING else text


def _plain(text: str) -> str:
    return text.translate(_BRACES)


def _joined(parts: list[str | Gap]) -> Iterator[str | Gap]:
    run = ""
    for part in parts:
        if isinstance(part, Gap):
            if run:
                yield run
            yield part
            run = ""
        else:
            run += part
    if run:
        yield run


def slots_of(template: str) -> tuple[str, ...]:
    """The names of the slots in a template, in order, each once."""
    return tuple(
        dict.fromkeys(match["slot"].strip() for match in _PIECE.finditer(template) if match["slot"] is not None)
    )


def problems_of(template: str, slots: Collection[str], phrases: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a template: a brace without its partner, an unknown slot or command, a phrase brought in that
    is not there or brings in others itself. Problems name no field."""
    problems = []
    rest = _PIECE.sub("", template)
    if "{" in rest or "}" in rest:
        at = min(place for place in (template.find("{"), template.find("}")) if place >= 0)
        problems.append(Problem("", "phrase.brace", {"near": template[at : at + 8]}))
    for match in _PIECE.finditer(template):
        command = match["command"]
        if command is None:
            name = match["slot"].strip()
            if name not in slots:
                problems.append(Problem("", "phrase.slot", {"slot": name or "{}", "known": sorted(slots)}))
        elif command.startswith(INCLUDE):
            key = command.removeprefix(INCLUDE).strip()
            if key not in phrases:
                problems.append(Problem("", "phrase.include", {"key": key}))
            elif f"{{{{{INCLUDE}" in phrases[key]:
                problems.append(Problem("", "phrase.nested", {"key": key}))
        elif command != CARET:
            problems.append(Problem("", "phrase.command", {"command": command}))
    if template.count(f"{{{{{CARET}}}}}") > 1:
        problems.append(Problem("", "phrase.carets"))
    return problems


def gaps_in(text: str) -> tuple[str, ...]:
    """The chips that still stand in a text, as they are shown."""
    return tuple(_CHIP.findall(text))
