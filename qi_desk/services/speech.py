"""The words of the house: the book of phrases with the station's own wording over it, and what is not said.

What the district publishes replaces the book, never what the station wrote itself; where the book says something newer
than what the station's wording was made from, that is shown to the manager.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.domain.speech import forbidden, phrases
from qi_desk.domain.speech.forbidden import Entry
from qi_desk.domain.speech.records import FORBIDDEN, PHRASE, forbidden_id, phrase_id
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Record, Unit
from qi_desk.services.rights import ANYONE, LEADING, verb
from qi_desk.services.writing import problems_in

_MOST = 2000


@dataclass(frozen=True, slots=True)
class PhraseView:
    """One phrase as it is said here. `own` where the station words it itself, `newer` what the book says now if that
    changed since; `hidden` phrases are not offered."""

    key: str
    situation: str
    moments: tuple[str, ...]
    text: str
    cantonese: str
    english: str
    own: bool = False
    hidden: bool = False
    newer: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing not said, as it holds here: `own` where the station wrote it, `off` where it does not hold."""

    entry: Entry
    own: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Everything about speech at this station, and the edition of the book."""

    phrases: tuple[PhraseView, ...]
    entries: tuple[EntryView, ...]
    version: str

    def at(self, moment: str) -> tuple[PhraseView, ...]:
        """The phrases offered at a moment, in order."""
        return tuple(one for one in self.phrases if moment in one.moments and not one.hidden)

    @property
    def templates(self) -> Mapping[str, str]:
        """Every phrase by its key, to be brought into others."""
        return {one.key: one.text for one in self.phrases}

    @property
    def watched(self) -> tuple[Entry, ...]:
        """What is looked for in texts."""
        return tuple(one.entry for one in self.entries if not one.off)


def shipped() -> Words:
    """The words of the book alone, as long as nobody is signed in."""
    book = resource_files.phrase_book()
    plain = (
        PhraseView(one.id, one.situation, one.moments, one.text, one.cantonese, one.english) for one in book.phrases
    )
    return Words(tuple(plain), tuple(map(EntryView, resource_files.forbidden_entries())), book.version)


@verb("speech.words", ANYONE)
def words(house: House, actor: Actor) -> Words:
    """The words of this station."""
    return words_of(house)


def words_of(house: House) -> Words:
    """The words of this station."""
    with house.store.read() as look:
        own = {one["key"]: one for one in look.select(Query("phrase", order="eid", limit=_MOST))}
        lists = {one["key"]: one for one in look.select(Query("forbidden", order="eid", limit=_MOST))}
    book = shipped()
    known = {one.key for one in book.phrases}
    said = [_over(one, own.get(one.key)) for one in book.phrases]
    said += [_own(record) for key, record in own.items() if key not in known and not record["off"]]
    listed = {one.entry.id for one in book.entries}
    entries = [_entry_over(one, lists.get(one.entry.id)) for one in book.entries]
    entries += [
        EntryView(_entry(record), True, bool(record["off"])) for key, record in lists.items() if key not in listed
    ]
    return Words(tuple(said), tuple(entries), book.version)


def _over(book: PhraseView, record: Record | None) -> PhraseView:
    if record is None or record["off"]:
        return book
    mine = _own(record)
    newer = book.text if record["base"] and record["base"] != book.text else ""
    return PhraseView(**{**_fields(mine), "newer": newer})


def _fields(view: PhraseView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in PhraseView.__dataclass_fields__}


def _own(record: Record) -> PhraseView:
    return PhraseView(
        record["key"],
        record["situation"],
        tuple(record["moments"] or ()),
        record["text"],
        record["cantonese"] or "",
        record["english"] or "",
        own=True,
        hidden=bool(record["hidden"]),
    )


def _entry_over(book: EntryView, record: Record | None) -> EntryView:
    return book if record is None else EntryView(_entry(record), True, bool(record["off"]))


def _entry(record: Record) -> Entry:
    said, harmless = (tuple(filter(None, (record[name] or "").splitlines())) for name in ("said", "harmless"))
    return Entry(record["key"], record["kind"], said, record["instead"], harmless)


@verb("speech.write_phrase", LEADING)
def write_phrase(house: House, actor: Actor, key: str, values: Mapping[str, Any]) -> Done[str]:
    """Word a phrase of the book anew, or change one of the station's own; without `key` a new one is made. Templates
    are checked: braces, slots, what they bring in. Answers the key. Raises Invalid."""
    known = words_of(house)
    before = next((one for one in known.phrases if one.key == key), None)
    made = key or f"own-{uuid.uuid4().hex[:12]}"
    given = {**({} if before is None else _values(before)), **values, "key": made, "off": False}
    problems = problems_in(house, PHRASE, given) + _template_problems(given, made, known)
    if problems:
        raise Invalid(problems)
    book = next((one.text for one in shipped().phrases if one.key == key), None)
    with house.store.write(actor) as unit:
        _write(unit, "phrase", phrase_id(made), {**given, "base": book})
        unit.commit()
        return Done(made, Changes(frozenset({"phrase"}), frozenset({phrase_id(made)})), unit.act)


def _values(view: PhraseView) -> dict[str, Any]:
    kept = _fields(view)
    return {name: kept[name] for name in ("situation", "text", "cantonese", "english", "hidden")} | {
        "moments": list(view.moments)
    }


def _template_problems(given: Mapping[str, Any], key: str, known: Words) -> list[Problem]:
    slots = resource_files.phrase_book().slots
    others = {name: text for name, text in known.templates.items() if name != key}
    return [
        Problem(name, problem.code, problem.values)
        for name in ("text", "cantonese", "english")
        for problem in phrases.problems_of(given.get(name) or "", slots, others)
    ]


@verb("speech.hide_phrase", LEADING)
def hide_phrase(house: House, actor: Actor, key: str, hidden: bool) -> Done[str]:
    """Offer a phrase no more, or again. Raises Missing."""
    known = words_of(house)
    before = next((one for one in known.phrases if one.key == key), None)
    if before is None:
        raise Missing("record.missing", kind="phrase")
    book = next((one.text for one in shipped().phrases if one.key == key), None)
    with house.store.write(actor) as unit:
        values = {**_values(before), "key": key, "off": False, "hidden": hidden}
        _write(unit, "phrase", phrase_id(key), {**values, "base": book})
        unit.commit()
        return Done(key, Changes(frozenset({"phrase"}), frozenset({phrase_id(key)})), unit.act)


@verb("speech.give_back_phrase", LEADING)
def give_back_phrase(house: House, actor: Actor, key: str) -> Done[str]:
    """Lay the station's own wording aside: the book's holds again; one of the station's own is gone. Raises Missing."""
    return _lay_aside(house, actor, "phrase", phrase_id(key))


