"""Every clause of every rule book: met at a station that keeps it, a gap at the same station with the one thing broken,
and nothing else is told to be missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from qi_desk.domain.compliance.clauses import Clause, Edition, Source
from qi_desk.domain.compliance.standing import State
from qi_desk.services.compliance import book
from qi_desk.services.compliance.meter import standings
from qi_desk.services.compliance.probes import PROBES
from qi_desk.services.ports import Query, Reader
from tests.services.compliance.model import BREAKERS, fill, unconfirmed
from tests.support.stations import Bench, make_template, open_copy

CLAUSES = book.clauses()
ASKING = [clause for clause in CLAUSES.values() if not clause.informative]
A_LONG_TIME = timedelta(days=400)
LOCK = "desk.lock_minutes"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One station for all: what is broken in it is never committed."""
    folder: Path = tmp_path_factory.mktemp("model")
    specialist = make_template(folder / "template")
    bench = open_copy(folder / "template", folder / "open", specialist)
    fill(bench)
    yield bench
    bench.door.leave()


def found(bench: Bench, look: Reader, later: timedelta = timedelta()) -> dict[str, Any]:
    now = bench.clock.now() + later
    return {one.clause.key: one for one in standings(bench.house, look, bench.actor, now, book.sources())}


def touched(clause: Clause) -> set[str]:
    """The kinds of records a clause may rest on, as its data say."""
    given = clause.given
    return {str(given[name]) for name in ("kind", "part") if name in given} | set(map(str, given.get("kinds", ())))


def test_every_key_stands_once_and_the_four_books_are_there() -> None:
    assert len(CLAUSES) == sum(len(source.clauses) for source in book.sources())
    assert [source.edition for source in book.sources()] == ["draft", "issued", "note", "note"]


def test_the_list_of_probes_is_closed_and_none_is_idle() -> None:
    used = {clause.probe for clause in ASKING if not clause.by_person}
    assert used == set(PROBES)
    assert set(BREAKERS) | {"backups", "printed", "setting"} == set(PROBES)


def test_a_clause_of_a_newer_program_is_a_gap_until_this_one_is_brought_up_to_date(model: Bench) -> None:
    strange = [Clause("x", "s", "1", "c", "t", probe="guess"), Clause("y", "s", "2", "c", "t", "records", {"none": 1})]
    source = Source("s", "t", "s", Edition.ISSUED, "c", tuple(strange))
    with model.house.store.read() as look:
        stood = standings(model.house, look, model.actor, model.clock.now(), [source])
    assert [one.finding.gaps[0].code for one in stood] == ["unknown_probe"] * 2


def test_a_year_without_a_complex_matter_lacks_no_plan_of_one(model: Bench) -> None:
    with model.house.store.write(model.actor) as unit:
        for one in unit.select(Query("request", equals={"state": "archived"}, limit=99)):
            unit.change("request", one.eid, {"complexity": "simple"})
        assert found(model, unit)["gd.plan"].state is State.MET


@pytest.mark.parametrize("key", [one.key for one in CLAUSES.values() if one.informative])
def test_what_asks_for_nothing_says_why(key: str) -> None:
    assert not CLAUSES[key].probe
    assert CLAUSES[key].informative


def test_a_station_that_keeps_every_clause_has_no_gap(model: Bench) -> None:
    with model.house.store.read() as look:
        stood = found(model, look)
    bad = {key: one.finding.gaps for key, one in stood.items() if one.state is State.GAP}
    assert bad == {}
    assert all(stood[clause.key].finding.count or _vacuous(clause) for clause in ASKING)


def _vacuous(clause: Clause) -> bool:
    """Whether a clause may be kept by there being nothing to find fault with."""
    return clause.probe in ("nothing_late", "setting") or clause.given.get("least") == 0


@pytest.mark.parametrize("key", [one.key for one in ASKING])
def test_the_gap_is_found_and_none_is_invented(model: Bench, key: str) -> None:
    clause = CLAUSES[key]
    if clause.probe in ("backups", "printed"):
        with model.house.store.read() as look:
            assert found(model, look, A_LONG_TIME)[key].state is State.GAP
        return
    if clause.probe == "setting":
        model.house.settings.adopt({LOCK: 60})
        with model.house.store.read() as look:
            stood = found(model, look)
        model.house.settings.adopt({})
        assert [one for one, standing in stood.items() if standing.state is State.GAP] == [key]
        return
    with model.house.store.write(model.actor) as unit:
        broken = unconfirmed(unit, clause) if clause.by_person else BREAKERS[clause.probe](unit, clause.given)
        stood = found(model, unit)
    assert stood[key].state is State.GAP
    assert all(gap.kind or clause.page for gap in stood[key].finding.gaps)
    for other, standing in stood.items():
        if standing.state is State.GAP and other != key:
            assert broken & rests_on(CLAUSES[other]), f"{other} is told to be missing: {standing.finding.gaps}"


RESTS = {
    "rules_in_force": {"rule"},
    "norms_checked": {"norm"},
    "specialist": {"person", "training"},
    "trained": {"person", "training"},
    "competent": {"person", "training"},
    "judged": {"person", "staff_evaluation", "training"},
    "undertakings": {"undertaking", "person", "expert", "institution"},
    "provided": {"expert", "institution", "person"},
    "evaluated": {"evaluation"},
    "equipment_open": {"equipment", "booking"},
    "entry": {"station"},
    "channels": {"request", "outreach"},
    "in_hand": {"request"},
    "kept_with": {"request"},
    "asked": {"request", "survey"},
    "archived": {"request", "archive_item"},
    "combined": {"request", "request_item"},
    "mandated": {"request", "mandate"},
    "base_topic": {"base_item"},
    "person": {"clause_ruling"},
}


def rests_on(clause: Clause) -> set[str]:
    return touched(clause) | RESTS.get(clause.probe, set())
