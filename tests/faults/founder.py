"""A desk being made until it is killed: python -m tests.faults.founder FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from qi_desk.door import Door
from qi_desk.services.gate import NewStation
from tests.support.stations import PASSWORD, QUICK, SetClock

STATION = NewStation(code="PY03", name="番禺示范园服务站", letter="A", manager_name="林示范", password=PASSWORD)


def door_of(folder: Path) -> Door:
    """The door of a station in `folder`, made or not."""
    return Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)


def tell(word: str) -> None:
    """A line for who started this."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    place = Path(sys.argv[1])
    tell("begun")
    door_of(place).found(STATION)
    tell("founded")
