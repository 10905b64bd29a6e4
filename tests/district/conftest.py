"""Both stores of the district, each test in one of its own, and stations that take part in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from qi_desk.district import office as offices
from qi_desk.district.office import Office
from qi_desk.district.schema import make
from qi_desk.services import syncing
from tests.district.meeting import Enrol
from tests.district.postgres import Cluster, running
from tests.district.running import served
from tests.district.sql_server import sqlite
from tests.support.stations import Bench, make_template, open_copy


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty district."""
    if request.param == "sqlite":
        engine = sqlite(tmp_path / "district.db")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        engine = cluster.engine(cluster.database())
    make(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """By station: the folder to copy and the specialist's account."""
    made = {}
    for code in ("PY03", "PY04"):
        folder = tmp_path_factory.mktemp(code)
        made[code] = (folder, make_template(folder, code))
    return made


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An empty district."""
    return offices.found(tmp_path / "district")


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    """Where it listens."""
    with served(office) as one:
        yield one


@pytest.fixture
def enrol(templates: dict[str, tuple[Path, str]], office: Office, port: int, tmp_path: Path) -> Iterator[Enrol]:
    """Makes a desk of a station that takes part."""
    opened: list[Bench] = []

    def made(code: str) -> Bench:
        template, specialist = templates[code]
        bench = open_copy(template, tmp_path / code, specialist)
        opened.append(bench)
        syncing.enrol(bench.house, bench.actor, f"http://127.0.0.1:{port}", office.devices.new_code(code))
        return bench

    yield made
    for bench in opened:
        bench.door.leave()


@pytest.fixture
def unleased(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks for leases: every word on a booking is the district's."""
    monkeypatch.setattr("qi_desk.services.syncing.ask_leases", lambda *_given: None)
