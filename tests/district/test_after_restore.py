"""A district put back from a backup, be it not the last one, and the desks that go on with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk.district import backups
from qi_desk.district import office as offices
from qi_desk.services import syncing
from tests.district.meeting import exchange, registered
from tests.district.postgres import Cluster
from tests.district.running import served
from tests.support.stations import Bench, open_copy


@pytest.fixture
def desk(templates: dict[str, tuple[Path, str]], tmp_path: Path) -> Iterator[Bench]:
    one = open_copy(templates["PY03"][0], tmp_path / "desk", templates["PY03"][1])
    yield one
    one.door.leave()


def url_of(kind: str, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        return ""
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.url(cluster.database())


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_whichever_backup_is_put_back_the_desk_sends_what_it_lacks(
    kind: str, which: int, desk: Bench, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder, url = tmp_path / "district", url_of(kind, request)
    one = offices.found(folder, url)
    made = []
    with served(one) as port:
        syncing.enrol(desk.house, desk.actor, f"http://127.0.0.1:{port}", one.devices.new_code("PY03"))
        for _ in range(3):
            registered(desk)
            exchange(desk)
            made.append(backups.make(one, folder, tmp_path / "backups").file)
        registered(desk)
        exchange(desk)
        before = one.counts()
    one.close()
    backups.restore(folder, url, made[which])
    again = offices.opened(folder, url)
    assert again.counts()["records"] < before["records"]
    with served(again) as port:
        desk.house.store.exchange.remember({"district": f"http://127.0.0.1:{port}"})
        told = exchange(desk)
        assert (told.waiting, told.held) == (0, 0)
        after = again.counts()
    again.close()
    assert (after["records"], after["operations_total"]) == (before["records"], before["operations_total"])
    assert after["operations_waiting"] == 0
