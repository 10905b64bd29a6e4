"""What of a receipt is signed, as the record says it now."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.domain import masking
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.services.ports import Query, Reader, Record
from qi_desk.services.showing import text
from qi_desk.services.slips.giving import Facts

DOCUMENT = "receipt.document"
_MOST = 20


def client_masked(client: Record | None) -> str:
    """The name as the customer's half shows it: that of a person is masked, that of a firm is public."""
    name = text(client, "name")
    return masking.mask("name", name) if client is not None and client["kind"] == PERSON_KIND else name


def items_of(look: Reader, request: str) -> tuple[str, ...]:
    """The matters of a request in words, the main one first."""
    items = look.select(Query("request_item", equals={"request": request}, limit=_MOST))
    ordered = sorted(items, key=lambda item: not item["primary"])
    return tuple(wording.code_label("catalogue", item["item"]) for item in ordered)


def receipt_facts(look: Reader, request: Record, paper: Record) -> Facts:
    """The signed part of a receipt: number, client, matters, copies handed in, and the day promised: of the answer
    where papers were taken in, of the end where the matter was accepted."""
    return Facts(
        number=paper["number"],
        kind=paper["kind"],
        who=client_masked(look.get("enterprise", request["client"])),
        what=items_of(look, request.eid),
        count=sum(int(one.get("copies", 1)) for one in request["materials"] or ()),
        due=request["reply_due"] if paper["kind"] == DOCUMENT else request["finish_due"],
    )
