"""What attachments hold: sealed, resumable after a cut, each once, for those only who sent it, and never in the way."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from qi_desk.district.blobs import Blobs
from qi_desk.district.office import Office
from qi_desk.domain.attachments import FRAME
from qi_desk.domain.errors import Conflict, Invalid, Missing
from qi_desk.services import attachments, blobs, syncing
from tests.district.meeting import Enrol, exchange, line_of, registered
from tests.district.test_joining import joined
from tests.support.stations import Bench

PHOTO = bytes(range(256)) * 4096 * 3 + b"the end"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def attach(bench: Bench, data: bytes = PHOTO) -> str:
    request = registered(bench)
    return attachments.add(bench.house, bench.actor, "request", request, "现场.jpg", data).value


@pytest.fixture
def files(store: Engine, tmp_path: Path) -> Blobs:
    return Blobs(store, tmp_path / "files", b"k" * 32)


def sent(files: Blobs, data: bytes, station: str = "PY03", begin: int = 0) -> int:
    have = begin
    while have < len(data):
        have = files.append(station, digest(data), have, len(data), data[have : have + FRAME])
    return have


def test_a_file_goes_there_piece_by_piece_and_comes_back(files: Blobs, tmp_path: Path) -> None:
    assert files.missing("PY03", [digest(PHOTO)]) == {digest(PHOTO): 0}
    sent(files, PHOTO)
    assert files.missing("PY03", [digest(PHOTO)]) == {}
    back, size = b"", 1
    while len(back) < size:
        piece, size = files.read("PY03", digest(PHOTO), len(back))
        back += piece
    assert back == PHOTO
    for kept in (tmp_path / "files").rglob("*"):
        if kept.is_file():
            assert PHOTO[:64] not in kept.read_bytes()
            assert digest(PHOTO)[:16] not in str(kept)


def test_a_cut_costs_one_piece(files: Blobs) -> None:
    sha = digest(PHOTO)
    files.append("PY03", sha, 0, len(PHOTO), PHOTO[:FRAME])
    assert files.missing("PY03", [sha]) == {sha: FRAME}
    with pytest.raises(Conflict, match=r"blob\.offset"):
        files.append("PY03", sha, 0, len(PHOTO), PHOTO[:FRAME])
    # The power went between the disk and the store: what is too much there is written over.
    path = files._path(sha)
    path.write_bytes(path.read_bytes() + b"half a frame")
    assert sent(files, PHOTO, begin=FRAME) == len(PHOTO)
    assert files.missing("PY03", [sha]) == {}


def test_what_is_not_what_it_says_begins_anew(files: Blobs) -> None:
    wrong = digest(b"something else")
    with pytest.raises(Invalid) as refused:
        files.append("PY03", wrong, 0, 5, b"12345")
    assert refused.value.problems[0].code == "blob.digest"
    assert files.missing("PY03", [wrong]) == {wrong: 0}


@pytest.mark.parametrize(("size", "frame"), [(0, b""), (51_000_000, b"1" * FRAME), (FRAME + 1, b"short"), (3, b"12")])
def test_sizes_that_cannot_be_are_refused(files: Blobs, size: int, frame: bytes) -> None:
    with pytest.raises(Invalid):
        files.append("PY03", digest(b"x"), 0, size, frame)


def test_another_station_reads_nothing(files: Blobs) -> None:
    sent(files, PHOTO)
    with pytest.raises(Missing):
        files.read("PY04", digest(PHOTO), 0)
    with pytest.raises(Missing):
        files.read("PY03", digest(PHOTO), 17)


def test_the_other_desk_asks_for_it_and_has_it(enrol: Enrol, office: Office, port: int, tmp_path: Path) -> None:
    one = enrol("PY03")
    eid = attach(one)
    exchange(one)
    exchange(one)
    two = joined(office, port, tmp_path / "second", one)
    try:
        with pytest.raises(Missing, match=r"attachment\.coming"):
            attachments.read(two.house, two.actor, eid)
        assert blobs.wanted(two.house) == [digest(PHOTO)]
        exchange(two)
        assert attachments.read(two.house, two.actor, eid) == PHOTO
        assert blobs.wanted(two.house) == []
    finally:
        two.door.leave()


def test_records_never_wait_for_files(enrol: Enrol, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "PIECES", 1)
    one = enrol("PY03")
    attach(one)
    told = exchange(one)
    assert told.waiting == 0
    assert office.blobs.missing("PY03", [digest(PHOTO)]) == {digest(PHOTO): FRAME}
    for _ in range(3):
        exchange(one)
    assert office.blobs.missing("PY03", [digest(PHOTO)]) == {}


@pytest.mark.parametrize("cut_at", [1, 2, 3])
def test_a_cut_line_goes_on_where_it_was(enrol: Enrol, office: Office, cut_at: int) -> None:
    one = enrol("PY03")
    attach(one)
    exchange(one)
    two_pieces = attach(one, b"other" + PHOTO)
    assert two_pieces
    line, count = line_of(one), 0
    whole = line.send_file

    def cut(*given: Any) -> int:
        nonlocal count
        count += 1
        if count == cut_at:
            # The district has it, the answer is lost.
            whole(*given)
            raise ConnectionError("cut")
        return whole(*given)

    line.send_file = cut  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        syncing.once(one.house, one.actor, line)
    count = -9
    syncing.once(one.house, one.actor, line)
    assert count + 9 <= 4 - cut_at
    assert office.blobs.missing("PY03", [digest(b"other" + PHOTO)]) == {}


def test_files_of_another_desk_keep_nobody_from_sending(
    enrol: Enrol, office: Office, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "_ASKED_AT_ONCE", 1)
    one = enrol("PY03")
    attach(one)
    for _ in range(2):
        exchange(one)
    two = joined(office, port, tmp_path / "second", one)
    try:
        attach(two, b"mine")
        for _ in range(2):
            exchange(two)
        assert office.blobs.missing("PY03", [digest(b"mine")]) == {}
    finally:
        two.door.leave()
