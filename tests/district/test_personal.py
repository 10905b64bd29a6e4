"""Taking somebody out at one desk reaches the other, in living and in voided records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk.district.office import Office
from qi_desk.services import disputes
from qi_desk.services.privacy import deciding
from tests.district.meeting import Enrol, exchange
from tests.district.test_joining import joined
from tests.services.privacy.people import NAME, PHONE, asks, came, decisions, record
from tests.support.stations import Bench


@pytest.fixture
def pair(enrol: Enrol, office: Office, port: int, tmp_path: Path) -> Iterator[tuple[Bench, Bench, str, str]]:
    """Two desks that know two visits of one person, one of them void."""
    one = enrol("PY03")
    living, void = came(one), came(one)
    with one.house.store.write(one.actor) as unit:
        unit.void("visit", void, "duplicate")
        unit.commit()
    exchange(one)
    two = joined(office, port, tmp_path / "second", one)
    yield one, two, living, void
    two.door.leave()


def test_the_other_desk_no_longer_knows_who_came(pair: tuple[Bench, Bench, str, str]) -> None:
    one, two, living, void = pair
    assert record(two, "visit", living)["phone"] == PHONE
    eid = asks(one, "delete")
    deciding.remove(one.house, one.actor, eid)
    for bench in (one, two, one):
        assert exchange(bench).held == 0
    for bench in (one, two):
        kept = record(bench, "visit", living)
        assert (kept["name"], kept["phone"], kept["organisation"]) == (None, None, "示范公司")
        gone = record(bench, "visit", void)
        assert (gone.void is not None, gone["name"], gone["phone"]) == (True, None, None)
        assert disputes.disputes(bench.house, bench.actor) == ()
        with bench.house.store.read() as look:
            assert look.find(NAME, kinds=("visit",)) == ()
    assert decisions(two, eid) == decisions(one, eid)
