"""Taking in service objects from a table: read, preview, then one act that is written whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from qi_desk import resource_files, wording
from qi_desk.domain import moments
from qi_desk.domain.backups import BEFORE_IMPORT
from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.errors import Conflict
from qi_desk.domain.fields import Type, encode
from qi_desk.services import import_columns
from qi_desk.services.import_columns import CODE, Loaded
from qi_desk.services.import_preview import Cancelled, Options, Preview, PreviewRow, Progress, Verdict, judge
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Unit
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.sheets import OutColumn, OutSheet

_TEMPLATE = "exchange/template.toml"
_ROOM = 500
_REPORT_EVERY = 200
_COPIED_FROM = 20
_NOTE_OF = {
    Type.DAY: "day",
    Type.CODES: "several",
    Type.LIST: "several",
    Type.CODE: "listed",
    Type.INTEGER: "number",
    Type.MONEY: "money",
}


@verb("imports.template", COUNTER)
def template(house: House, actor: Actor, path: Path) -> int:
    """Write the template to fill in: columns from the declarations, invented sample rows, notes; returns its bytes.

    Raises BadFile for another suffix than xlsx or csv, StoreError kinds.
    """
    text = resource_files.read(_TEMPLATE)
    columns = import_columns.columns()
    samples = [[str(sample.get(one.key, "")) for one in columns] for sample in text["sample"]]
    rows = OutSheet(str(text["sheet"]), tuple(_out_column(house, one) for one in columns), samples, room=_ROOM)
    notes = [[str(line)] for line in text["notes"]]
    page = OutSheet(str(text["notes_sheet"]), (OutColumn(str(text["notes_title"]), width=90),), notes)
    return house.sheets.write(path, (rows, page))


def _out_column(house: House, one: import_columns.ImportColumn) -> OutColumn:
    declared = one.declared
    listed = declared.codes is not None and declared.type is Type.CODE
    choices = tuple(str(row["label"]) for row in house.codes.rows(declared.codes or "")) if listed else ()
    note = "credit_code" if one.key == CODE else _NOTE_OF.get(declared.type, "")
    width = 32 if declared.type is Type.LONG or declared.limit >= 100 else 18
    text = wording.texts().get(f"exchange.note.{note}", "")
    return OutColumn(one.title, width, choices, text, needed=declared.required and one.key.startswith("enterprise."))


@verb("imports.read", COUNTER)
def read(house: House, actor: Actor, path: Path) -> Loaded:
    """Open a table and find its headers. Raises Missing, BadFile; nothing is written."""
    return import_columns.load(house, house.sheets.read(path))


@verb("imports.preview", COUNTER)
def preview(
    house: House,
    actor: Actor,
    loaded: Loaded,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Preview:
    """What writing would do, row by row. Raises Invalid("import.mapping"), Conflict("import.cancelled")."""
    with house.store.read() as look:
        return judge(house, look, loaded, options or Options(), progress, cancelled)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: files made, files changed, contacts made or changed, rows passed over; the batch's id."""

    batch: str
    act: str
    created: int
    changed: int
    contacts: int
    left: int


