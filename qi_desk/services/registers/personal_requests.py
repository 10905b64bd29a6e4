"""个人信息请求: what people ask about their data, as a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments, phones
from qi_desk.domain.errors import Problem
from qi_desk.domain.registers.personal import (
    CONSENT,
    CORRECT,
    DELETE,
    NOT_THEIRS,
    PERSONAL_FINDING,
    PERSONAL_REQUEST,
    PERSONAL_REQUEST_LIFECYCLE,
    REMOVED,
    THEIRS,
)
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.privacy import deciding, requests
from qi_desk.services.privacy.papers import answer_sheet, copy_for_person
from qi_desk.services.privacy.purposes import datum, period_said
from qi_desk.services.privacy.reach import reach
from qi_desk.services.registers.declaration import Alarm, Due, Facts, Filling, Part, Register, RegisterDeed

_LIMIT = "deadline.personal_answer"
_MOST = 500


def _check(filling: Filling) -> list[Problem]:
    values = filling.values
    if values.get("phone"):
        values["phone"] = phones.normalise(values["phone"])
    received = values.get("received_on")
    if received is None:
        return []
    values["due"] = _due(filling.house, received)
    return [Problem("received_on", "date.future")] if received > filling.today else []


def _due(house: House, received: date) -> date:
    start = datetime.combine(received, time(9), moments.CHINA)
    return moments.china_date(add_working_days(house.calendar, start, house.settings.get(_LIMIT)).moment)


def _begins(house: House, _look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    return {"received_on": today}


def _gone_asked(_actor: Actor, record: Record) -> bool:
    return record["kind"] in (DELETE, CONSENT)


def _doubtful(_actor: Actor, finding: Record) -> bool:
    return finding["decision"] is None and finding["likeness"] not in THEIRS


def _undecided(_actor: Actor, finding: Record) -> bool:
    return finding["decision"] is None


def _to_correct(_actor: Actor, finding: Record) -> bool:
    return finding["decision"] is None and finding["likeness"] in THEIRS and finding["asked"] == CORRECT


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    for one in look.select(
        Query("personal_request", among={"state": ("received", "verified", "searched")}, limit=_MOST)
    ):
        if one["due"] and one["due"] >= today:
            yield Alarm(
                one["state"], {"days": (one["due"] - today).days}, eid=one.eid, due=one["due"], owner="", late=False
            )


def _derived(house: House, look: Reader, _actor: Actor, record: Record) -> Mapping[str, Facts]:
    """Purpose, basis and period of what was found, and what of it is out of reach."""
    found = [one for one in requests.findings(look, record.eid) if one["decision"] != NOT_THEIRS]
    whats = dict.fromkeys(one["what"] for one in found)
    told: dict[str, Iterable[tuple[str, str]]] = {"why": [_why(house, what) for what in whats]}
    if any(one["decision"] == REMOVED for one in found):
        told["reach"] = reach(house, record)
    return {key: facts for key, facts in told.items() if facts}


def _why(house: House, what: str) -> tuple[str, str]:
    one = datum(house.codes, what)
    said = (one.purpose, wording.code_label("personal_bases", one.basis), period_said(one, house))
    return one.label, wording.texts()["privacy.mark"].join(said)


PERSONAL_REQUESTS = Register(
    PERSONAL_REQUEST,
    title="name",
    columns=("name", "kind", "state", "received_on", "due", "number"),
    form=("kind", "name", "phone", "agent", "details", "received_on"),
    facts=(
        "checked",
        "check_note",
        "checked_by",
        "checked_on",
        "by_hand",
        "way",
        "answered_by",
        "answered_on",
        "refusal",
        "prints_gone",
        "drafts_gone",
        "written_by",
    ),
    state="state",
    lifecycle=PERSONAL_REQUEST_LIFECYCLE,
    closed=("verified", "searched", "answered", "refused", "withdrawn"),
    order="received_on",
    by="kind",
    due=(Due("due", notice=0, states=("received", "verified", "searched")),),
    parts=(Part(PERSONAL_FINDING, "request", ("what", "place", "likeness", "decision", "rule", "kept_until")),),
    deeds=(
        RegisterDeed(
            "verify",
            "privacy.verify",
            requests.verify,
            states=("received",),
            fields=("checked", "check_note"),
            begins={"checked": "original"},
        ),
        RegisterDeed("search", "privacy.search", requests.search, states=("verified",)),
        RegisterDeed("confirm", "privacy.confirm", deciding.confirm, part="personal_finding", when=_doubtful),
        RegisterDeed("not_theirs", "privacy.not_theirs", deciding.not_theirs, part="personal_finding", when=_undecided),
        RegisterDeed(
            "correct", "privacy.correct", deciding.correct, part="personal_finding", asked=True, when=_to_correct
        ),
        RegisterDeed("keep", "privacy.keep", deciding.keep, part="personal_finding", asked=True, when=_to_correct),
        RegisterDeed("remove", "privacy.remove", deciding.remove, states=("searched",), sure=True, when=_gone_asked),
        RegisterDeed("answer", "privacy.answer", requests.answer, states=("searched",), fields=("way", "by_hand")),
        RegisterDeed("search_again", "privacy.search", requests.search, states=("searched",)),
        RegisterDeed("refuse", "privacy.refuse", requests.refuse, states=("received", "verified"), asked=True),
        RegisterDeed(
            "withdraw", "privacy.withdraw", requests.withdraw, states=("received", "verified", "searched"), sure=True
        ),
    ),
    check=_check,
    begins=_begins,
    alarms=_alarms,
    derived=_derived,
    paper=answer_sheet,
    handed=copy_for_person,
)
