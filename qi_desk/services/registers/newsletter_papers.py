"""An issue on paper: its sections, its frozen figures beside those before, and charts of what was frozen with them."""

from __future__ import annotations

from collections.abc import Iterator

from qi_desk import wording
from qi_desk.domain.charts.chart import COLUMNS, LINES, SHARE, Chart, Mark
from qi_desk.domain.registers.newsletters import SECTIONS, kind_of
from qi_desk.services.charts import counted, parts, ranked
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, day_text, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.registers.figures import ASKED, CATEGORY, LIST, MONTH, OPINION
from qi_desk.services.request_papers import framed
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.showing import text

SHEET = "register_sheet"
_WORDS = "newsletter"
_WIDTHS = (24, 0, 96, 96)
_SHORT = 12


@verb("paper.newsletter", COUNTER)
def newsletter_sheet(house: House, actor: Actor, eid: str) -> Order:
    """An issue; a draft until it is approved. Raises Missing."""
    with house.store.read() as look:
        record = living(look, "newsletter", eid)
        w = Words(_WORDS)
        kind = kind_of(record.values)
        draft = record["state"] == "draft"
        paper = f"{eid}:draft" if draft else f"{eid}:{SHEET}"
        times = house.store.prints.times(paper)
        title = wording.code_label("newsletter_kinds", kind)
        parts_of_it = {
            "title": w.fill("draft", title=title) if draft else title,
            "number": "",
            "numbered": False,
            "facts": tuple(_facts(w, look, record)),
            "sections": tuple(
                (wording.label(f"newsletter.{name}"), record[name]) for name in SECTIONS[kind] if record[name]
            ),
            "tables": _table(w, record),
            "charts": charts_of(record),
            "notes": w.fill("notes", digest=record["digest"][:_SHORT]) if record["digest"] else w["no_figures"],
            "signatures": w.all("signatures"),
        }
        view = framed(house, look, actor, parts_of_it, times)
    return Order(FORM_SHEET, view, paper, SHEET, eid, "", times)


def _facts(w: Words, look: Reader, record: Record) -> Iterator[tuple[str, str]]:
    yield wording.label("newsletter.title"), record["title"]
    if record["number"]:
        yield wording.label("newsletter.number"), record["number"]
    yield w["period"], w.fill("from_to", since=day_text(record["since"]), until=day_text(record["until"]))
    if record["frozen_at"]:
        yield w["cut"], moment_text(record["frozen_at"])
    if record["approver"]:
        yield wording.label("newsletter.approver"), text(look.get("person", record["approver"]), "name")
    if record["issued_on"]:
        yield wording.label("newsletter.issued_on"), day_text(record["issued_on"])
    yield wording.label("newsletter.recipients"), w["list_mark"].join((record["recipients"] or "").splitlines())


def _table(w: Words, record: Record) -> tuple[SheetTable, ...]:
    rows = tuple(
        (str(place), wording.code_label(LIST, row["figure"]), row["value"], row.get("before", ""))
        for place, row in enumerate(record["figures"] or (), start=1)
    )
    return (SheetTable(wording.label("newsletter.figures"), w.all("columns"), _WIDTHS, rows),) if rows else ()


def charts_of(record: Record) -> tuple[Chart, ...]:
    """The charts of what was frozen with an issue; none without it."""
    made = (_categories(record), _months(record), _opinions(record))
    return tuple(chart for chart in made if chart is not None)


def _of(record: Record, way: str) -> list[dict[str, str]]:
    return [row for row in record["parts"] or () if row["way"] == way]


def _label(key: str) -> str:
    return wording.label(f"newsletter_chart.{key}")


def _categories(record: Record) -> Chart | None:
    marks = ranked(counted(row["name"], _number(row["value"])) for row in _of(record, CATEGORY))
    return Chart("bars", _label("categories"), marks, unit=_label("unit"), note=_label("several")) if marks else None


def _months(record: Record) -> Chart | None:
    rows = _of(record, MONTH)
    asked = [row for row in rows if row["figure"] == ASKED]
    if not asked:
        return None
    marks = tuple(_mark(row, wording.label(f"measure.{row['figure']}")) for row in rows)
    if len(asked) > 2:
        return Chart(LINES, _label("months"), marks, unit=_label("unit"))
    return Chart(COLUMNS, _label("months_asked"), tuple(_mark(row, "") for row in asked), unit=_label("unit"))


def _mark(row: dict[str, str], line: str) -> Mark:
    return counted(row["name"], _number(row["value"]), row=line)


def _opinions(record: Record) -> Chart | None:
    marks = parts([counted(row["name"], _number(row["value"])) for row in _of(record, OPINION)])
    return Chart(SHARE, _label("opinions"), marks, unit=_label("papers")) if marks else None


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
