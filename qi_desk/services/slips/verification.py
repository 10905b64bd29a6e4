"""核验回执: whether a paper's signed code is genuine, at any station of the district and without a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from qi_desk.domain import numbers, slips
from qi_desk.domain.errors import Invalid
from qi_desk.domain.slips import MOST_COUNTED, Read, Slip, Verdict
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.slips.facts import receipt_facts
from qi_desk.services.slips.giving import matter
from qi_desk.services.slips.keys import find_key, knows_station

_MOST = 20
SAME, NEWER, CHANGED, GONE, ABSENT = "same", "newer", "changed", "void", "absent"
"""What the own record says to a code of this station: the same; the paper was given out again since, saying something
else; the record was changed since; it is void; or this desk has not got it (another desk's, not exchanged yet)."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a code is worth: `reasons` are codes of problems. The signed values are empty where nothing was legible;
    `kind` is a code of `slip_kinds`; `record` is one of SAME, NEWER, CHANGED, GONE, ABSENT for a paper of this
    station, else empty; `code` what was read."""

    verdict: Verdict
    reasons: tuple[str, ...]
    number: str = ""
    kind: str = ""
    station: str = ""
    signed_at: datetime | None = None
    due: date | None = None
    count: int = 0
    key: str = ""
    short: str = ""
    record: str = ""
    code: str = ""


@verb("slips.verify", LOOKING)
def verify(house: House, actor: Actor, text: str, number: str = "") -> Verified:
    """Judge the code `text` as scanned or pasted, or the short form read out on the phone for the `number`; where both
    code and number are given they have to belong together."""
    with house.store.read() as look:
        if not slips.is_code(text) and number.strip() and len(text.strip()) <= _MOST:
            return _by_short(house, look, text, number)
        try:
            found = slips.read(text)
        except Invalid:
            return Verified(Verdict.FALSE, ("slip.shape",))
        judged = _judged(house, look, found, text)
    if number.strip() and _plain(number) != found.slip.number:
        return replace(judged, verdict=Verdict.FALSE, reasons=("slip.other_number", *judged.reasons))
    return judged


def _plain(number: str) -> str:
    try:
        return numbers.compose(numbers.parse(number))
    except Invalid:
        return ""


def _by_short(house: House, look: Reader, short: str, number: str) -> Verified:
    known = look.select(Query("slip", equals={"number": _plain(number)}, order="signed_at", limit=_MOST))
    if not known:
        return Verified(Verdict.UNKNOWN, ("slip.not_here",), number=_plain(number))
    for one in known:
        if slips.same_short(short, one["code"]):
            return _judged(house, look, slips.read(one["code"]), one["code"])
    return Verified(Verdict.FALSE, ("slip.short",), number=_plain(number))


def _judged(house: House, look: Reader, found: Read, text: str) -> Verified:
    slip = found.slip
    key = find_key(house, look, slip.key)
    ours = key is not None and house.slips.check(key.public, found.signature, found.message)
    verdict, reasons = slips.judge(slip, key, signed=ours, now=house.clock.now())
    station = numbers.parse(slip.number).station
    if verdict is Verdict.UNKNOWN and not knows_station(house, look, station):
        reasons = ("slip.unknown_station",)
    code = slips.written(slip, found.signature)
    own = station == house.station_code and verdict in (Verdict.GENUINE, Verdict.PRACTICE)
    return Verified(
        verdict,
        reasons,
        slip.number,
        _kind(house, slip.kind),
        station,
        slip.signed_at,
        slip.due,
        slip.count,
        slip.key,
        slips.short(code),
        _record_says(look, slip, code) if own else "",
        code,
    )


def _kind(house: House, letters: str) -> str:
    rows = house.codes.rows("slip_kinds")
    return next((str(row["id"]) for row in rows if row["letters"] == letters), "")


def _record_says(look: Reader, slip: Slip, code: str) -> str:
    query = Query("slip", equals={"number": slip.number}, order="signed_at", newest_first=True, limit=_MOST)
    given = look.select(query)
    mine = next((one for one in given if one["code"] == code), None)
    if mine is None:
        return ABSENT
    record = look.by_number(slip.number)
    subject = look.get(record["subject_kind"], record["subject"]) if record and record.kind == "paper" else record
    if record is None or record.void or subject is None or subject.void:
        return GONE
    if next(one for one in given if one["paper"] == mine["paper"])["code"] != code:
        return NEWER
    changed = record.kind == "paper" and not receipt_facts(look, subject, record).says(slip)
    return CHANGED if changed else SAME


@verb("slips.compare", LOOKING)
def compare(house: House, actor: Actor, code: str, given: dict[str, str]) -> dict[str, bool]:
    """Whether what stands on the paper is what was signed: `given` has `who` (the client), `what` (the matters, as
    printed) and `count` (materials) as somebody reads them there; what is left empty is left out. Raises Invalid for
    no code."""
    slip = slips.read(code).slip
    told = {name: text.strip() for name, text in given.items() if text.strip()}
    same = {
        "who": slips.digest(told.get("who", "")) == slip.who,
        "what": matter((told.get("what", ""),)) == slip.what,
        "count": told.get("count", "").isdecimal() and min(int(told.get("count") or 0), MOST_COUNTED) == slip.count,
    }
    return {name: same[name] for name in told if name in same}
