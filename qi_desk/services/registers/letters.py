"""请示 and 报告 (F23): drafted in the register, signed by the manager, sent, a request answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.registers.letters import (
    CHANGED,
    PETITION,
    PETITION_LIFECYCLE,
    REPORT,
    REPORT_LIFECYCLE,
    SIGNED,
    answer_problems,
    petition_problems,
    report_problems,
)
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.registers.declaration import Alarm, Due, Filing, Register, RegisterDeed
from qi_desk.services.registers.letter_papers import petition_sheet, report_sheet
from qi_desk.services.registers.steps import advance, committed, note, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb

_KINDS = (PETITION.name, REPORT.name)
_AGAIN = (
    "subject",
    "main_to",
    "cc",
    "urgency",
    "one_matter",
    "background",
    "opinion",
    "ask",
    "attached",
    "skip_level",
    "skip_reason",
)
_DAYS_TO_ANSWER = 10
_MOST = 300


@verb("letters.sign", LEADING)
def sign(house: House, actor: Actor, eid: str) -> Done[str]:
    """The manager signs a request or report, which no longer changes. Raises Missing, NotAllowed, Invalid where
    something stands against it by now."""
    with house.store.write(actor) as unit:
        record = _letter(unit, eid)
        rules = _petition_rules if record.kind == PETITION.name else _report_rules
        problems = rules(house, unit, record.values)
        if problems:
            raise Invalid(problems)
        made = {"signer": actor.account, "signed_on": today_of(unit)}
        return advance(house, unit, record, "sign", {}, made=made)


@verb("letters.send", COUNTER)
def send(house: House, actor: Actor, eid: str) -> Done[str]:
    """It went to its recipient: a request now waits for its answer, a report has done its work. Raises Missing,
    NotAllowed."""
    with house.store.write(actor) as unit:
        return advance(house, unit, _letter(unit, eid), "send", {}, made={"sent_on": today_of(unit)})


@verb("letters.answer", COUNTER)
def answer(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """What the superior answered to a request, who and when. Raises Missing, NotAllowed, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, PETITION.name, eid)
        problems = answer_problems(values, record["sent_on"], today_of(unit))
        if problems:
            raise Invalid(problems)
        return advance(house, unit, record, "answer", values, ("reply", "reply_by", "reply_on"))


@verb("letters.told_superior", COUNTER)
def told_superior(house: House, actor: Actor, eid: str) -> Done[str]:
    """The level that was skipped has been told. Raises Missing, NotAllowed("letter.no_skip")."""
    with house.store.write(actor) as unit:
        record = _letter(unit, eid)
        if not record["skip_level"] or record["state"] not in SIGNED:
            raise NotAllowed("letter.no_skip")
        return note(house, unit, record, "told_superior", {}, made={"superior_told_on": today_of(unit)})