@verb("speech.write_entry", LEADING)
def write_entry(house: House, actor: Actor, key: str, values: Mapping[str, Any]) -> Done[str]:
    """Change what is not said, or add to it (without `key`). Expressions are checked; answers the key. Raises
    Invalid."""
    made = key or f"own-{uuid.uuid4().hex[:12]}"
    known = words_of(house)
    before = next((one.entry for one in known.entries if one.entry.id == key), None)
    begun = {} if before is None else entry_values(before)
    given = {"off": False, **begun, **values, "key": made}
    problems = problems_in(house, FORBIDDEN, given)
    problems += [
        Problem(name, problem.code, problem.values)
        for name in ("said", "harmless")
        for problem in forbidden.problems_of([*filter(None, (given.get(name) or "").splitlines())])
    ]
    if problems:
        raise Invalid(problems)
    with house.store.write(actor) as unit:
        _write(unit, "forbidden", forbidden_id(made), given)
        unit.commit()
        return Done(made, Changes(frozenset({"forbidden"}), frozenset({forbidden_id(made)})), unit.act)


def entry_values(entry: Entry) -> dict[str, Any]:
    """An entry as the fields of a form."""
    return {
        "kind": entry.kind,
        "said": "\n".join(entry.said),
        "harmless": "\n".join(entry.harmless),
        "instead": entry.instead,
    }


def _lay_aside(house: House, actor: Actor, kind: str, eid: str) -> Done[str]:
    with house.store.write(actor) as unit:
        record = unit.get(kind, eid)
        if record is None:
            raise Missing("record.missing", kind=kind)
        unit.change(kind, eid, {"off": True})
        unit.commit()
        return Done(record["key"], Changes(frozenset({kind}), frozenset({eid})), unit.act)


def _write(unit: Unit, kind: str, eid: str, values: Mapping[str, Any]) -> None:
    if unit.get(kind, eid) is None:
        unit.create(kind, values, eid=eid)
    else:
        unit.change(kind, eid, {name: value for name, value in values.items() if name != "key"})