@verb("imports.write", COUNTER)
def write(
    house: House,
    actor: Actor,
    shown: Preview,
    *,
    accepted: Collection[int] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Done[Imported]:
    """Write the new and the updating rows, and those doubtful ones whose numbers are `accepted`, as one act.

    Nothing is merged, deleted or emptied; before a table of some length the station is copied. Raises
    Conflict("import.stale") if the store changed so that a row would be judged otherwise than was shown,
    Conflict("import.cancelled") with nothing written, Conflict("import.nothing").
    """
    if len(shown.rows) >= _COPIED_FROM and not house.practice:
        house.copies.make(BEFORE_IMPORT)
    with house.store.write(actor) as unit:
        if unit.head() != shown.head:
            again = judge(house, unit, shown.loaded, shown.options, cancelled=cancelled)
            if again.rows != shown.rows:
                raise Conflict("import.stale")
        rows = [one for one in shown.rows if _wanted(one, accepted)]
        if not rows:
            raise Conflict("import.nothing")
        writing = _Writing(unit, actor, shown.options)
        for done, row in enumerate(rows):
            if done % _REPORT_EVERY == 0:
                if cancelled is not None and cancelled():
                    raise Conflict("import.cancelled")
                if progress is not None:
                    progress(done, len(rows))
            writing.take(row)
        batch = _enter(unit, actor, shown, writing, len(rows))
        unit.commit()
    import_columns.remember(house, shown.loaded)
    if progress is not None:
        progress(len(rows), len(rows))
    tally = writing.tally
    value = Imported(
        batch, unit.act, len(tally.created), len(tally.changed), tally.contacts, len(shown.rows) - len(rows)
    )
    kinds = frozenset({"enterprise", "contact", "import_batch"})
    return Done(value, Changes(kinds, frozenset({batch})), unit.act)


def _wanted(row: PreviewRow, accepted: Collection[int]) -> bool:
    if row.verdict is Verdict.DOUBTFUL:
        return row.number in accepted
    return row.verdict is not Verdict.WRONG


def _enter(unit: Unit, actor: Actor, shown: Preview, writing: _Writing, rows: int) -> str:
    """The batch and the line in the chain."""
    tally = writing.tally
    digest = shown.loaded.sheet.digest
    created, changed = len(tally.created), len(tally.changed)
    values = {
        "act": unit.act,
        "made_at": unit.now,
        "made_by": actor.account,
        "file_digest": digest,
        "rows": rows,
        "created": created,
        "changed": changed,
        "contacts": tally.contacts,
        "overwrite": shown.options.overwrite,
    }
    batch = unit.create("import_batch", values)
    unit.audit("imported", "import_batch", batch, rows=rows, created=created, changed=changed, digest=digest)
    return batch


@dataclass
class _Tally:
    created: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    contacts: int = 0


class _Writing:
    """Writes rows one after the other within one act."""

    def __init__(self, unit: Unit, actor: Actor, options: Options) -> None:
        self._unit = unit
        self._actor = actor
        self._overwrite = options.overwrite
        self._named: dict[tuple[str, str], str] = {}
        self._peopled: dict[str, list[dict[str, Any]]] = {}
        self.tally = _Tally()

    def take(self, row: PreviewRow) -> None:
        client = self._client(row)
        if row.contact:
            self._contact(client, row.contact)

    def _client(self, row: PreviewRow) -> str:
        unnumbered = (str(row.values.get("kind", "")), row.name)
        eid = row.target or self._named.get(unnumbered, "")
        fresh = eid in self.tally.created
        if not fresh and row.verdict is Verdict.NEW:
            eid = self._create(row, eid)
            self._named[unnumbered] = eid
            return eid
        record = self._unit.get("enterprise", eid) if eid else None
        if record is None or record.void is not None:
            eid = self._create(row, eid)
            self._named[unnumbered] = eid
            return eid
        values = {
            name: value
            for name, value in row.values.items()
            if (held := encode(ENTERPRISE.field(name), record[name])) != value and (self._overwrite or _empty(held))
        }
        if "name" in values:
            values["former_names"] = _with_former(record["former_names"], record["name"])
        if values:
            self._unit.change("enterprise", eid, values)
            if not fresh:
                self.tally.changed.add(eid)
        return eid

    def _create(self, row: PreviewRow, eid: str) -> str:
        values = {
            **row.values,
            "specialist": self._actor.account,
            "status": "normal",
            "secrecy": "2",
            "filed_on": moments.china_date(self._unit.now),
        }
        made = self._unit.create("enterprise", values, eid=eid or None)
        self.tally.created.add(made)
        self._peopled[made] = []
        return made

    def _contact(self, client: str, contact: Mapping[str, Any]) -> None:
        """The person of this name there gets what is new about them; another person is added."""
        if client not in self._peopled:
            found = self._unit.select(Query("contact", equals={"client": client}, limit=1000))
            self._peopled[client] = [{**one.values, "eid": one.eid} for one in found]
        people = self._peopled[client]
        known = next((one for one in people if one["name"] == contact["name"]), None)
        if known is None:
            values = {**contact, "client": client, "primary": not people}
            people.append({**values, "eid": self._unit.create("contact", values)})
            self.tally.contacts += 1
            return
        values = {
            name: value
            for name, value in contact.items()
            if known.get(name) != value and (self._overwrite or _empty(known.get(name)))
        }
        if values:
            self._unit.change("contact", known["eid"], values)
            known.update(values)
            self.tally.contacts += 1


def _empty(value: Any) -> bool:
    return value in (None, "", [])


def _with_former(former: Any, name: str) -> list[Any]:
    kept = list(former or ())
    known = {one["name"] for one in kept if isinstance(one, dict)}
    return kept if name in known else [*kept, {"key": name, "name": name}]


@dataclass(frozen=True, slots=True)
class Batch:
    """One import that stands: it can be taken back by `undo.undo(act)` while nobody built upon it."""

    eid: str
    act: str
    made_at: datetime
    made_by: str
    created: int
    changed: int
    contacts: int
    mine: bool


@verb("imports.batches", LOOKING)
def batches(house: House, actor: Actor, limit: int = 30) -> tuple[Batch, ...]:
    """The newest imports that were not taken back."""
    with house.store.read() as look:
        records = look.select(Query("import_batch", order="made_at", newest_first=True, limit=limit))
        people = look.many("person", [one["made_by"] for one in records])
    return tuple(
        Batch(
            one.eid,
            one["act"],
            one["made_at"],
            people[one["made_by"]]["name"] if one["made_by"] in people else "",
            one["created"] or 0,
            one["changed"] or 0,
            one["contacts"] or 0,
            one["made_by"] == actor.account,
        )
        for one in records
    )


def remapped(loaded: Loaded, mapping: tuple[str, ...]) -> Loaded:
    """The table with another mapping of its columns."""
    return replace(loaded, mapping=mapping)
