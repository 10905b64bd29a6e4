"""模板: the manager's own words, letterhead and switches of papers; the shipped wording stays below them."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.domain.paper_templates import (
    LETTERHEAD,
    MOST_MARK,
    PAPER_TEMPLATE,
    STATION_SLOTS,
    problems_of,
    slots_in,
    template_id,
    with_station,
)
from qi_desk.services import document_words
from qi_desk.services.document_words import HIDDEN, shipped
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LEADING, LOOKING, verb
from qi_desk.services.showing import text
from qi_desk.services.station_settings import station_of
from qi_desk.services.writing import problems_in

_FILE = "documents/templates.toml"
_MOST = 200
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZE_AT = slice(16, 24)
LEAST_MARK, WIDEST_MARK = 120, 3
"""The least pixels of a mark's shorter side, and how many times as long the longer one may be."""

_LIMITS = {"title": 24, "stamp": 12, "stub": 24, "copy": 24, "heading": 40}
_NOTES_LIMIT = {"receipt.acceptance": 150, "receipt.document": 150}
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed for one paper: its texts by name and the switches turned off; for LETTERHEAD name, second line and
    footer among the texts, and the mark (a PNG)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One paper that has a template; `own` whether the station changed anything, by whom and when."""

    key: str
    own: bool
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateText:
    """One text of a paper: as it is, as shipped, the names it may have in braces; `newer` where the shipped wording
    changed since the station wrote its own."""

    name: str
    text: str
    shipped: str
    slots: tuple[str, ...]
    required: bool
    newer: bool = False


@dataclass(frozen=True, slots=True)
class TemplateView:
    """What can be changed on one paper."""

    row: TemplateRow
    texts: tuple[TemplateText, ...]
    switches: tuple[str, ...]
    draft: Draft


def papers() -> dict[str, Mapping[str, Any]]:
    """The papers that have a template, by the name of their words, in order."""
    return {one["id"]: one for one in resource_files.read(_FILE)["paper"]}


@verb("templates.list", LOOKING)
def templates(house: House, actor: Actor) -> tuple[TemplateRow, ...]:
    """The letterhead and every paper, with who changed it."""
    with house.store.read() as look:
        found = {one["key"]: one for one in look.select(Query("paper_template", limit=_MOST))}
        people = look.many("person", {one["changed_by"] for one in found.values() if one["changed_by"]})
    names = {eid: text(person, "name") for eid, person in people.items()}
    return tuple(_row(key, found.get(key), names) for key in (LETTERHEAD, *papers()))


def _row(key: str, record: Record | None, names: Mapping[str, str]) -> TemplateRow:
    if record is None:
        return TemplateRow(key, False, "", None)
    own = any(record[name] for name in ("texts", "hidden", "name", "second", "footer", "mark"))
    return TemplateRow(key, own, names.get(record["changed_by"] or "", ""), record["changed_at"])


@verb("templates.show", LOOKING)
def show(house: House, actor: Actor, key: str) -> TemplateView:
    """One paper's template. Raises Missing for a paper without one."""
    if key != LETTERHEAD and key not in papers():
        raise Missing("record.missing", kind="paper_template")
    row = next(one for one in templates(house, actor) if one.key == key)
    with house.store.read() as look:
        record = look.get("paper_template", template_id(key))
        station = station_of(look)
    values = record.values if record is not None else {}
    if key == LETTERHEAD:
        texts = tuple(
            TemplateText(name, values.get(name) or "", station["name"] if name == "name" else "", (), False)
            for name in ("name", "second", "footer")
        )
        mark = base64.b64decode(values.get("mark") or "")
        return TemplateView(row, texts, (), Draft({one.name: one.text for one in texts}, (), mark))
    own = {one["key"]: one for one in values.get("texts") or ()}
    texts = tuple(_text(key, name, own.get(name)) for name in papers()[key]["texts"])
    hidden = tuple(values.get("hidden") or ())
    draft = Draft({one.name: one.text for one in texts}, hidden)
    return TemplateView(row, texts, tuple(papers()[key]["switches"]), draft)


def _text(key: str, name: str, own: Mapping[str, str] | None) -> TemplateText:
    book = str(shipped(key).get(name, ""))
    slots = tuple(dict.fromkeys((*slots_in(book), *STATION_SLOTS)))
    required = name in papers()[key]["required"]
    if own is None:
        return TemplateText(name, book, book, slots, required)
    return TemplateText(name, own["text"], book, slots, required, own["base"] != book)


