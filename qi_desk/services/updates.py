"""Newer versions of the program: offered by the district or brought on a stick, checked before anything is touched, put
in when somebody says so, in force at the next start. Nobody who is being served waits for any of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.backups import BEFORE_UPDATE
from qi_desk.domain.errors import UNREADABLE, BadFile, Conflict, Expected, Missing, NotAllowed
from qi_desk.domain.updates import FOLDER, Manifest, Package, Remembered, judge, order
from qi_desk.services.district_line import Line
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import ANYONE, RUNNING, verb
from qi_desk.services.updates_port import Afterwards

DOWNLOAD = "update.download"
BY_ITSELF, WHEN_ASKED = "by_itself", "when_asked"

PIECES = 8
"""How many pieces of a package come in one exchange; on a slow line one."""

_ASK_AGAIN = timedelta(hours=4)
_WORD_HOLDS = timedelta(days=2)
_SLOW_SECONDS = 4.0
_ASKED, _WANTED, _TOLD, _TROUBLE = "update_asked", "update_wanted", "update_told", "update_trouble"
_CHANGED = Changes(frozenset({"update"}))
_QUIET = frozenset({"update.same", "update.older"})
"""What is no trouble: the district still offers what runs here."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the program stands. `manifest` and `package` are what waits and may be put in, `have` how much of it is here,
    `ready` whether all is; `next` is what is started next time, empty for this version. `trouble` says what was in the
    way of the last offer. `typed` is what an administrator types where the system's package tools install it."""

    version: str
    way: str
    manifest: Manifest | None = None
    package: Package | None = None
    have: int = 0
    ready: bool = False
    next: str = ""
    typed: str = ""
    asked_at: datetime | None = None
    trouble: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    automatic: bool = True


@verb("updates.standing", ANYONE)
def standing(house: House, actor: Actor) -> Standing:
    """What there is, without asking anybody."""
    running, after = house.updates.running, house.updates.afterwards()
    book = house.store.exchange
    trouble = json.loads(book.recall(_TROUBLE) or "{}")
    asked = book.recall(_ASKED)
    found = Standing(
        running.version,
        running.way,
        next=after.next,
        asked_at=moments.from_text(asked) if asked else None,
        trouble=str(trouble.get("code", "")),
        values={name: _day(value) for name, value in trouble.get("values", {}).items()},
        automatic=house.settings.get(DOWNLOAD) == BY_ITSELF,
    )
    waiting = _waiting(house)
    if waiting is None or waiting[0].version == after.next:
        return found
    manifest, package = waiting
    return Standing(
        found.version,
        found.way,
        manifest,
        package,
        house.updates.have(package),
        house.updates.whole(package),
        found.next,
        house.updates.typed(package),
        found.asked_at,
        found.trouble,
        found.values,
        found.automatic,
    )


@verb("updates.look_at", RUNNING)
def look_at(house: House, actor: Actor, place: Path) -> Manifest:
    """The newest release on a stick that this program may take; nothing is written. Raises as `judge` and the port, and
    where no list may be taken, what is in the way of the one with the highest counter; for a program that is not
    replaced by itself NotAllowed("update.not_installed")."""
    return _best(house, place)[1]


@verb("updates.take", RUNNING)
def take(house: House, actor: Actor, place: Path) -> Done[Manifest]:
    """Bring the newest release from a stick onto this computer; it waits there to be put in. Raises as `look_at`,
    Missing("update.no_package"), BadFile("update.cut"), BadFile("update.damaged"), StoreError kinds."""
    data, manifest, package = _best(house, place)
    house.updates.take(place, package)
    _accept(house, data, manifest)
    return Done(manifest, _CHANGED)


@verb("updates.want", RUNNING)
def want(house: House, actor: Actor) -> Done[None]:
    """Let the next exchange fetch what is offered, though this desk fetches nothing by itself."""
    waiting = _waiting(house)
    if waiting is None:
        raise Missing("update.none_waiting")
    house.store.exchange.remember({_WANTED: waiting[0].digest})
    return Done(None, _CHANGED)


@verb("updates.ask", RUNNING)
def ask(house: House, actor: Actor) -> Done[None]:
    """Let the next exchange ask the district, however lately it was asked."""
    house.store.exchange.remember({_ASKED: ""})
    return Done(None, _CHANGED)


@verb("updates.install", RUNNING)
def install(house: House, actor: Actor) -> Done[Manifest]:
    """Put in what waits: a proven copy of the station first, then the version beside this one, tried on that copy; it
    is started next time. Takes minutes, in the background. Raises Missing("update.none_waiting"),
    NotAllowed("update.by_system") where the system installs it, and as `Updates.put_in`; the program is as before
    then."""
    manifest, package = _due(house)
    if house.updates.running.way != FOLDER:
        raise NotAllowed("update.by_system")
    copy = house.copies.make(BEFORE_UPDATE)
    house.updates.put_in(manifest, package, copy.backup.name)
    _enter(house, actor, "update_put_in", manifest.version)
    return Done(manifest, Changes(frozenset({"update", "backup"})))


@verb("updates.hand_over", RUNNING)
def hand_over(house: House, actor: Actor) -> Done[str]:
    """Make what waits ready for the system to install once the window has closed, a proven copy of the station first;
    what an administrator would type. Raises as `install`, NotAllowed("update.by_administrator")."""
    manifest, package = _due(house)
    if house.updates.running.way == FOLDER:
        raise NotAllowed("update.by_itself")
    house.copies.make(BEFORE_UPDATE)
    typed = house.updates.hand_over(manifest, package)
    _enter(house, actor, "update_handed_over", manifest.version)
    return Done(typed, Changes(frozenset({"update", "backup"})))


