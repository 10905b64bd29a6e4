"""Giving a paper its signed code: the same one as long as the same stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from qi_desk.domain import moments, slips
from qi_desk.domain.errors import StoreFull, StoreReadOnly
from qi_desk.domain.slips import MOST_COUNTED, Slip
from qi_desk.services.papers import NO_CODE, SlipCode
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.slips.keys import find_key, key_name, need_key

_MOST = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a paper is signed: its number, its kind (`slip_kinds`), whom it is for as it stands there, its matter,
    how many materials, until when (a day) something is promised."""

    number: str
    kind: str
    who: str
    what: tuple[str, ...]
    count: int = 0
    due: date | datetime | None = None

    @property
    def due_day(self) -> date | None:
        """The China day promised."""
        return moments.china_date(self.due) if isinstance(self.due, datetime) else self.due

    def says(self, slip: Slip) -> bool:
        """Whether a code says the same."""
        said = (slip.number, slip.who, slip.what, slip.count, slip.due)
        return said == (
            self.number,
            slips.digest(self.who),
            matter(self.what),
            min(self.count, MOST_COUNTED),
            self.due_day,
        )


def matter(what: tuple[str, ...]) -> str:
    """The digest of the matter."""
    return slips.digest("".join(what))


def letters_of(house: House, kind: str) -> str:
    """The two letters of a kind of paper that bears a code; empty for one that does not."""
    known = house.codes.ids("slip_kinds")
    return str(house.codes.row("slip_kinds", kind)["letters"]) if kind in known else ""


def signed(house: House, paper: str, facts: Facts, actor: Actor) -> SlipCode:
    """The code of the paper `paper`, signed now where there is none that says the same or whose key was revoked. None
    for a kind that bears none, and on a disk that takes no more: a paper without a code is better than no paper."""
    letters = letters_of(house, facts.kind)
    if not letters or not facts.number:
        return NO_CODE
    with house.store.read() as look:
        known = _standing(house, look, paper, facts)
    if known:
        return SlipCode(known, slips.short(known))
    try:
        code = _sign(house, paper, facts, letters, actor)
    except (StoreFull, StoreReadOnly):
        return NO_CODE
    return SlipCode(code, slips.short(code))


def _standing(house: House, look: Reader, paper: str, facts: Facts) -> str:
    for one in codes_of(look, paper):
        slip = slips.read(one["code"]).slip
        key = find_key(house, look, slip.key)
        if facts.says(slip) and key is not None and key.revoked_at is None:
            return str(one["code"])
    return ""


def codes_of(look: Reader, paper: str) -> tuple[Record, ...]:
    """The codes a paper was given, the newest first."""
    return look.select(Query("slip", equals={"paper": paper}, order="signed_at", newest_first=True, limit=_MOST))


def _sign(house: House, paper: str, facts: Facts, letters: str, actor: Actor) -> str:
    with house.store.write(actor) as unit:
        key = need_key(house, unit)
        slip = Slip(
            practice=house.practice,
            number=facts.number,
            kind=letters,
            signed_at=unit.now.replace(second=0, microsecond=0),
            due=facts.due_day,
            who=slips.digest(facts.who),
            what=matter(facts.what),
            count=min(facts.count, MOST_COUNTED),
            key=key["key_id"],
        )
        signature = house.slips.sign(key_name(house.desk, key["serial"]), slips.message(slip))
        code = slips.written(slip, signature)
        values = {"paper": paper, "number": facts.number, "kind": facts.kind, "code": code, "signed_at": unit.now}
        unit.create("slip", values)
        unit.commit()
    return code
