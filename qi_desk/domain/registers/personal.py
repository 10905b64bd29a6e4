"""个人信息请求: what people ask about the data kept of them (personal-information law 44-50), and each place found."""

from __future__ import annotations

from datetime import date

from qi_desk.domain import people, phones, text
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

PERSONAL_REQUEST = Entity(
    "personal_request",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="personal_request_kinds"),
        Field("name", required=True, limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("phone", required=True, limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        Field("agent", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("details", Type.LONG, required=True, limit=500),
        Field("state", Type.CODE, required=True, codes="personal_request_states"),
        Field("received_on", Type.DAY, required=True),
        Field("due", Type.DAY),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("checked", Type.CODE, codes="person_checks"),
        Field("check_note", limit=200),
        Field("checked_by", Type.REF, target="person"),
        Field("checked_on", Type.DAY),
        Field("by_hand", Type.LONG, limit=500),
        Field("way", Type.CODE, codes="personal_answer_ways"),
        Field("answered_by", Type.REF, target="person"),
        Field("answered_on", Type.DAY),
        Field("refusal", Type.LONG, limit=300),
        Field("drafts_gone", Type.INTEGER),
        Field("prints_gone", Type.INTEGER),
    ),
    number="GR",
    indexes=(("state", "due"), ("received_on",)),
)
"""One request. `by_hand` says what was found in texts and attachments by looking; `drafts_gone` and `prints_gone` count
half-written work and kept copies of papers that went with what was taken out."""

PERSONAL_FINDING = Entity(
    "personal_finding",
    (
        Field("request", Type.REF, required=True, target="personal_request", merge=Merge.IMMUTABLE),
        Field("asked", Type.CODE, required=True, codes="personal_request_kinds", merge=Merge.IMMUTABLE),
        Field("what", Type.CODE, required=True, codes="personal_data", merge=Merge.IMMUTABLE),
        Field("record_kind", required=True, limit=30, merge=Merge.IMMUTABLE),
        Field("record", Type.REF, required=True, target_in="record_kind", merge=Merge.IMMUTABLE),
        Field("place", limit=120, merge=Merge.IMMUTABLE),
        Field("likeness", Type.CODE, required=True, codes="personal_likeness"),
        Field("kept_until", Type.DAY),
        Field("decision", Type.CODE, codes="personal_decisions"),
        Field("rule", Type.CODE, codes="personal_rules"),
        Field("reason", limit=200),
        Field("decided_by", Type.REF, target="person"),
        Field("decided_on", Type.DAY),
    ),
    indexes=(("request",), ("record",)),
)
"""One field of one record that may be about who asks; `place` says which record, by its number or what it belongs to.
It holds no value: that would be one more copy."""

_OPEN = ("received", "verified", "searched")

PERSONAL_REQUEST_LIFECYCLE = Lifecycle(
    "personal_request",
    states=(*_OPEN, "answered", "refused", "withdrawn"),
    first="received",
    final=frozenset({"answered", "refused", "withdrawn"}),
    moves=(
        move("verify", ("received",), "verified"),
        move("search", ("verified", "searched"), "searched"),
        move("answer", ("searched",), "answered", paper="personal_copy"),
        move("refuse", ("received", "verified"), "refused"),
        move("withdraw", _OPEN, "withdrawn"),
    ),
)

ACCESS, CORRECT, DELETE, CONSENT = "access", "correct", "delete", "withdraw"
"""What is asked (list `personal_request_kinds`)."""

SURE, SAME_NAME, SAME_PHONE, CONFIRMED = "sure", "name", "phone", "confirmed"
"""How alike who asks and who stands there are (list `personal_likeness`)."""

THEIRS = frozenset({SURE, CONFIRMED})

GIVEN, CORRECTED, REMOVED, KEPT, NOT_THEIRS, DROPPED = "given", "corrected", "removed", "kept", "not_theirs", "dropped"
HOLD, OPEN, PERIOD, NO_CONSENT, AS_IS = "hold", "open", "period", "no_consent", "as_is"
"""Why something stays (list `personal_rules`)."""

CONSENTED = frozenset({"consent", "separate"})
"""Bases (list `personal_bases`) that end with the consent."""

GONE = "-"
"""What stands where a demanded value was taken out."""


def written_forms(phone: str) -> tuple[str, ...]:
    """How a telephone number may stand in a record: as typed, and each number in its written form."""
    written = phones.normalise(phone)
    return tuple(dict.fromkeys(filter(None, (phone.strip(), written, *written.split("/")))))


def likeness(asking: tuple[str, str], standing: tuple[str | None, str | None]) -> str:
    """How alike two (name, telephone) are: SURE where both agree, SAME_NAME or SAME_PHONE where one does, else "".
    A place that keeps no name is told by its telephone alone; names alone never make anybody sure."""
    name, number = text.clean(asking[0]), set(phones.normalise(asking[1]).split("/")) - {""}
    other_name = text.clean(standing[0] or "").replace(GONE, "")
    numbers = set(phones.normalise(standing[1] or "").split("/")) - {""}
    same_name, same_phone = bool(name) and name == other_name, bool(number & numbers)
    if same_phone and (same_name or not other_name):
        return SURE
    if same_name:
        return SAME_NAME
    return SAME_PHONE if same_phone else ""


def binding(*, held: bool, ended: bool, kept: bool, until: date | None, today: date) -> str:
    """The rule that keeps a field today, "" where it may go: a legal hold before all, then a matter that is not over,
    then a period (`until` its last day, None for ever) where the field is `kept` for what it shows (H3: the matter
    stays, the person goes)."""
    if held:
        return HOLD
    if not ended:
        return OPEN
    if kept and (until is None or until >= today):
        return PERIOD
    return ""