def problems_with(house: House, key: str, draft: Draft) -> list[Problem]:
    """What is wrong with a draft, each problem at its text with the line it stands on."""
    if key == LETTERHEAD:
        return [*problems_in(house, PAPER_TEMPLATE, dict(draft.texts), partial=True), *_mark_problems(draft.mark)]
    problems: list[Problem] = []
    for name in papers()[key]["texts"]:
        one = _text(key, name, None)
        limit = _LIMITS.get(name) or _NOTES_LIMIT.get(key, _LONGEST)
        typed = draft.texts.get(name, one.text)
        limit = max(limit, len(one.shipped))
        problems += problems_of(name, typed, one.slots, required=one.required, limit=limit)
    switches = papers()[key]["switches"]
    problems += [Problem("hidden", "not_in_list", {"value": one}) for one in draft.hidden if one not in switches]
    return problems


def _mark_problems(png: bytes) -> list[Problem]:
    if not png:
        return []
    if not png.startswith(_PNG) or len(png) < _SIZE_AT.stop:
        return [Problem("mark", "template.mark_kind")]
    across, down = struct.unpack(">II", png[_SIZE_AT])
    if min(across, down) < LEAST_MARK:
        return [Problem("mark", "template.mark_small", {"least": LEAST_MARK, "found": min(across, down)})]
    if max(across, down) > WIDEST_MARK * min(across, down):
        return [Problem("mark", "template.mark_wide", {"most": WIDEST_MARK})]
    large = len(png) * 4 / 3 > MOST_MARK
    return [Problem("mark", "template.mark_large")] if large else []


@verb("templates.save", LEADING)
def save(house: House, actor: Actor, key: str, draft: Draft) -> Done[str]:
    """Keep the station's own; a text that says what is shipped is no own one. In force at once. Raises Invalid with the
    lines that are wrong: nothing is kept then."""
    problems = problems_with(house, key, draft)
    if problems:
        raise Invalid(problems)
    if key == LETTERHEAD:
        mark = base64.b64encode(draft.mark).decode("ascii")
        values: dict[str, Any] = {**{name: draft.texts.get(name, "") for name in ("name", "second", "footer")}}
        values["mark"] = mark or None
    else:
        own = [
            {"key": name, "text": typed, "base": str(shipped(key).get(name, ""))}
            for name in papers()[key]["texts"]
            if (typed := _cleaned(draft.texts.get(name, ""))) != str(shipped(key).get(name, "")) and name in draft.texts
        ]
        values = {"texts": own, "hidden": sorted(draft.hidden)}
    return _write(house, actor, key, values)


def _cleaned(typed: str) -> str:
    return "\n".join(line.rstrip() for line in typed.strip().splitlines())


@verb("templates.reset", LEADING)
def reset(house: House, actor: Actor, key: str) -> Done[str]:
    """Back to the shipped words, everything shown; what stood there stays in the chain. Raises Missing."""
    if key != LETTERHEAD and key not in papers():
        raise Missing("record.missing", kind="paper_template")
    nothing: dict[str, Any] = dict.fromkeys(("name", "second", "footer", "mark")) | {"texts": [], "hidden": []}
    return _write(house, actor, key, nothing)


def _write(house: House, actor: Actor, key: str, values: Mapping[str, Any]) -> Done[str]:
    eid = template_id(key)
    with house.store.write(actor) as unit:
        given = {**values, "changed_by": actor.account, "changed_at": unit.now}
        if unit.get("paper_template", eid) is None:
            unit.create("paper_template", {**given, "key": key}, eid=eid)
        else:
            unit.change("paper_template", eid, given)
        unit.commit()
    adopt(house)
    return Done(eid, Changes(frozenset({"paper_template"}), frozenset({eid})))


def adopt(house: House) -> None:
    """Use the station's own words from now on: after the door opened, after a change here or one that came from
    another desk."""
    with house.store.read() as look:
        document_words.adopt(own_words(look))


def own_words(look: Reader) -> dict[str, dict[str, Any]]:
    """The station's own texts by form and key, what they say of the station filled in."""
    station = station_values(look)
    found: dict[str, dict[str, Any]] = {}
    for record in look.select(Query("paper_template", limit=_MOST)):
        key = record["key"]
        if key in papers():
            texts = {one["key"]: one["text"] for one in record["texts"] or ()}
            found[key] = filled(key, texts, station) | {HIDDEN: tuple(record["hidden"] or ())}
    return found


def station_values(look: Reader) -> dict[str, str]:
    """What a text may say of the station, by its name in braces."""
    station = station_of(look)
    return {"station": station["name"]} | {name: station[name] or "" for name in STATION_SLOTS[1:]}


def filled(key: str, texts: Mapping[str, str], station: Mapping[str, str]) -> dict[str, Any]:
    """Own texts with the station's values; a name the shipped wording fills itself is left to that."""
    book = shipped(key)
    made: dict[str, Any] = {}
    for name, typed in texts.items():
        if name in papers()[key]["texts"]:
            taken = slots_in(str(book.get(name, "")))
            made[name] = with_station(typed, {slot: said for slot, said in station.items() if slot not in taken})
    return made