@verb("letters.withdraw", LEADING)
def withdraw(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Take it back, saying why. Raises Missing, NotAllowed, Invalid."""
    with house.store.write(actor) as unit:
        return advance(house, unit, _letter(unit, eid), "withdraw", {"end_note": reason.strip()}, ("end_note",))


@verb("letters.again", COUNTER)
def again(house: House, actor: Actor, eid: str) -> Done[str]:
    """A new draft of a request that was to be changed. Raises Missing, NotAllowed("letter.not_changed")."""
    with house.store.write(actor) as unit:
        record = living(unit, PETITION.name, eid)
        if record["reply"] != CHANGED:
            raise NotAllowed("letter.not_changed")
        today = today_of(unit)
        given = {name: record[name] for name in _AGAIN}
        given |= {"previous": eid, "state": PETITION_LIFECYCLE.first, "written_by": actor.account, "written_on": today}
        given |= {"number": unit.next_number("QS", today), "reply_due": _answer_day(house, today)}
        return committed(unit, PETITION.name, unit.create(PETITION.name, given))


def _letter(unit: Unit, eid: str) -> Record:
    kind = next((one for one in _KINDS if unit.get(one, eid) is not None), PETITION.name)
    return living(unit, kind, eid)


def _petition_rules(_house: House, unit: Unit, values: Mapping[str, Any]) -> list[Problem]:
    return petition_problems(values, today_of(unit))


def _report_rules(house: House, unit: Unit, values: Mapping[str, Any]) -> list[Problem]:
    asking = tuple(row["label"] for row in house.codes.rows("petition_phrases"))
    return report_problems(values, asking, unit.now)


def _answer_day(house: House, today: date) -> date:
    ahead, left = today, _DAYS_TO_ANSWER
    while left:
        ahead = date.fromordinal(ahead.toordinal() + 1)
        left -= house.calendar.is_working(ahead)
    return ahead


def _petition_begins(house: House, _look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    return {"urgency": "1", "written_on": today, "reply_due": _answer_day(house, today)}


def _report_begins(_house: House, _look: Reader, _actor: Actor, today: date) -> Mapping[str, Any]:
    return {"urgency": "1", "kind": "routine", "written_on": today}


def _untold(kind: str, look: Reader) -> Iterator[Alarm]:
    """Letters that skipped a level which has not been told yet."""
    for one in look.select(Query(kind, equals={"skip_level": True, "superior_told_on": None}, limit=_MOST)):
        if one["state"] in SIGNED:
            yield Alarm("untold", eid=one.eid, owner=one["written_by"] or "")


def _deeds(open_states: tuple[str, ...]) -> tuple[RegisterDeed, ...]:
    """The steps both kinds of letters take."""
    return (
        RegisterDeed("sign", "letters.sign", sign, states=("drafted",), sure=True),
        RegisterDeed("send", "letters.send", send, states=("signed",)),
        RegisterDeed(
            "told_superior",
            "letters.told_superior",
            told_superior,
            states=SIGNED,
            when=lambda _actor, record: bool(record["skip_level"]) and record["superior_told_on"] is None,
        ),
        RegisterDeed("withdraw", "letters.withdraw", withdraw, states=open_states, asked=True),
    )


_COURSE = ("written_by", "written_on", "signer", "signed_on", "sent_on", "superior_told_on", "end_note")

PETITIONS = Register(
    PETITION,
    title="subject",
    columns=("subject", "state", "main_to", "reply_due", "reply", "written_on", "number"),
    form=(
        "subject",
        "main_to",
        "one_matter",
        "urgency",
        "reply_due",
        "background",
        "opinion",
        "ask",
        "attached",
        "cc",
        "skip_level",
        "skip_reason",
    ),
    facts=(*_COURSE, "previous", "reply", "reply_text", "reply_by", "reply_on"),
    state="state",
    lifecycle=PETITION_LIFECYCLE,
    closed=("signed", "sent", "answered", "withdrawn"),
    order="written_on",
    by="state",
    due=(Due("reply_due", notice=2, states=("sent",)),),
    deeds=(
        *_deeds(("drafted", "signed", "sent")),
        RegisterDeed(
            "answer",
            "letters.answer",
            answer,
            states=("sent",),
            fields=("reply", "reply_by", "reply_on", "reply_text"),
            begins={"reply_on": 0},
        ),
        RegisterDeed(
            "again",
            "letters.again",
            again,
            states=("answered",),
            when=lambda _actor, record: record["reply"] == CHANGED,
        ),
    ),
    filed=Filing("decision", "16", "signed_on", states=("answered",)),
    check=lambda filling: _petition_rules(filling.house, filling.unit, filling.values),
    begins=_petition_begins,
    alarms=lambda _house, look, _actor, _today: _untold("petition", look),
    paper=petition_sheet,
)

REPORTS = Register(
    REPORT,
    title="subject",
    columns=("subject", "state", "kind", "main_to", "written_on", "number"),
    form=(
        "subject",
        "main_to",
        "kind",
        "urgency",
        "oral_on",
        "oral_time",
        "oral_to",
        "background",
        "impact",
        "measures",
        "next_steps",
        "attached",
        "cc",
        "skip_level",
        "skip_reason",
    ),
    facts=_COURSE,
    state="state",
    lifecycle=REPORT_LIFECYCLE,
    closed=("signed", "sent", "withdrawn"),
    order="written_on",
    by="kind",
    deeds=_deeds(("drafted", "signed")),
    filed=Filing("decision", "16", "signed_on", states=("sent",)),
    check=lambda filling: _report_rules(filling.house, filling.unit, filling.values),
    begins=_report_begins,
    alarms=lambda _house, look, _actor, _today: _untold("report", look),
    paper=report_sheet,
)
