"""A desk that takes in requests until it is killed; tells each accepted number as soon as it is final.

python -m tests.faults.worker FOLDER [COUNT]
"""

from __future__ import annotations

import sys
from pathlib import Path

from qi_desk.domain.errors import Expected
from qi_desk.services import intake
from tests.support.stations import PASSWORD, QUICK, SetClock, intake_of


def main(folder: Path, count: int) -> None:
    """Work; every line on stdout is a promise to a client."""
    from qi_desk.door import Door

    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    print("ready", flush=True)
    for _ in range(count):
        try:
            done = intake.register_and_accept(arrival.house, arrival.actor, intake_of())
        except Expected as error:
            print(f"refused {error.code}", flush=True)
            continue
        print(f"accepted {done.value.number}", flush=True)
    door.leave()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
