"""From the district to the new version at work: real processes, real HTTP, the real program twice."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qi_desk.district import office as offices
from qi_desk.security import update_signing
from qi_desk.storage.engine import SCHEMA
from qi_desk.updating.folder import settle
from tests.district.running import served
from tests.support.releases import Signer, lay_release
from tests.updating import source_program

pytestmark = [pytest.mark.long, pytest.mark.journey]

SIGNER = Signer()
PASSWORD = "quiet river 2026"
PLACES: dict[str, Any] = {"schema": SCHEMA, "expires": datetime(2099, 1, 1, tzinfo=UTC)}
BROKEN = "\n\ndef open_store(*_given, **_named):\n    import os\n    os._exit(70)\n"
"""A version that dies whenever it opens a station of people; its trial is on a copy, so it is let through there."""

ONLY_COPIES = """

_sound = open_store


def open_store(place, *given, **named):
    if place.folder.name == "desk":
        import os

        os._exit(70)
    return _sound(place, *given, **named)
"""


class Person:
    """Somebody with the program in a folder of theirs."""

    def __init__(self, place: Path) -> None:
        self.home, self.root, self.station = place / "home", place / "home" / "qi-desk", place / "home" / "desk"
        self.home.mkdir()
        tree = source_program.lay_tree(place / "unpacked", "0.1.0", SIGNER)
        settle(tree, self.root, "0.1.0")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "qi-desk", *arguments],
            input=f"{PASSWORD}\n",
            capture_output=True,
            text=True,
            env=source_program.environment(self.home),
            cwd=self.home,
            timeout=300,
            check=False,
        )

    def says(self, *arguments: str) -> dict[str, Any]:
        done = self.run(*arguments, "--data", str(self.station), "--password-stdin", "--json")
        assert done.returncode == 0, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def version(self) -> str:
        return self.run("--version").stdout.strip()

    def versions(self) -> set[str]:
        return {one.name for one in (self.root / "versions").iterdir()}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    one = Person(tmp_path)
    made = one.says("init", "--station", "PY03", "--name", "番禺示范园服务站", "--desk", "A", "--manager", "林示范")
    assert made["desk"] == "A"
    return one


def test_from_the_district_to_the_new_version_at_work(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_signing, "trusted", lambda: (SIGNER.trusted(),))
    office = offices.found(tmp_path / "district")
    lay_release(tmp_path / "release", SIGNER, source_program.archive("0.2.0", SIGNER), **PLACES)
    with served(office) as port:
        person.says("enrol", f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
        office.releases.publish(tmp_path / "release")
        person.says("sync", "--once")
        put_in = person.says("update")
    assert (put_in["version"], put_in["starts"]) == ("0.2.0", "next")
    assert person.versions() == {"0.1.0", "0.2.0"}
    assert person.version() == "qi-desk 0.2.0"
    assert (person.root / "current").read_text(encoding="ascii").split() == ["0.2.0", "0.1.0"]
    checked = person.says("backup")
    assert checked["name"]
    assert (person.root / "current").read_text(encoding="ascii").split() == ["0.2.0"], "it opened the data"
    told = person.says("update")
    assert told["arrived"] == "0.2.0"
    assert person.versions() == {"0.2.0"}
    assert [one.name for one in person.home.glob("desk-backups/*/*") if one.is_dir() and one.name != "files"]
    office.close()


def test_a_version_that_dies_on_the_data_gives_way_to_the_old_one(person: Person, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    lay_release(stick, SIGNER, source_program.archive("0.2.0", SIGNER, ONLY_COPIES), **PLACES)
    looked = person.run("update", "--from", str(stick), "--check", "--json")
    assert json.loads(looked.stdout)["version"] == "0.2.0"
    assert person.says("update", "--from", str(stick))["version"] == "0.2.0"
    for _ in range(5):
        refused = person.run("backup", "--data", str(person.home / "nowhere"), "--password-stdin")
        assert refused.returncode == 1, "a refusal in words is no failure of the version"
        assert person.version() == "qi-desk 0.2.0"
    for _ in range(3):
        died = person.run("backup", "--data", str(person.station), "--password-stdin")
        assert died.returncode == 70
    assert person.says("backup")["name"], "the old version opens what the new one could not"
    assert person.version() == "qi-desk 0.1.0"
    assert person.says("update")["given_up"] == "0.2.0"
    assert person.versions() == {"0.1.0"}


def test_a_window_that_comes_up_counts_for_the_new_version(person: Person, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    lay_release(stick, SIGNER, source_program.archive("0.2.0", SIGNER), **PLACES)
    person.says("update", "--from", str(stick))
    starts = person.root / "starts"
    window = subprocess.Popen(
        [person.root / "qi-desk", "--data", str(person.station)],
        env=source_program.environment(person.home),
        cwd=person.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        waited_for(starts.exists)
        waited_for(lambda: not starts.exists())
        assert window.poll() is None
    finally:
        window.terminate()
        window.wait(timeout=30)
    assert (person.root / "current").read_text(encoding="ascii").split() == ["0.2.0", "0.1.0"], "nobody signed in yet"


def waited_for(there: Callable[[], bool]) -> None:
    """Look again and again, for a minute at most."""
    until = time.monotonic() + 60
    while not there():
        assert time.monotonic() < until
        os.sched_yield()


def test_a_version_that_dies_on_a_copy_is_never_put_in(person: Person, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    lay_release(stick, SIGNER, source_program.archive("0.2.0", SIGNER, BROKEN), **PLACES)
    refused = person.run("update", "--from", str(stick), "--data", str(person.station), "--password-stdin", "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error"]["code"] == "update.trial_failed"
    assert person.version() == "qi-desk 0.1.0"
    assert person.versions() == {"0.1.0"}


def test_a_stranger_s_stick_is_refused_by_the_shipped_keys(person: Person, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    lay_release(stick, Signer(), b"x", **PLACES)
    for words in (("--check",), ("--data", str(person.station), "--password-stdin")):
        refused = person.run("update", "--from", str(stick), "--json", *words)
        assert refused.returncode == 1
        assert json.loads(refused.stdout)["error"]["code"] == "update.unknown_key"
