"""Whatever kind of record names a person: what may go goes, what must stay says so, nothing is overlooked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from qi_desk import resource_files
from qi_desk.domain.fields import Type
from qi_desk.domain.records import entity
from qi_desk.domain.registers.personal import GONE
from qi_desk.services.ports import Unit
from qi_desk.services.privacy import deciding, requests
from qi_desk.services.privacy.copies import PERSONAL_COPY, old_prints
from qi_desk.services.privacy.purposes import Datum, data
from tests.services.privacy.people import ANSWER, NAME, PHONE, asks, confirm_all, found, record
from tests.support.stations import MORNING, Bench

DATA = data(resource_files.CodeFiles())
KINDS = tuple(dict.fromkeys(one.kind for one in DATA))
LONG_AGO = MORNING - timedelta(days=40 * 366)


def of(kind: str) -> list[Datum]:
    return [one for one in DATA if one.kind == kind]


def moment(kind: str, name: str, at: datetime) -> Any:
    return at if entity(kind).field(name).type is Type.MOMENT else at.date()


def enter(unit: Unit, kind: str, at: datetime) -> str:
    """A record of a kind that names the person wherever it can, over at `at`."""
    values: dict[str, Any] = {}
    for one in of(kind):
        values |= {one.field: "440113199001010011" if one.field == "id_number" else NAME, one.name_in: NAME}
        if one.phone_in:
            values[one.phone_in] = PHONE
        values |= since(unit, one, at)
    if kind == "visit":
        values["state"] = "done"
    return unit.create(kind, values)


def since(unit: Unit, one: Datum, at: datetime) -> Mapping[str, Any]:
    reference, _, name = one.since.rpartition(".")
    if reference:
        about = entity(one.kind).field(reference).target or ""
        return {reference: unit.create(about, {name: moment(about, name, at)})}
    return {name: moment(one.kind, name, at)} if name else {}


def emptied(bench: Bench, kind: str, at: datetime) -> tuple[str, str]:
    with bench.house.store.write(bench.actor) as unit:
        eid = enter(unit, kind, at)
        unit.commit()
    request = asks(bench, "delete")
    confirm_all(bench, request)
    deciding.remove(bench.house, bench.actor, request)
    requests.answer(bench.house, bench.actor, request, ANSWER)
    return eid, request


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_over_long_ago_is_taken_out_of_every_field(bench: Bench, kind: str) -> None:
    eid, request = emptied(bench, kind, LONG_AGO)
    kept = record(bench, kind, eid)
    assert all(kept[one.field] in (None, GONE) for one in of(kind)), kept.values
    assert {one["decision"] for one in found(bench, request).values()} == {"removed"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_ended_yesterday_goes_or_names_its_rule(bench: Bench, kind: str) -> None:
    eid, request = emptied(bench, kind, MORNING - timedelta(days=1))
    kept, places = record(bench, kind, eid), found(bench, request)
    assert set(places) == {one.what for one in of(kind)}
    told = {place["place"] for place in places.values()}
    assert NAME not in told or kind in ("person", "expert")
    for one in of(kind):
        place = places[one.what]
        if one.bound:
            assert (place["decision"], place["rule"]) == ("kept", "period"), one.what
            assert place["kept_until"] >= MORNING.date() + timedelta(days=3 * 365 - 1)
            assert kept[one.field] not in (None, GONE)
        else:
            assert place["decision"] == "removed", one.what
            assert kept[one.field] in (None, GONE)


def test_the_copy_for_the_person_goes_sooner_than_other_papers(bench: Bench) -> None:
    (of_all, every), (of_copies, kinds) = old_prints(bench.house)
    assert (every, kinds) == ((), (PERSONAL_COPY,))
    assert (bench.clock.now() - of_all, bench.clock.now() - of_copies) == (timedelta(days=400), timedelta(days=30))
