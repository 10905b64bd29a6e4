"""What must hold of a station when it is opened after anything happened to it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from qi_desk.domain.errors import WrongKey
from qi_desk.door import Door
from qi_desk.services import intake
from qi_desk.services.gate import Arrival
from qi_desk.services.ports import Query
from qi_desk.storage.engine import check_integrity, connect
from qi_desk.storage.journal import Journal
from qi_desk.storage.opening import JOURNAL
from tests.faults.founder import door_of
from tests.support.stations import PASSWORD, intake_of

USUAL_NOTICES = frozenset({"device.absent", "recovered.journal", "key.from_backup"})


def entered(door: Door, *passwords: str) -> Arrival:
    """The first who can sign in, with the first of the passwords that opens."""
    account = door.entrants()[0].account
    for password in passwords[:-1]:
        try:
            return door.enter(account, password)
        except WrongKey:
            continue
    return door.enter(account, passwords[-1] if passwords else PASSWORD)


def numbers_in(arrival: Arrival) -> list[str]:
    """The number of every request; each has its parts and can be found by its number."""
    assert arrival.house.desk == "A"
    assert arrival.house.store.chain_break() is None
    with arrival.house.store.read() as look:
        requests = look.select(Query("request", limit=100_000))
        numbers = [record["number"] for record in requests]
        assert look.count(Query("request_item")) == 2 * len(requests)
        assert look.count(Query("paper")) == len(requests)
        if requests:
            assert [hit.eid for hit in look.find(numbers[-1])] == [requests[-1].eid]
    assert len(numbers) == len(set(numbers))
    return numbers


def files_agree(folder: Path, key: bytes, db_id: str) -> None:
    """Of a closed station: every page and the index are sound, and the journal holds what the database holds."""
    raw = connect(folder / "station" / "station.db", key)
    try:
        assert check_integrity(raw) == ()
        raw.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
        ((incarnation,),) = raw.execute("SELECT v FROM sync_state WHERE k = 'inc'").fetchall()
        written = raw.execute("SELECT seq, raw FROM op WHERE inc = ? ORDER BY seq", (incarnation,)).fetchall()
    finally:
        raw.close()
    journal = Journal.open(folder / "station" / JOURNAL, key, db_id, incarnation)
    try:
        kept = list(journal.read(0))
    finally:
        journal.close()
    assert kept
    assert kept == [(seq, bytes(operation)) for seq, operation in written if seq >= kept[0][0]]


def sound(folder: Path, promised: Collection[str], *passwords: str) -> list[str]:
    """Open, look at everything, take one request in and close; what was promised is there and no number comes twice.
    Answers the numbers found."""
    door = door_of(folder)
    arrival = entered(door, *passwords)
    try:
        assert set(arrival.notices) <= USUAL_NOTICES, arrival.notices
        numbers = numbers_in(arrival)
        assert set(promised) <= set(numbers)
        fresh = intake.register_and_accept(arrival.house, arrival.actor, intake_of()).value.number
        assert fresh not in {*numbers, *promised}
        key, db_id = door.session.key, door.session.opened.db_id
    finally:
        door.leave()
    files_agree(folder, key, db_id)
    return numbers
