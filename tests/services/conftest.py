"""An open station for every test of the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stations import Bench, make_template, open_copy


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("template")
    return folder, make_template(folder)


@pytest.fixture
def bench(template: tuple[Path, str], tmp_path: Path) -> Iterator[Bench]:
    folder, specialist = template
    opened = open_copy(folder, tmp_path / "desk", specialist)
    yield opened
    opened.door.leave()
