"""What is written down while a request is served: assessment (F07), one-time notice (F04), refusal (F06), plan (F08),
contacts (F09), stopped clocks, extension, mandate (F10), handing over of results (F11)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qi_desk.domain import phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type

_REQUEST = Field("request", Type.REF, required=True, target="request")

ASSESSMENT = Entity(
    "assessment",
    (
        _REQUEST,
        Field("complexity", Type.CODE, required=True, codes="complexities"),
        Field("feasible", Type.CODE, required=True, codes="feasibilities"),
        Field("elements", Type.CODES, required=True, codes="elements", merge=Merge.SET),
        Field("risk_quality", Type.CODE, required=True, codes="risk_levels"),
        Field("risk_secret", Type.CODE, required=True, codes="risk_levels"),
        Field("risk_legal", Type.CODE, required=True, codes="risk_levels"),
        Field("joint", Type.FLAG),
        Field("days", Type.INTEGER, required=True),
        Field("cost", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("result", Type.CODE, required=True, codes="assessment_results"),
        Field("opinion", Type.LONG, limit=1000),
        Field("assessed_by", Type.REF, target="person"),
        Field("assessed_at", Type.MOMENT),
        Field("reviewed_by", Type.REF, target="person"),
        Field("reviewed_on", Type.DAY),
    ),
    indexes=(("request",),),
)

SUPPLEMENT = Entity(
    "supplement",
    (
        _REQUEST,
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("round", Type.INTEGER),
        Field("items", Type.LONG, required=True, limit=2000, outgoing=True),
        Field("mode", Type.CODE, required=True, codes="contact_modes"),
        Field("due", Type.DAY, required=True),
        Field("told_by", Type.REF, target="person"),
        Field("told_at", Type.MOMENT),
        Field("approved_by", Type.REF, target="person"),
        Field("returned_at", Type.MOMENT),
    ),
    number="BZ",
    indexes=(("request",),),
)
"""`items` is one missing paper a line: name, why it is needed, original or copy, who issues it."""

REFUSAL = Entity(
    "refusal",
    (
        _REQUEST,
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("reason", Type.CODE, required=True, codes="refusal_reasons"),
        Field("detail", Type.LONG, required=True, limit=1000, outgoing=True),
        Field("basis", limit=200),
        Field("destination", limit=120),
        Field("destination_phone", limit=30, check=phones.check),
        Field("destination_address", limit=160),
        Field("guided", Type.CODE, required=True, codes="guide_modes"),
        Field("acknowledged", Type.FLAG),
        Field("callback_on", Type.DAY, required=True),
        Field("called_back_on", Type.DAY),
        Field("callback_note", limit=200),
        Field("made_by", Type.REF, target="person"),
        Field("made_at", Type.MOMENT),
    ),
    number="TZ",
    indexes=(("request",), ("callback_on",)),
)
"""The duty of who was asked first does not end with a referral: `callback_on` is the day to ask how it went."""

SECTIONS = (
    "situation",
    "goal",
    "content",
    "method",
    "resources",
    "schedule",
    "assurance",
    "outcome",
)
"""The eight sections of a plan (7.1.1 of DB44/T 2407)."""

PLAN = Entity(
    "plan",
    (
        _REQUEST,
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("version", Type.INTEGER),
        *(
            Field(name, Type.LONG, required=True, limit=2000, sensitivity=Sensitivity.TRADE, outgoing=True)
            for name in SECTIONS
        ),
        Field("milestones", Type.LONG, required=True, limit=2000),
        Field("team", Type.LONG, limit=500),
        Field("cost", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("contract", limit=60),
        Field("change_reason", limit=300),
        Field("drafted_by", Type.REF, target="person"),
        Field("drafted_at", Type.MOMENT),
        Field("approved_by", Type.REF, target="person"),
        Field("approved_on", Type.DAY),
        Field("agreed_by", Type.CODE, codes="confirm_modes"),
        Field("agreed_on", Type.DAY),
    ),
    number="FA",
    indexes=(("request",),),
)
"""`milestones` is one a line: name, who, until when, what comes of it."""

FOLLOW_UP = Entity(
    "follow_up",
    (
        _REQUEST,
        Field("at", Type.MOMENT, required=True),
        Field("mode", Type.CODE, required=True, codes="contact_modes"),
        Field("party", Type.CODE, required=True, codes="contact_parties"),
        Field("people", limit=100),
        Field("content", Type.LONG, required=True, limit=2000, sensitivity=Sensitivity.TRADE),
        Field("problem", Type.LONG, limit=1000),
        Field("promise", limit=200),
        Field("promise_due", Type.DAY),
        Field("next_on", Type.DAY),
        Field("quality", Type.CODE, codes="quality_marks"),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("request",), ("at",), ("promise_due",)),
)

PAUSE = Entity(
    "pause",
    (
        _REQUEST,
        Field("reason", Type.CODE, required=True, codes="pause_reasons"),
        Field("note", limit=200),
        Field("since", Type.MOMENT, required=True),
        Field("until", Type.MOMENT),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("request",),),
)

EXTENSION = Entity(
    "extension",
    (
        _REQUEST,
        Field("reason", Type.CODE, required=True, codes="extension_reasons"),
        Field("note", limit=200),
        Field("days", Type.INTEGER, required=True),
        Field("told", Type.FLAG, required=True),
        Field("approved_by", Type.REF, target="person"),
        Field("approved_at", Type.MOMENT),
    ),
    indexes=(("request",),),
)

DELIVERY = Entity(
    "delivery",
    (
        _REQUEST,
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("results", Type.LONG, required=True, limit=2000, outgoing=True),
        Field("way", Type.CODE, required=True, codes="deliveries"),
        Field("courier_no", limit=40),
        Field("receiver", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("signed", Type.FLAG),
        Field("delivered_at", Type.MOMENT),
        Field("late_reason", limit=300, outgoing=True),
        Field("solved", Type.CODE, codes="solved"),
        Field("problems_solved", Type.INTEGER),
        Field("jobs", Type.INTEGER),
        Field("benefit", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("saving", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("trips", Type.INTEGER),
        Field("evidence", Type.LONG, limit=500),
        Field("made_by", Type.REF, target="person"),
    ),
    number="BJ",
    indexes=(("request",),),
)
"""`results` is one a line: what it is, its number."""

MANDATE = Entity(
    "mandate",
    (
        _REQUEST,
        Field("principal", required=True, limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("scope", Type.LONG, required=True, limit=500),
        Field("powers", Type.CODES, required=True, codes="mandate_powers", merge=Merge.SET),
        Field("begins", Type.DAY, required=True),
        Field("ends", Type.DAY, required=True),
        Field("identity", Type.CODE, required=True, codes="identity_checks"),
        Field("signed", Type.FLAG, required=True),
        Field("agent", Type.REF, target="person"),
        Field("given_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("follows", Type.REF, target="mandate"),
        Field("ended_on", Type.DAY),
        Field("end_reason", Type.CODE, codes="mandate_ends"),
    ),
    indexes=(("request",), ("ends",)),
)
"""Leave to act for the client (F10, 6.1.4 of the national guide): `follows` names the mandate it continues."""

LOOK_BACK = Entity(
    "look_back",
    (
        _REQUEST,
        Field("step", Type.CODE, required=True, codes="look_back_steps", merge=Merge.IMMUTABLE),
        Field("mode", Type.CODE, required=True, codes="contact_modes"),
        Field("solved", Type.CODE, required=True, codes="solved"),
        Field("jobs", Type.INTEGER),
        Field("benefit", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("saving", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("new_need", Type.LONG, limit=500),
        Field("evidence", Type.LONG, limit=500),
        Field("asked_at", Type.MOMENT),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("request",),),
)
"""What became of a closed request months later: `step` is one of the months asked for."""

ASSESSMENT_FIELDS = (
    "complexity",
    "feasible",
    "risk_quality",
    "risk_secret",
    "risk_legal",
    "result",
    "days",
    "cost",
    "joint",
    "elements",
    "opinion",
)
SUPPLEMENT_FIELDS = ("mode", "due", "items")
REFUSAL_FIELDS = (
    "reason",
    "guided",
    "detail",
    "basis",
    "destination",
    "destination_phone",
    "destination_address",
    "callback_on",
    "acknowledged",
)
PLAN_FIELDS = (*SECTIONS, "milestones", "team", "cost", "contract", "change_reason")
FOLLOW_UP_FIELDS = (
    "mode",
    "party",
    "people",
    "next_on",
    "content",
    "problem",
    "promise",
    "promise_due",
    "quality",
)
DELIVERY_FIELDS = ("way", "courier_no", "receiver", "signed", "results", "late_reason")
MANDATE_FIELDS = ("principal", "identity", "begins", "ends", "powers", "scope", "signed")
LOOK_BACK_FIELDS = ("mode", "solved", "jobs", "benefit", "saving", "new_need", "evidence")
CALL_BACK_FIELDS = ("called_back_on", "callback_note")
OUTCOME_FIELDS = ("solved", "trips", "problems_solved", "jobs", "benefit", "saving", "evidence")
EXTENSION_FIELDS = ("reason", "days", "told", "note")

_CELLS = re.compile(r"\s*[,，;；\t]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is written line by line, cell by cell; missing cells are empty."""

    cells: tuple[str, ...]

    def __getitem__(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


def lines_of(text: str | None) -> tuple[Line, ...]:
    """The lines of a field that holds one thing a line, its cells parted by commas, semicolons or tabs (as they come
    from a spreadsheet)."""
    found = (part.strip() for part in (text or "").splitlines())
    return tuple(Line(tuple(_CELLS.split(part))) for part in found if part)
