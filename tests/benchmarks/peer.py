"""The exchange beside a real peer: Anki's own sync server and client moving the same number of records in the same run.

python -m tests.benchmarks.peer PYTHON [RECORDS]

PYTHON is the interpreter of an environment of its own that holds the package `anki` (AGPL: never a dependency here).
Both sides keep everything on this disk; ours is encrypted, signed and merged field by field, the peer's is neither.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from qi_desk.district import office as offices
from qi_desk.door import Door
from qi_desk.services import syncing
from tests.district.running import district, free_port
from tests.support.stations import PASSWORD, QUICK, Bench, SetClock, make_template, open_copy

_USUAL = 5_000

PEER = """
import json, os, socket, subprocess, sys, tempfile, time
from anki.collection import Collection
count, port = int(sys.argv[1]), int(sys.argv[2])
folder = tempfile.mkdtemp()
env = os.environ | {"SYNC_USER1": "u:p", "SYNC_BASE": folder + "/server", "SYNC_HOST": "127.0.0.1",
                    "SYNC_PORT": str(port), "MAX_SYNC_PAYLOAD_MEGS": "1000"}
server = subprocess.Popen([sys.executable, "-m", "anki.syncserver"], env=env, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
while True:
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
        break
    except OSError:
        time.sleep(0.05)
address = f"http://127.0.0.1:{port}/"
def joined(name, upload):
    one = Collection(f"{folder}/{name}.anki2")
    auth = one.sync_login("u", "p", address)
    one.sync_collection(auth, False)
    one.close_for_full_sync()
    one.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    one.reopen(after_full_sync=True)
    return one, auth
first, one_auth = joined("first", True)
second, two_auth = joined("second", False)
model, deck = first.models.by_name("Basic"), first.decks.id("Default")
for number in range(count):
    note = first.new_note(model)
    note.fields[0], note.fields[1] = f"压力表 {number} 只需要校准，下月出货前要报告。", "x" * 60
    first.add_note(note, deck)
def timed(collection, auth):
    begun = time.perf_counter()
    collection.sync_collection(auth, False)
    return time.perf_counter() - begun
told = {"push": timed(first, one_auth), "pull": timed(second, two_auth), "idle": timed(second, two_auth)}
assert second.note_count() == count
print(json.dumps(told))
server.kill()
"""


def peer(python: str, count: int) -> dict[str, float]:
    """Seconds to push, to pull and to find nothing new."""
    command = [python, "-c", PEER, str(count), str(free_port())]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def ours(count: int) -> dict[str, float]:
    """The same between two desks of one station and a district of its own process."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        url = f"http://127.0.0.1:{port}"
        office = offices.found(folder / "district")
        serving = district(folder / "district", port)
        first = open_copy(folder / "template", folder / "one", make_template(folder / "template"))
        syncing.enrol(first.house, first.actor, url, office.devices.new_code("PY03"))
        _timed(first)
        home = folder / "two"
        door = Door(home / "station", state_folder=home / "state", clock=SetClock(), parameters=QUICK)
        arrival, _ = door.join(door.invited(url, office.devices.new_code("PY03")), first.actor.account, PASSWORD, "")
        second = Bench(door, arrival.house, arrival.actor, SetClock(), "")
        _timed(second)
        with first.house.store.write(first.actor) as unit:
            for number in range(count):
                values: dict[str, Any] = {
                    "purpose": f"压力表 {number} 只需要校准，下月出货前要报告。",
                    "note": "x" * 60,
                    "state": "done",
                }
                unit.create("visit", values)
            unit.commit()
        told = {"push": _timed(first), "pull": _timed(second), "idle": _timed(second)}
        serving.kill()
        serving.wait()
        first.door.leave()
        door.leave()
        office.close()
    return told


def _timed(bench: Bench) -> float:
    way = bench.house.lines(syncing.enrolment(bench.house, bench.actor))
    begun = time.perf_counter()
    syncing.once(bench.house, bench.actor, way)
    return time.perf_counter() - begun


def main() -> int:
    """Print both and the ratios."""
    python, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else _USUAL
    theirs, own = peer(python, count), ours(count)
    for what in ("push", "pull"):
        print(
            f"{what}: ours {count / own[what]:,.0f} records/s, peer {count / theirs[what]:,.0f}/s: "
            f"{theirs[what] / own[what]:.2f} of the peer"
        )
    print(f"idle: ours {own['idle'] * 1000:.1f} ms, peer {theirs['idle'] * 1000:.1f} ms")
    return 0 if all(theirs[what] >= own[what] for what in ("push", "pull")) else 1


if __name__ == "__main__":
    sys.exit(main())
