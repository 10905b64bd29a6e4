"""建站申报材料: the application with the nine topics and the index of their evidence (Guangzhou guide, 二-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from qi_desk import wording
from qi_desk.domain.compliance.base import NAME_ITEM
from qi_desk.domain.compliance.standing import Proof
from qi_desk.services.compliance.evidence import WORDS, Teller, file_table, left_out
from qi_desk.services.compliance.files import Gathered
from qi_desk.services.compliance.pack_sheets import PackEntry, PackPart, PackView
from qi_desk.services.document_words import Words, moment_text
from qi_desk.services.form_sheets import SheetTable
from qi_desk.services.papers import StationHead
from qi_desk.services.ports import House, Reader, Record
from qi_desk.services.registers.base_items import answered, completeness
from qi_desk.services.sheets import OutColumn, OutSheet
from qi_desk.services.station_settings import station_of

_WIDTHS = (104, 0, 110, 58)
_ROW = ("item", "answer", "evidence", "checked_on")
_ON_THE_FORM = ("legal", "body", "basis", "period")
"""Items whose answers stand on the form itself, beside the name."""


def proofs_of(look: Reader) -> tuple[Proof, ...]:
    """The records whose files belong to the application, in the order of the topics."""
    return tuple(Proof("base_item", one.eid) for one in answered(look).values())


def view_of(
    house: House, look: Reader, gathered: Gathered, station: StationHead, by: str, at: datetime, tell: Teller
) -> PackView:
    """The paper: the form, completeness of the topics, each topic with its items, the list of files."""
    w = Words(WORDS)
    held, counts = answered(look), completeness(house, look)
    topics = [row["id"] for row in house.codes.rows("base_topics")]
    summary = SheetTable(
        w["topics"],
        (w["topic"], w["done"], w["missing"]),
        (0, 70, 190),
        tuple(_completeness(house, w, topic, counts[topic], held) for topic in topics),
    )
    entries = tuple(_topic(house, w, topic, counts[topic], held, tell) for topic in topics)
    return PackView(
        station,
        w["base_title"],
        _form(look, w, held, at, tell),
        w["base_notes"],
        summary,
        (w["topic"], w["items"], w["done"], w["held"]),
        (PackPart(w["nine"], w["nine_cited"], entries),),
        file_table(w, gathered),
        left_out(w, gathered),
        w.all("base_signatures"),
        at,
        by,
    )


def _form(
    look: Reader, w: Words, held: Mapping[str, Record], at: datetime, tell: Teller
) -> tuple[tuple[str, str], ...]:
    """What stands on the form: the station as it is public anyhow, and some answers."""
    record = station_of(look)
    name = held[NAME_ITEM]["answer"] if NAME_ITEM in held else record["name"]
    facts = [(w["base_name"], name), (w["base_code"], record["code"]), (w["base_park"], record["park"] or "")]
    facts += [(w["base_address"], record["address"] or ""), (w["base_phone"], record["phone"] or "")]
    facts += [
        (wording.code_label("base_items", item), tell(held[item]["answer"]) if item in held else "")
        for item in _ON_THE_FORM
    ]
    return (*facts, (w["as_of"], moment_text(at)))


def _completeness(
    house: House, w: Words, topic: str, count: tuple[int, int], held: Mapping[str, Record]
) -> tuple[str, ...]:
    lacks = [
        wording.code_label("base_items", row["id"])
        for row in house.codes.rows("base_items")
        if row["topic"] == topic and row.get("needed", True) and row["id"] not in held
    ]
    listed = wording.texts()["register.list_mark"].join(lacks)
    return wording.code_label("base_topics", topic), w.fill("of_whole", done=count[0], whole=count[1]), listed


def _topic(
    house: House, w: Words, topic: str, count: tuple[int, int], held: Mapping[str, Record], tell: Teller
) -> PackEntry:
    mine = [row for row in house.codes.rows("base_items") if row["topic"] == topic]
    rows = tuple(_row(row["id"], held.get(row["id"]), w, tell) for row in mine if row["needed"] or row["id"] in held)
    titles = tuple(wording.label(f"base_item.{name}") for name in _ROW)
    state = w.fill("of_whole", done=count[0], whole=count[1])
    label = wording.code_label("base_topics", topic)
    listed = wording.texts()["register.list_mark"].join(wording.code_label("base_items", row["id"]) for row in mine)
    known = sum(row["id"] in held for row in mine)
    return PackEntry(topic, label, listed, state, str(known or ""), (), SheetTable("", titles, _WIDTHS, rows))


def _row(item: str, one: Record | None, w: Words, tell: Teller) -> tuple[str, ...]:
    label = wording.code_label("base_items", item)
    if one is None:
        return label, w["unanswered"], "", ""
    told = tell(one["answer"] or ""), tell(one["evidence"] or "")
    return label, *told, one["checked_on"].isoformat() if one["checked_on"] else ""


def tables_of(house: House, look: Reader, tell: Teller) -> list[OutSheet]:
    """The workbook: every item of the profile."""
    held = answered(look)
    w = Words(WORDS)
    columns = (
        OutColumn(wording.label("base_item.topic")),
        *(OutColumn(wording.label(f"base_item.{name}"), 60 if name == "answer" else 22) for name in _ROW),
    )
    rows = [
        (wording.code_label("base_topics", row["topic"]), *_row(row["id"], held.get(row["id"]), w, tell))
        for row in house.codes.rows("base_items")
    ]
    return [OutSheet(wording.label("entity.base_item"), columns, rows)]
