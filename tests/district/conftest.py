"""Both stores of the district, each test in one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from qi_desk.district.tables import create
from tests.district.postgres import Cluster, running
from tests.district.sql_server import sqlite


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
    create(engine)
    yield engine
    engine.dispose()
