"""Making this PC one more desk of a station that is there already: its letter and everything on file come from the
district."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qi_desk.domain.errors import Expected, Invalid, NotAllowed, Problem
from qi_desk.domain.ledger.state import State
from qi_desk.founding import Beginning, begin, new_db_id
from qi_desk.services import syncing
from qi_desk.services.gate import Colleague, Invitation
from qi_desk.services.rights import LEADING

if TYPE_CHECKING:
    from qi_desk.door import Door
    from qi_desk.security.keyslots import NewStation as NewKeys
    from qi_desk.services.ports import Store


def invited(url: str, code: str) -> Invitation:
    """Enrol this PC and ask which station it is to join, and who leads it. The code is used up: what is asked here is
    kept until the desk is made. Raises Expected("sync.no_line"), NotAllowed, Invalid."""
    from qi_desk.household import enrolled, line_of

    db_id = new_db_id()
    try:
        given = enrolled(db_id, url, code, "")
        records = line_of(given).station()
    except OSError as error:
        raise Expected(syncing.NO_LINE) from error
    people = tuple(_colleague(record) for record in records if record.et == "person" and _leads(record))
    stations = [record for record in records if record.et == "station"]
    if not stations or not people:
        raise NotAllowed("join.nothing_there", station=given.station)
    return Invitation(given, db_id, str(stations[0].values["name"]), people)


def _leads(record: State) -> bool:
    return record.values.get("role") in LEADING and bool(record.values.get("active")) and not record.void


def _colleague(record: State) -> Colleague:
    return Colleague(record.eid, str(record.values["staff_no"]), str(record.values["name"]))


def join(
    door: Door, invitation: Invitation, account: str, password: str, window: str, told: Callable[[int], None] | None
) -> tuple[NewKeys, bytes | None]:
    """Make the desk and fetch what the station has; the keys with the recovery code, and the device secret. Raises
    Invalid for a weak password, Expected("sync.no_line") where the line is cut: the invitation holds for another
    try."""
    from qi_desk.household import line_of
    from qi_desk.security import passwords

    person = next(one for one in invitation.people if one.account == account)
    given = invitation.enrolment
    problems = passwords.problems_of(password, names=(invitation.station_name, person.name))
    if problems:
        raise Invalid([Problem("password", one.code, one.values) for one in problems])
    beginning = Beginning(
        invitation.db_id, account, person.staff_no, person.name, password, given.station, given.letter, window.strip()
    )

    def fill(store: Store) -> None:
        syncing.remember(store.exchange, given)
        store.exchange.begin_filling()
        syncing.receive(store.exchange, line_of(given), told=told)
        with store.write(beginning.actor) as unit:
            entry = {"letter": given.letter, "window": beginning.window, "opened_at": unit.now, "reason": "added"}
            unit.create("desk", entry)
            unit.commit()

    try:
        return begin(door, beginning, fill)
    except OSError as error:
        raise Expected(syncing.NO_LINE) from error
