"""Papers of the archive put together: the catalogue, the list of what is destroyed, a client's dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.fields import Field, Type
from qi_desk.domain.records import entity
from qi_desk.services import archive_views, disposals
from qi_desk.services.archive_sheets import (
    CATALOGUE,
    DISPOSAL_LIST,
    DOSSIER,
    CatalogueLine,
    CatalogueView,
    DisposalLine,
    DisposalSheetView,
    DossierDocument,
    DossierPart,
    DossierTable,
    DossierView,
    SignedOpinion,
)
from qi_desk.services.client_file import living
from qi_desk.services.document_words import COMMON, Words, day_text, joined, moment_text
from qi_desk.services.outreach_views import problems_of
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.showing import shown

_MOST = 500
_PERSONAL = ("name", "phone", "email", "met", "contact_name", "contact_phone", "legal_representative")
_FEN_IN_TEN_THOUSAND = 1_000_000


@verb("paper.catalogue", COUNTER)
def catalogue(
    house: House, actor: Actor, *, year: int | None = None, category: str = "", client: str = "", text_in: str = ""
) -> Order:
    """归档文件目录 of the items asked for, in the order of their codes."""
    rows = archive_views.items(house, actor, year=year, category=category, client=client, text_in=text_in, limit=20_000)
    w = Words("archive")
    scope = [w.fill("of_year", year=year) if year else w["all_years"]]
    if category:
        scope.append(wording.code_label("retention_classes", category))
    if client and rows:
        scope.append(rows[0].client_name)
    with house.store.read() as look:
        station = head(house, look)
    lines = tuple(
        CatalogueLine(
            code=row.code,
            document_number=row.document_number,
            author=row.author,
            title=row.title,
            dated=f"{row.dated:%Y%m%d}",
            secrecy=wording.code_label("sensitivity", row.secrecy),
            pages=str(row.pages or ""),
            note=w.fill("destroyed", day=f"{row.destroyed_on:%Y%m%d}") if row.destroyed_on else row.note,
        )
        for row in sorted(rows, key=lambda row: row.code)
    )
    view = CatalogueView(station, "　　".join(scope), lines, house.clock.now(), actor.staff_no)
    return Order(CATALOGUE, view, "", CATALOGUE, "", "", 0)


@verb("paper.disposal", COUNTER)
def disposal_list(house: House, actor: Actor, eid: str) -> Order:
    """销毁清册, with its certificate once it was done. Raises Missing."""
    shown_list = disposals.show(house, actor, eid)
    with house.store.read() as look:
        station = head(house, look)
    w = Words("archive")
    opinions = [SignedOpinion(w["appraised"], one.name, one.text, day_text(one.on)) for one in shown_list.opinions]
    if shown_list.approved_by:
        on = day_text(shown_list.approved_on)
        opinions.append(SignedOpinion(w["approved"], shown_list.approved_by, w["approval"], on))
    if shown_list.refusal:
        opinions.append(SignedOpinion(w["refused"], "", shown_list.refusal, ""))
    view = DisposalSheetView(
        station=station,
        number=shown_list.number,
        reason=shown_list.reason,
        way=wording.code_label("disposal_ways", shown_list.way),
        lines=tuple(
            DisposalLine(
                code=row.code,
                title=row.title,
                dated=f"{row.dated:%Y%m%d}",
                period=wording.code_label("retention_periods", row.period),
                until=f"{row.until:%Y%m%d}" if row.until else "",
                pages=str(row.pages or ""),
            )
            for row in shown_list.items
        ),
        opinions=tuple(opinions),
        done=shown_list.state == "done",
        done_on=day_text(shown_list.done_on),
        witness=shown_list.witness,
        done_by=shown_list.done_by,
        printed_at=house.clock.now(),
        printed_by=actor.staff_no,
    )
    return Order(DISPOSAL_LIST, view, eid, DISPOSAL_LIST, eid, shown_list.number, 0)


@verb("paper.dossier", COUNTER)
def dossier(house: House, actor: Actor, client: str, *, whole: bool = False) -> Order:
    """A client's whole file on paper. People's names and numbers are masked unless `whole`, which is the manager's to
    ask for. Raises Missing, NotAllowed."""
    if whole and actor.role not in LEADING:
        raise NotAllowed("not_allowed", verb="paper.dossier", role=actor.role)
    with house.store.read() as look:
        record = living(look, "enterprise", client)
        parts = _Parts(house, look, record, _PERSONAL if whole else ())
        items = look.select(Query("archive_item", equals={"client": client}, limit=_MOST))
        volumes = [one["volume"] for one in items if one["volume"]]
        view = DossierView(
            station=head(house, look),
            client_name=record["name"],
            credit_code=record["credit_code"] or "",
            volume=volumes[-1] if volumes else "",
            since=day_text(record["filed_on"]) or "—",
            until=day_text(moments.china_date(house.clock.now())),
            period=wording.code_label(
                "retention_periods", house.codes.row("retention_classes", "client_file")["period"]
            ),
            secrecy=wording.code_label("sensitivity", record["secrecy"] or "2"),
            parts=tuple(parts.part(row["id"], row["label"], items) for row in house.codes.rows("volume_parts")),
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
        )
    return Order(DOSSIER, view, "", DOSSIER, client, view.volume, 0)


class _Parts:
    """The seventeen parts of one client's dossier; `bare` names the personal fields that stand unmasked."""

    def __init__(self, house: House, look: Reader, client: Record, bare: tuple[str, ...]) -> None:
        self._house, self._look, self._client, self._bare = house, look, client, bare
        self._words = Words("dossier")
        self._of: Mapping[str, Any] = {
            "01": self._basics,
            "02": self._people,
            "03": self._foundations,
            "04": self._requests,
            "07": self._visits,
            "11": self._outreach,
        }

    def part(self, code: str, name: str, items: tuple[Record, ...]) -> DossierPart:
        """One part: what the desk knows itself, then what was filed on paper."""
        documents = [*self._of[code]()] if code in self._of else []
        documents += [self._filed(one) for one in items if one["part"] == code and not one["subject"]]
        return DossierPart(code, name, tuple(documents), "" if documents else Words(COMMON)["none"])

    def _text(self, record: Record, declared: Field) -> str:
        value = shown(record, declared.name, reveal=self._bare)
        if value in ("", None, []):
            return ""
        if declared.type is Type.CODE:
            return wording.code_label(declared.codes or "", str(value))
        if declared.type is Type.CODES:
            return joined(wording.code_label(declared.codes or "", one) for one in value)
        if declared.type is Type.MONEY:
            return Words(COMMON).fill("ten_thousand", yuan=f"{value / _FEN_IN_TEN_THOUSAND:,.2f}")
        if declared.type is Type.FLAG:
            return Words(COMMON)["yes"] if value else ""
        if declared.type is Type.DAY:
            return day_text(value)
        if declared.type is Type.MOMENT:
            return moment_text(value)
        if declared.type is Type.LIST:
            return "；".join(str(one.get("name") or one.get("number") or "") for one in value)
        return str(value)

    def _facts(self, record: Record, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        declared = entity(record.kind)
        told = ((wording.label(f"{record.kind}.{name}"), self._text(record, declared.field(name))) for name in names)
        return tuple((label, text) for label, text in told if text)

    def _table(self, kind: str, columns: tuple[tuple[str, int], ...]) -> DossierTable | None:
        records = self._look.select(Query(kind, equals={"client": self._client.eid}, limit=_MOST))
        declared = entity(kind)
        if not records:
            return None
        return DossierTable(
            columns=tuple(wording.label(f"{kind}.{name}") for name, _ in columns),
            widths=tuple(width for _, width in columns),
            rows=tuple(tuple(self._text(one, declared.field(name)) for name, _ in columns) for one in records),
        )

    def _list(self, title: str, kind: str, columns: tuple[tuple[str, int], ...]) -> Iterator[DossierDocument]:
        table = self._table(kind, columns)
        if table is not None:
            yield DossierDocument(
                self._words.fill("counted", title=self._words[title], count=len(table.rows)), "", "", tables=(table,)
            )

    def _basics(self) -> Iterator[DossierDocument]:
        names = tuple(one.name for one in ENTERPRISE.fields if one.type is not Type.REF)
        yield DossierDocument(
            self._words["basics"], "", day_text(self._client["filed_on"]), self._facts(self._client, names)
        )

    def _people(self) -> Iterator[DossierDocument]:
        columns = (("name", 70), ("role", 80), ("post", 0), ("phone", 96), ("email", 120))
        yield from self._list("people", "contact", columns)

    def _foundations(self) -> Iterator[DossierDocument]:
        certificate = (("kind", 96), ("number", 110), ("scope", 0), ("body", 100), ("valid_to", 70))
        instrument = (("name", 0), ("model", 70), ("serial", 60), ("calibrated_on", 76), ("calibration_due", 76))
        standard = (("number", 110), ("title", 0), ("state", 56), ("replaced_by", 100))
        yield from self._list("certificates", "certificate", certificate)
        yield from self._list("instruments", "instrument", instrument)
        yield from self._list("standards", "cited_standard", standard)

    def _requests(self) -> Iterator[DossierDocument]:
        query = Query("request", equals={"client": self._client.eid}, order="registered_at", limit=_MOST)
        names = (
            "state",
            "channel",
            "urgency",
            "contact_name",
            "contact_phone",
            "accepted_at",
            "reply_due",
            "finish_due",
            "closed_at",
            "product",
            "model",
            "standards",
            "description",
            "answer",
            "answer_basis",
            "end_reason",
            "end_note",
        )
        for record in self._look.select(query):
            items = self._look.select(Query("request_item", equals={"request": record.eid}, limit=20))
            told = joined(wording.code_label("catalogue", one["item"]) for one in items)
            facts = (((self._words["items"], told),) if told else ()) + self._facts(record, names)
            yield DossierDocument(
                self._words.fill("request", items=told or self._words["unclassified"]),
                record["number"],
                day_text(moments.china_date(record["registered_at"])),
                facts,
            )

    def _visits(self) -> Iterator[DossierDocument]:
        columns = (("arrived_at", 110), ("number", 130), ("type", 60), ("purpose", 0), ("state", 50))
        yield from self._list("visits", "visit", columns)

    def _outreach(self) -> Iterator[DossierDocument]:
        query = Query("outreach", equals={"client": self._client.eid, "state": "done"}, order="went_on", limit=_MOST)
        names = ("mode", "purpose", "met", "met_role", "companions", "quality_status", "publicity")
        for record in self._look.select(query):
            problems = problems_of(self._house, self._look, record.eid)
            tables: tuple[DossierTable, ...] = ()
            if problems:
                rows = tuple(
                    (
                        one.values["text"],
                        one.values["answer"],
                        wording.code_label("problem_states", one.state.value),
                    )
                    for one in problems
                )
                tables = (DossierTable(self._words.all("problems"), (0, 180, 70), rows),)
            yield DossierDocument(
                self._words.fill("outreach", kind=wording.code_label("outreach_kinds", record["kind"])),
                record["number"],
                day_text(record["went_on"]),
                self._facts(record, names),
                tables,
            )

    def _filed(self, item: Record) -> DossierDocument:
        return DossierDocument(
            item["title"],
            item["code"],
            day_text(item["dated"]),
            self._facts(item, ("author", "pages", "medium", "place", "period", "secrecy", "destroyed_on")),
        )
