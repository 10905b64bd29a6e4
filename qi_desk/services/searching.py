"""The search box: what is found, what was looked at lately, searches kept under a name, numbers read by a scanner."""

from __future__ import annotations

from dataclasses import dataclass

from qi_desk.domain import slips
from qi_desk.domain.errors import Missing
from qi_desk.domain.records import ENTITIES, entity
from qi_desk.services.blank_forms.late import blank_of
from qi_desk.services.feedback.access import may_read
from qi_desk.services.outcomes import Done
from qi_desk.services.own_lists import drop_own, keep_own, kept
from qi_desk.services.ports import Actor, Hit, House, Query, Reader
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import masked_hit, text

COUNTED = 200
"""Hits of a kept search that are counted; more are told as "200+"."""

_RECENT = 12
_KIND = "saved_search"
_KEPT = 30
_TITLES = {
    "request": "description",
    "visit": "name",
    "outreach": "purpose",
    "archive_item": "title",
    "meeting": "title",
    "minutes": "title",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A search under a name, and how many records it finds now (at most COUNTED)."""

    eid: str
    name: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Home:
    """What the empty search box offers."""

    kept: tuple[Kept, ...]
    recent: tuple[Hit, ...]


@verb("search.find", LOOKING)
def find(house: House, actor: Actor, what: str, *, kinds: tuple[str, ...] = (), limit: int = 20) -> tuple[Hit, ...]:
    """Results of all kinds, best first, people's names masked."""
    with house.store.read() as look:
        found = look.find(what, kinds=kinds, limit=limit)
        return tuple(masked_hit(hit) for hit in found if _may_see(look, actor, hit.kind, hit.eid))


@verb("search.scanned", LOOKING)
def scanned(house: House, actor: Actor, code: str) -> Hit:
    """The record a scanned slip belongs to: a bar code's number, the QR code's number and query code, or a signed
    code; a paper leads to its matter, a blank form nobody entered yet to itself. Raises
    Missing("search.unknown_number")."""
    words = [slips.read(code).slip.number] if slips.is_code(code) else code.split()
    if not words:
        raise Missing("search.unknown_number", number="")
    with house.store.read() as look:
        record = look.by_number(words[0])
        if record is not None and record.kind == "paper":
            record = look.standing(record["subject_kind"], record["subject"])
        if record is None and (blank := blank_of(look, words[0])) is not None:
            return Hit("blank_form", blank.eid, blank["number"], "")
        if record is None or record.void or not _may_see(look, actor, record.kind, record.eid):
            raise Missing("search.unknown_number", number=words[0])
        return hit_of(look, record.kind, record.eid) or Hit(record.kind, record.eid, words[0], "")


@verb("search.home", LOOKING)
def home(house: House, actor: Actor) -> Home:
    """What is offered before anything is typed: kept searches with their counts, and what this person opened lately at
    this desk, the latest first."""
    looked_at = house.store.recents.of(actor.account, _RECENT)
    with house.store.read() as look:
        kept = look.select(Query("saved_search", equals={"owner": actor.account}, order="eid", limit=_KEPT))
        counted = tuple(
            Kept(one.eid, one["name"], one["text"], len(look.find(one["text"], limit=COUNTED))) for one in kept
        )
        known = ((kind, eid) for kind, eid in looked_at if kind in ENTITIES)
        recent = tuple(
            hit
            for kind, eid in known
            if _may_see(look, actor, kind, eid) and (hit := hit_of(look, kind, eid)) is not None
        )
    return Home(counted, recent)


@verb("search.opened", LOOKING)
def opened(house: House, actor: Actor, kind: str, eid: str) -> None:
    """Remember that this person opened a record; at this desk only, with no word of what it says."""
    house.store.recents.note(actor.account, kind, eid, house.clock.now())


@verb("search.keep", LOOKING)
def keep(house: House, actor: Actor, what: str, name: str = "") -> Done[str]:
    """Keep a search under a name (default: its text). Raises Invalid."""
    said = what.strip()
    values = {"text": said, "name": name.strip() or said[:40]}
    with house.store.write(actor) as unit:
        return kept(unit, _KIND, keep_own(house, unit, actor.account, _KIND, ("text",), values))


@verb("search.drop", LOOKING)
def drop(house: House, actor: Actor, eid: str) -> Done[str]:
    """Keep a search no longer. Raises Missing for one that is not this person's."""
    with house.store.write(actor) as unit:
        return kept(unit, _KIND, drop_own(unit, actor.account, _KIND, eid))


def _may_see(look: Reader, actor: Actor, kind: str, eid: str) -> bool:
    """Restricted meetings are found by those who take part only."""
    record = look.get(kind, eid) if kind in ("meeting", "minutes") else None
    return record is None or may_read(look, actor, record)


def hit_of(look: Reader, kind: str, eid: str) -> Hit | None:
    """A record as a result, None where it is no longer there."""
    record = look.standing(kind, eid)
    if record is None or record.void:
        return None
    names = entity(kind).names()
    title = text(record, _TITLES.get(kind, "name")) if _TITLES.get(kind, "name") in names else ""
    if kind == "outreach" and not title:
        title = text(look.get("enterprise", record["client"]), "name")
    number = str(record["number"] or "") if "number" in names else ""
    return Hit(kind, record.eid, number, title[:60])
