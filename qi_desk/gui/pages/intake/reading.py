"""Between the intake form and the use case: what was typed becomes an Intake, problems find their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.intake_input import ClientInput, ContactInput, Existing, Intake, Material

NONE_WORDS = frozenset({"无", "没有", "暂无", "无。"})
"""What a person writes when existing reports were asked for and there are none."""

NAMES = {
    "client.name": "client",
    "client.kind": "kind",
    "client.credit_code": "credit_code",
    "client.address": "address",
    "client.client": "client",
    "contact.name": "contact",
    "contact.contact": "contact",
    "contact.phone": "phone",
    "contact.post": "post",
    "contact.email": "email",
    "visitor_name": "visitor",
}
"""Where problems of the use case stand in the form."""

ORIGINS = ("visit", "matter", "problem")
"""What an intake may come from."""

REFS = ("client", "contact", *ORIGINS)
"""Records an intake refers to; client and contact are files that were chosen and not typed over."""

_SEPARATORS = re.compile(r"[,，、\s]+")


def materials_of(text: str) -> tuple[Material, ...]:
    """One material a line: name, copies, original or copy; what is not said is one copy."""
    found = []
    for place, line in enumerate(filter(None, (line.strip() for line in text.splitlines()))):
        parts = [part for part in re.split(r"[,，;；]+", line) if part.strip()]
        copies = next((int(part) for part in (_number(part) for part in parts[1:]) if part), 1)
        original = any("原件" in part and "复印" not in part for part in parts[1:])
        found.append(Material(key=str(place + 1), name=parts[0].strip(), copies=copies, original=original))
    return tuple(found)


def _number(text: str) -> str:
    match = re.search(r"\d+", text)
    return match[0] if match else ""


def existing_of(text: str) -> tuple[bool, tuple[Existing, ...]]:
    """Whether existing reports were asked for, and which there are: an empty field means nobody asked."""
    typed = text.strip()
    if not typed:
        return False, ()
    if typed in NONE_WORDS:
        return True, ()
    names = [part.strip() for part in re.split(r"[;；\n]+", typed) if part.strip()]
    return True, tuple(Existing(key=str(place + 1), name=name) for place, name in enumerate(names))


def intake_of(
    value: Callable[[str], str],
    items: tuple[str, ...],
    quantities: Mapping[str, int],
    *,
    agency: bool,
    want_by: Callable[[], date | None],
    refs: Mapping[str, str],
) -> Intake:
    """The intake as typed: `value` gives a field's text by object name, `refs` the ids named by REFS, empty where
    there is none. Raises Invalid for a day that is none."""
    asked, existing = existing_of(value("existing"))
    try:
        wanted = want_by()
    except ValueError:
        raise Invalid([Problem("want_by", "date.unreadable")]) from None
    return Intake(
        client=ClientInput(
            eid=refs["client"],
            kind=value("kind"),
            name=value("client"),
            credit_code=value("credit_code"),
            address=value("address"),
        ),
        contact=ContactInput(
            eid=refs["contact"],
            name=value("contact"),
            phone=value("phone"),
            post=value("post"),
            email=value("email"),
        ),
        channel=value("channel"),
        items=items,
        quantities=quantities,
        description=value("description"),
        urgency=value("urgency"),
        urgency_reason=value("urgency_reason"),
        existing_asked=asked,
        existing=existing,
        source=value("source"),
        stage=value("stage"),
        product=value("product"),
        model=value("model"),
        standards=tuple(part for part in _SEPARATORS.split(value("standards")) if part),
        want_by=wanted,
        secrecy=value("secrecy"),
        agency=agency,
        materials=materials_of(value("materials")),
        confirmation=value("confirmation"),
        delivery=value("delivery"),
        visitor_name=value("visitor"),
        visit=refs["visit"],
        matter=refs["matter"],
        problem=refs["problem"],
    )


def remembered(params: Mapping[str, Any], key: str) -> str:
    """A text parameter of the page, empty if it was not given."""
    return str(params.get(key) or "")
