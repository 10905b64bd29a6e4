"""No room on the disk: said so, nothing lost, and work goes on when there is room again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qi_desk.door import Door
from qi_desk.services import intake
from qi_desk.services.ports import Query
from tests.support.stations import PASSWORD, QUICK, SetClock, copy_template, intake_of

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]
_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
largest = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
from pathlib import Path
from tests.faults.worker import main
main(Path(sys.argv[1]), int(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a thing of Unix")
def test_a_full_disk_refuses_in_words_and_loses_nothing(template: tuple[Path, str], tmp_path: Path) -> None:
    copy_template(template[0], tmp_path / "desk")
    size = (tmp_path / "desk" / "station" / "station.db").stat().st_size
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path / "desk"), "120", str(size + 300_000)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    lines = done.stdout.splitlines()
    accepted = {line.split()[1] for line in lines if line.startswith("accepted ")}
    refused = {line.split()[1] for line in lines if line.startswith("refused ")}
    assert accepted
    assert refused <= {"store.full", "store.io"}
    assert refused, done.stderr[-500:]
    door = Door(
        tmp_path / "desk" / "station", state_folder=tmp_path / "desk" / "state", clock=SetClock(), parameters=QUICK
    )
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    with arrival.house.store.read() as look:
        kept = [record["number"] for record in look.select(Query("request", limit=1000))]
    assert accepted <= set(kept)
    assert len(kept) == len(set(kept))
    assert arrival.house.store.chain_break() is None
    fresh = intake.register_and_accept(arrival.house, arrival.actor, intake_of()).value.number
    assert fresh not in kept
    door.leave()
