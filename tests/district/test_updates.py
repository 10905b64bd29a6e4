"""A release on its way from the district to a desk: real HTTP on loopback, real folders, keys of the test."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qi_desk.district import command
from qi_desk.district.office import Office
from qi_desk.domain.attachments import FRAME
from qi_desk.domain.errors import BadFile, Expected, Missing, NotAllowed
from qi_desk.security import update_signing
from qi_desk.services import station_settings, syncing, updates
from qi_desk.services.district_line import Line
from qi_desk.storage.engine import SCHEMA
from qi_desk.sync.line import HttpLine
from tests.district.meeting import Enrol
from tests.district.running import Speaker
from tests.support.releases import Signer, archive_of, lay_release, tree_of
from tests.support.stations import Bench
from tests.updating import small_program
from tests.updating.desks import fit, simple_trial, updates_of

SIGNER = Signer()
LARGE = archive_of(
    {**tree_of("0.2.0", small_program.program("0.2.0")), "_internal/qt.so": random.Random(5).randbytes(10 * FRAME)}
)
"""A package that does not come in one exchange."""

SMALL = small_program.archive("0.2.0")
PLACES = {"schema": SCHEMA, "expires": datetime(2099, 1, 1, tzinfo=UTC)}


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_signing, "trusted", lambda: (SIGNER.trusted(),))


@pytest.fixture
def desk(enrol: Enrol, tmp_path: Path) -> Bench:
    """An enrolled desk whose program can be replaced."""
    bench = enrol("PY03")
    return fit(bench, updates_of(bench, small_program.settled(tmp_path), SIGNER, simple_trial([])))


def exchange(desk: Bench) -> None:
    line = desk.house.lines(syncing.enrolment(desk.house, desk.actor))
    syncing.once(desk.house, desk.actor, line)


def standing(desk: Bench) -> updates.Standing:
    return updates.standing(desk.house, desk.actor)


def publish(office: Office, tmp_path: Path, archive: bytes = SMALL, **changes: object) -> None:
    folder = tmp_path / f"release-{changes.get('version', '')}{changes.get('counter', '')}"
    lay_release(folder, SIGNER, archive, **{**PLACES, **changes})
    office.releases.publish(folder)


def test_a_release_comes_a_few_pieces_at_a_time_and_is_put_in(
    desk: Bench, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "_SLOW_SECONDS", 60.0)
    publish(office, tmp_path, LARGE)
    exchange(desk)
    first = standing(desk)
    assert first.have == updates.PIECES * FRAME
    assert not first.ready
    exchange(desk)
    second = standing(desk)
    assert second.ready
    assert second.package is not None
    assert second.have == second.package.size == len(LARGE)
    updates.install(desk.house, desk.actor)
    assert standing(desk).next == "0.2.0"
    exchange(desk)
    assert standing(desk).have == 0, "nothing is fetched twice"


def test_a_slow_line_gets_one_piece_an_exchange(
    desk: Bench, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "_SLOW_SECONDS", 0.0)
    publish(office, tmp_path, LARGE)
    for number in (1, 2, 3):
        exchange(desk)
        assert standing(desk).have == number * FRAME


def test_a_desk_that_leaves_stops_between_two_pieces(desk: Bench, office: Office, tmp_path: Path) -> None:
    publish(office, tmp_path, LARGE)
    line = desk.house.lines(syncing.enrolment(desk.house, desk.actor))
    updates.keep_up(desk.house, line, lambda: True)
    assert standing(desk).manifest is not None
    assert standing(desk).have == 0


class Cut:
    """A line that is cut after so many pieces."""

    def __init__(self, line: Line, pieces: int) -> None:
        self._line, self._left = line, pieces

    def offer(self) -> tuple[bytes, datetime]:
        return self._line.offer()

    def fetch_update(self, digest: str, offset: int) -> tuple[bytes, int]:
        if not self._left:
            raise ConnectionError("cut")
        self._left -= 1
        return self._line.fetch_update(digest, offset)


def test_a_cut_line_costs_one_piece(desk: Bench, office: Office, tmp_path: Path) -> None:
    publish(office, tmp_path, LARGE)
    line = desk.house.lines(syncing.enrolment(desk.house, desk.actor))
    with pytest.raises(ConnectionError):
        updates.keep_up(desk.house, Cut(line, 3), lambda: False)  # type: ignore[arg-type]
    assert standing(desk).have == 3 * FRAME
    updates.keep_up(desk.house, line, lambda: False)
    assert standing(desk).ready


def test_where_people_say_when_it_waits_until_they_do(desk: Bench, office: Office, tmp_path: Path) -> None:
    station_settings.change_desk_setting(desk.house, desk.actor, updates.DOWNLOAD, updates.WHEN_ASKED)
    publish(office, tmp_path)
    exchange(desk)
    waiting = standing(desk)
    assert waiting.manifest is not None
    assert (waiting.have, waiting.ready, waiting.automatic) == (0, False, False)
    updates.want(desk.house, desk.actor)
    exchange(desk)
    assert standing(desk).ready


def test_the_district_is_asked_now_and_then_or_when_somebody_wants(desk: Bench, office: Office, tmp_path: Path) -> None:
    exchange(desk)
    assert standing(desk).asked_at == desk.clock.now()
    publish(office, tmp_path)
    exchange(desk)
    assert standing(desk).manifest is None
    updates.ask(desk.house, desk.actor)
    exchange(desk)
    assert standing(desk).manifest is not None
    desk.clock.pass_time(hours=5)
    publish(office, tmp_path, small_program.archive("0.3.0"), version="0.3.0", counter=3)
    exchange(desk)
    found = standing(desk).manifest
    assert found is not None
    assert found.version == "0.3.0"


def test_what_is_wrong_with_an_offer_stops_no_exchange(desk: Bench, office: Office, tmp_path: Path) -> None:
    publish(office, tmp_path)
    (tmp_path / "district" / "updates" / "offer.update").write_bytes(b"somebody was here")
    exchange(desk)
    found = standing(desk)
    assert found.trouble == "update.unreadable"
    assert found.manifest is None
    contact = syncing.contact(desk.house)
    assert contact is not None
    assert contact.trouble == ""


def test_a_release_of_strangers_on_the_district_s_disk_is_refused_by_the_desk(
    desk: Bench, office: Office, tmp_path: Path
) -> None:
    publish(office, tmp_path)
    lay_release(tmp_path / "theirs", Signer(), SMALL, **PLACES)
    theirs = (tmp_path / "theirs" / "qi-desk-0.2.0.update").read_bytes()
    (tmp_path / "district" / "updates" / "offer.update").write_bytes(theirs)
    exchange(desk)
    assert standing(desk).trouble == "update.unknown_key"


def test_a_package_changed_on_the_district_s_disk_is_refused_and_asked_for_anew(
    desk: Bench, office: Office, tmp_path: Path
) -> None:
    publish(office, tmp_path)
    file = next(one for one in (tmp_path / "district" / "updates").iterdir() if len(one.name) == 64)
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + b"?")
    exchange(desk)
    assert standing(desk).trouble == "update.damaged"
    assert standing(desk).have == 0
    file.write_bytes(sound[:-5])
    exchange(desk)
    assert standing(desk).trouble == "update.damaged"
    file.write_bytes(sound)
    exchange(desk)
    assert standing(desk).ready


def test_an_expired_release_is_refused_by_the_district_s_clock_whatever_the_desk_s_says(
    desk: Bench, office: Office, tmp_path: Path
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    publish(office, tmp_path, expires=yesterday.replace(microsecond=0))
    exchange(desk)
    found = standing(desk)
    assert found.trouble == "update.expired"
    assert found.values["now"] == datetime.now(UTC).date() or found.values["now"].year >= 2026


def test_a_desk_whose_clock_is_a_year_ahead_believes_the_district_s(
    desk: Bench, office: Office, tmp_path: Path
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    publish(office, tmp_path, made_at=now - timedelta(days=1), expires=now + timedelta(days=30))
    desk.clock.moment = datetime.now(UTC) + timedelta(days=365)
    exchange(desk)
    assert standing(desk).trouble == ""
    assert standing(desk).ready
    updates.install(desk.house, desk.actor)
    assert standing(desk).next == "0.2.0"


def test_an_older_district_knows_of_no_releases(desk: Bench) -> None:
    exchange(desk)
    found = standing(desk)
    assert (found.manifest, found.trouble) == (None, "")


def test_only_what_is_signed_whole_and_newer_is_handed_out(office: Office, tmp_path: Path) -> None:
    def refused(folder: Path) -> str:
        with pytest.raises(Expected) as met:
            office.releases.publish(folder)
        assert office.releases.manifest() is None or office.releases.manifest().counter == 2  # type: ignore[union-attr]
        return met.value.code

    lay_release(tmp_path / "stranger", Signer(), SMALL, **PLACES)
    assert refused(tmp_path / "stranger") == "update.unknown_key"
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty") == "update.none_here"
    lay_release(tmp_path / "cut", SIGNER, SMALL, **PLACES)
    (tmp_path / "cut" / "qi-desk-0.2.0.tar.xz").write_bytes(SMALL[:-9])
    assert refused(tmp_path / "cut") == "update.cut"
    (tmp_path / "cut" / "qi-desk-0.2.0.tar.xz").unlink()
    assert refused(tmp_path / "cut") == "update.no_package"
    publish(office, tmp_path)
    lay_release(tmp_path / "older", SIGNER, SMALL, counter=1, **PLACES)
    assert refused(tmp_path / "older") == "update.replayed"
    lay_release(tmp_path / "older", SIGNER, SMALL, version="0.3.0", counter=3, **PLACES)
    assert refused(tmp_path / "older") == "update.several"


def test_pieces_of_nothing_else_are_given(office: Office, port: int, tmp_path: Path) -> None:
    publish(office, tmp_path)
    speaker = Speaker(port)
    speaker.enrol(office.devices.new_code("PY03"))
    digest = next(one.name for one in (tmp_path / "district" / "updates").iterdir() if len(one.name) == 64)
    status, body = speaker.ask("GET", f"/sync/v1/update/{digest}?offset=0")
    assert (status, body[8:]) == (200, SMALL[:FRAME])
    for odd in ("offer.update", "../signing.key", "%2e%2e%2fsigning.key", "a" * 64, "a/b"):
        assert speaker.ask("GET", f"/sync/v1/update/{odd}?offset=0")[0] == 404
    assert speaker.ask("GET", f"/sync/v1/update/{digest}?offset={len(SMALL)}")[0] == 404
    assert speaker.ask("GET", f"/sync/v1/update/{digest}?offset=-1")[0] == 400
    stranger = Speaker(port, speaker.key, "nobody")
    assert stranger.ask("GET", "/sync/v1/update")[0] == 401


def test_a_release_is_withdrawn(desk: Bench, office: Office, tmp_path: Path) -> None:
    publish(office, tmp_path)
    office.releases.withdraw()
    office.releases.withdraw()
    with pytest.raises(Missing):
        office.releases.offer()
    exchange(desk)
    assert standing(desk).manifest is None


def test_the_operator_s_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--data", str(tmp_path / "district")]
    assert command.main([*place, "init"]) == 0
    lay_release(tmp_path / "release", SIGNER, SMALL, **PLACES)
    capsys.readouterr()
    assert command.main([*place, "publish-update", str(tmp_path / "release")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["counter"]) == ("0.2.0", 2)
    assert told["packages"] == ["linux-x86_64 folder qi-desk-0.2.0.tar.xz"]
    assert command.main([*place, "publish-update"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "0.2.0"
    assert command.main([*place, "publish-update", "--withdraw"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == ""
    lay_release(tmp_path / "stranger", Signer(), SMALL, **PLACES)
    assert command.main([*place, "publish-update", str(tmp_path / "stranger")]) == 1
    assert "不是本程序认得的发布方" in capsys.readouterr().err


def test_answers_of_somebody_else_are_a_cut_line(monkeypatch: pytest.MonkeyPatch, desk: Bench) -> None:
    line = desk.house.lines(syncing.enrolment(desk.house, desk.actor))
    assert isinstance(line, HttpLine)
    for said in (b"<html>", b"{}", b'{"list": "!", "now": "2026-03-01T00:00:00+00:00"}', b'{"list": "", "now": "x"}',
                 b'{"list": "", "now": "2026-03-01T00:00:00"}', b"[]"):  # fmt: skip
        monkeypatch.setattr("qi_desk.sync.line._speak", lambda *_given, said=said: (200, said))
        with pytest.raises(ConnectionError):
            line.offer()
    monkeypatch.setattr("qi_desk.sync.line._speak", lambda *_given: (200, b"short"))
    with pytest.raises(ConnectionError):
        line.fetch_update("a" * 64, 0)


def test_errors_are_worded() -> None:
    from qi_desk import wording

    for error in (NotAllowed("update.replayed", version="0.1", counter=1, known=2), BadFile("update.cut", file="x")):
        said = wording.sentence(error)
        assert said.what
        assert said.safe
        assert said.next
        assert "〔" not in str(said)
