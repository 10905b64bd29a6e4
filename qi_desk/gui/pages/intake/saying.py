"""What is said while a need is written down, and what the customer reads back on their own screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qi_desk.gui import words
from qi_desk.gui.page import Moment
from qi_desk.gui.widgets.fields import FlagField

if TYPE_CHECKING:
    from qi_desk.gui.pages.intake.page import IntakePage

_STEPS = (
    ("client", "intake.start"),
    ("contact", "intake.contact"),
    ("items", "intake.items"),
    ("existing", "intake.existing"),
    ("want_by", "intake.urgency"),
)
_CRITICAL = "3"


def moment(page: IntakePage) -> Moment:
    """What to say now: asking for the first thing that is still empty, then reading back, then accepting."""
    fields, items = page.fields, page.need_form.items.codes()
    filled = {name: bool(fields[name].value()) for name, _ in _STEPS} | {"items": bool(items)}
    code = next((code for name, code in _STEPS if not filled[name]), "intake.repeat")
    named = "、".join(words.label("catalogue", item) for item in items)
    told = "；".join(f"{label}{value}" for label, value in read_back(page) if label in _READ_ALOUD)
    return Moment(code, {"事项": named, "数": str(len(items)), "要点": told}, tuple(_also(page)))


_READ_ALOUD = frozenset({"单位", "事项", "最晚要结果"})


def _also(page: IntakePage) -> Iterator[str]:
    fields = page.fields
    if fields["phone"].value() or fields["contact"].value():
        yield "intake.privacy"
    if fields["urgency"].value() == _CRITICAL:
        yield "calm.hurry"
    if fields["secrecy"].value() not in ("", "ordinary"):
        yield "intake.secrecy"
    agency = fields["agency"]
    if isinstance(agency, FlagField) and agency.checked():
        yield "intake.agency"
    if any(field.problem() for field in page.fields.every()):
        yield "intake.wrong"
    yield "intake.ready"


def read_back(page: IntakePage) -> Sequence[tuple[str, str]]:
    """What the customer confirms line by line: whole, for it is their own."""
    fields = page.fields
    items = "、".join(words.label("catalogue", item) for item in page.need_form.items.codes())
    lines = (
        ("单位", fields["client"].value()),
        ("统一社会信用代码", fields["credit_code"].value()),
        ("联系人", fields["contact"].value()),
        ("电话", fields["phone"].value()),
        ("事项", items),
        ("需求", fields["description"].value()),
        ("产品", fields["product"].value()),
        ("型号", fields["model"].value()),
        ("既有报告", fields["existing"].value()),
        ("最晚要结果", fields["want_by"].value()),
    )
    return tuple((label, value) for label, value in lines if value)