@verb("updates.news", ANYONE)
def news(house: House, actor: Actor) -> Afterwards:
    """What became of the last update, told once; what it left behind goes."""
    after = house.updates.afterwards()
    if after.arrived:
        _enter(house, actor, "update_arrived", after.arrived)
    if after.given_up:
        _enter(house, actor, "update_given_up", after.given_up)
    house.updates.heard()
    return after


def keep_up(house: House, line: Line, leaving: Callable[[], bool]) -> bool:
    """Ask the district now and then whether there is a newer version, and fetch it a few pieces at a time; whether
    anything is new about that. What is wrong with an offer is kept to be shown and stops nothing else. Raises OSError
    where the line is cut."""
    if not house.updates.running.way or house.practice:
        return False
    asked = _ask_due(house)
    try:
        if asked:
            _ask(house, line)
        return _fetch(house, line, leaving) or asked
    except Missing:
        # A district that has none, or does not know of updates yet.
        return asked
    except Expected as error:
        _note_trouble(house, error)
        return True


def _ask_due(house: House) -> bool:
    asked = house.store.exchange.recall(_ASKED)
    if not asked:
        return True
    since = house.clock.now() - moments.from_text(asked)
    return not timedelta(0) <= since < _ASK_AGAIN


def _ask(house: House, line: Line) -> None:
    book, now = house.store.exchange, house.clock.now()
    book.remember({_ASKED: moments.to_text(now)})
    data, told = line.offer()
    book.remember({_TOLD: json.dumps([moments.to_text(told), moments.to_text(now)]), _TROUBLE: ""})
    manifest = house.updates.opened(data)
    judge(manifest, house.updates.running, house.updates.known(), _clock(house))
    _accept(house, data, manifest)


def _fetch(house: House, line: Line, leaving: Callable[[], bool]) -> bool:
    waiting = _waiting(house)
    if waiting is None or house.updates.afterwards().next == waiting[0].version:
        return False
    manifest, package = waiting
    wanted = house.store.exchange.recall(_WANTED) == manifest.digest
    if house.settings.get(DOWNLOAD) != BY_ITSELF and not wanted:
        return False
    came = False
    for _ in range(PIECES):
        have = house.updates.have(package)
        if have >= package.size or leaving():
            break
        begun = time.monotonic()
        piece, size = line.fetch_update(package.sha256, have)
        if size != package.size:
            raise BadFile("update.damaged", file=package.file)
        house.updates.add(package, have, piece)
        came = True
        if time.monotonic() - begun > _SLOW_SECONDS:
            break
    return came


def _replaceable(house: House) -> None:
    if not house.updates.running.way:
        raise NotAllowed("update.not_installed")


def _best(house: House, place: Path) -> tuple[bytes, Manifest, Package]:
    """The list of the highest version this program may take, of those on a stick."""
    _replaceable(house)
    found: list[tuple[bytes, Manifest, Package]] = []
    refusals: list[tuple[int, Expected]] = []
    for data in house.updates.lists_in(place):
        counter = 0
        try:
            manifest = house.updates.opened(data)
            counter = manifest.counter
            package = judge(manifest, house.updates.running, house.updates.known(), _clock(house))
            found.append((data, manifest, package))
        except Expected as error:
            refusals.append((counter, error))
    if not found:
        raise max(refusals, key=lambda one: one[0])[1]
    return max(found, key=lambda one: order(one[1].version))


def _accept(house: House, data: bytes, manifest: Manifest) -> None:
    """What was checked waits from now on, and nothing older is taken any more."""
    house.updates.put_offer(data)
    house.updates.remember(Remembered(manifest.counter, manifest.digest, manifest.made_at))
    house.store.exchange.remember({_TROUBLE: ""})


def _waiting(house: House) -> tuple[Manifest, Package] | None:
    """What waits and may be put in: checked again from its first byte."""
    with suppress(Expected):
        return _checked(house)
    return None


def _checked(house: House) -> tuple[Manifest, Package]:
    data = house.updates.offer()
    if not data:
        raise Missing("update.none_waiting")
    manifest = house.updates.opened(data)
    return manifest, judge(manifest, house.updates.running, house.updates.known(), _clock(house))


def _due(house: House) -> tuple[Manifest, Package]:
    _replaceable(house)
    manifest, package = _checked(house)
    if not house.updates.whole(package):
        raise Missing("update.no_package", file=package.file)
    if house.updates.afterwards().next == manifest.version:
        raise Conflict("update.waits_for_start", version=manifest.version)
    return manifest, package


def _clock(house: House) -> datetime:
    """The best word on the time: the district's, as long as it is fresh; else this computer's clock."""
    now = house.clock.now()
    with suppress(*UNREADABLE):
        told, here = json.loads(house.store.exchange.recall(_TOLD) or "")
        since = now - moments.from_text(here)
        if timedelta(0) <= since < _WORD_HOLDS:
            return moments.from_text(told) + since
    return now


def _note_trouble(house: House, error: Expected) -> None:
    if error.code in _QUIET:
        return
    values = {name: value if isinstance(value, (int, str)) else str(value) for name, value in error.values.items()}
    house.store.exchange.remember({_TROUBLE: json.dumps({"code": error.code, "values": values})})


def _day(value: Any) -> Any:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(value)
    return value


def _enter(house: House, actor: Actor, event: str, version: str) -> None:
    with house.store.write(actor) as unit:
        unit.audit(event, "desk", why=version)
        unit.commit()
