"""The operation journal: what it gives back, and what it says after crashes, flips and a full disk."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import StoreDamaged, StoreFull
from qi_desk.storage.journal import Journal, Tail

DEK = bytes(range(32))


def op(seq: int) -> bytes:
    return b'{"seq":%d,"why":"%s"}' % (seq, b"x" * (seq % 40))


def ops(first: int, last: int) -> list[tuple[int, bytes]]:
    return [(seq, op(seq)) for seq in range(first, last + 1)]


def tail_at(seq: int) -> Tail:
    return Tail(seq, hashlib.sha256(op(seq)).digest())


def opened(folder: Path, incarnation: str = "inc-1", segment_bytes: int = 1 << 20) -> Journal:
    return Journal.open(folder, DEK, "db-1", incarnation, segment_bytes=segment_bytes)


def written(folder: Path, last: int, *, segment_bytes: int = 1 << 20, step: int = 1) -> None:
    journal = opened(folder, segment_bytes=segment_bytes)
    for first in range(1, last + 1, step):
        journal.append_many(ops(first, min(first + step - 1, last)))
    journal.close()


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


def read_all(journal: Journal, from_seq: int = 1) -> list[tuple[int, bytes]]:
    return list(journal.read(from_seq))


def test_an_empty_journal_has_no_tail(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal")
    assert (journal.tail(), read_all(journal), journal.cut) == (None, [], None)


def test_gives_back_what_was_appended(tmp_path: Path) -> None:
    written(tmp_path, 25, step=4)
    journal = opened(tmp_path)
    assert journal.tail() == tail_at(25)
    assert read_all(journal) == ops(1, 25)
    assert read_all(journal, 17) == ops(17, 25)
    assert read_all(journal, 26) == []
    journal.append(26, op(26))
    assert journal.tail() == tail_at(26)
    assert read_all(opened(tmp_path), 24) == ops(24, 26)


@settings(max_examples=25, deadline=None)
@given(raws=st.lists(st.binary(max_size=300), min_size=1, max_size=20), limit=st.integers(1, 2000))
def test_any_bytes_come_back_whatever_the_segments(
    tmp_path_factory: pytest.TempPathFactory, raws: list[bytes], limit: int
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    for seq, raw in enumerate(raws, 1):
        journal = opened(folder, segment_bytes=limit)
        journal.append(seq, raw)
        journal.close()
    assert [raw for _, raw in opened(folder).read(1)] == raws


def test_numbers_must_go_on_without_a_gap(tmp_path: Path) -> None:
    written(tmp_path, 3)
    journal = opened(tmp_path)
    for wrong in ([3], [5], [4, 6]):
        with pytest.raises(ValueError, match="goes on at 4"):
            journal.append_many([(seq, b"") for seq in wrong])
    assert read_all(journal) == ops(1, 3)


def test_nothing_readable_stands_in_the_files(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.append(1, "张三 13800000000".encode())
    assert b"1380000" not in segments(tmp_path)[0].read_bytes()
    if os.name != "nt":
        assert segments(tmp_path)[0].stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("key", "db_id"), [(bytes(32), "db-1"), (DEK, "db-2")])
def test_another_key_or_store_opens_nothing(tmp_path: Path, key: bytes, db_id: str) -> None:
    written(tmp_path, 3)
    with pytest.raises(StoreDamaged, match=r"journal\.unreadable"):
        Journal.open(tmp_path, key, db_id, "inc-1")
    assert read_all(opened(tmp_path)) == ops(1, 3)


def test_a_write_torn_at_any_byte_loses_only_itself(tmp_path: Path) -> None:
    written(tmp_path / "model", 5)
    whole = segments(tmp_path / "model")[0].read_bytes()
    written(tmp_path / "shorter", 4)
    good = segments(tmp_path / "shorter")[0].stat().st_size
    for size in range(good + 1, len(whole)):
        folder = tmp_path / f"cut{size}"
        folder.mkdir()
        (folder / "00000001.seg").write_bytes(whole[:size])
        journal = opened(folder)
        assert journal.tail() == tail_at(4)
        assert journal.cut is not None
        assert (journal.cut.seq, journal.cut.offset, journal.cut.torn) == (5, good, True)
        journal.append_many(ops(5, 6))
        journal.close()
        again = opened(folder)
        assert again.cut is None
        assert read_all(again) == ops(1, 6)


def test_a_torn_batch_keeps_its_whole_operations(tmp_path: Path) -> None:
    written(tmp_path, 10, step=10)
    path = segments(tmp_path)[0]
    os.truncate(path, path.stat().st_size - 150)
    journal = opened(tmp_path)
    last = journal.tail()
    assert last is not None
    assert 5 < last.seq < 10
    assert read_all(journal) == ops(1, last.seq)


def test_a_block_that_was_never_written_counts_as_torn(tmp_path: Path) -> None:
    written(tmp_path, 3)
    with open(segments(tmp_path)[0], "ab") as file:
        file.write(bytes(512))
    journal = opened(tmp_path)
    assert journal.tail() == tail_at(3)
    assert journal.cut is not None
    assert (journal.cut.size, journal.cut.torn) == (512, True)


@pytest.mark.parametrize("size", range(0, 100, 9))
def test_a_segment_torn_in_its_header_is_left_behind(tmp_path: Path, size: int) -> None:
    written(tmp_path, 3)
    head = segments(tmp_path)[0].read_bytes()[:size]
    (tmp_path / "00000002.seg").write_bytes(head)
    journal = opened(tmp_path)
    assert journal.tail() == tail_at(3)
    journal.append(4, op(4))
    assert read_all(opened(tmp_path)) == ops(1, 4)


def test_every_flipped_bit_is_named_and_the_rest_stays_readable(tmp_path: Path) -> None:
    written(tmp_path, 6)
    path = segments(tmp_path)[0]
    whole = path.read_bytes()
    written(tmp_path / "two", 2)
    written(tmp_path / "three", 3)
    begin, end = (segments(tmp_path / name)[0].stat().st_size for name in ("two", "three"))
    for at in range(begin, end):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        journal = opened(tmp_path)
        assert journal.tail() == tail_at(6)
        reading = journal.read(1)
        assert [next(reading), next(reading)] == ops(1, 2)
        with pytest.raises(StoreDamaged) as caught:
            next(reading)
        assert (caught.value.code, caught.value.values) == ("journal.damaged", {"seq": 3})
        assert read_all(journal, 4) == ops(4, 6)


def test_a_flip_in_the_last_operation_is_found_at_opening(tmp_path: Path) -> None:
    written(tmp_path, 3)
    path = segments(tmp_path)[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
    journal = opened(tmp_path)
    assert journal.tail() == tail_at(2)
    assert journal.cut is not None
    assert (journal.cut.seq, journal.cut.torn) == (3, False)
    with pytest.raises(StoreDamaged) as caught:
        read_all(journal)
    assert caught.value.values == {"seq": 3}
    journal.append(3, op(3))
    assert read_all(opened(tmp_path)) == ops(1, 3)


def test_a_missing_segment_is_a_named_gap(tmp_path: Path) -> None:
    written(tmp_path, 30, segment_bytes=500)
    segments(tmp_path)[1].unlink()
    with pytest.raises(StoreDamaged, match=r"journal\.damaged"):
        read_all(opened(tmp_path))


def test_segments_go_only_when_durable_and_never_the_newest(tmp_path: Path) -> None:
    written(tmp_path, 30, segment_bytes=500)
    journal = opened(tmp_path, segment_bytes=500)
    before = len(segments(tmp_path))
    assert journal.rotate(0) == 0
    removed = journal.rotate(15)
    left = read_all(journal)
    assert 0 < removed < before
    assert left[0][0] <= 16
    assert left == ops(left[0][0], 30)
    journal.rotate(30)
    assert len(segments(tmp_path)) == 1
    assert opened(tmp_path).tail() == tail_at(30)
    journal.append(31, op(31))
    assert opened(tmp_path).tail() == tail_at(31)


def test_a_new_incarnation_begins_apart_and_the_old_one_stays(tmp_path: Path) -> None:
    written(tmp_path, 5)
    journal = opened(tmp_path, "inc-2")
    assert journal.tail() is None
    journal.append(3, b"another third")
    journal.close()
    again = opened(tmp_path, "inc-2")
    assert list(again.read(1)) == [(3, b"another third")]
    assert list(again.read(1, "inc-1")) == ops(1, 5)
    assert again.incarnations() == ("inc-1", "inc-2")
    assert again.rotate(9) == 0
    assert again.rotate(5, "inc-1") == 1
    assert again.incarnations() == ("inc-2",)


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
@pytest.mark.parametrize("room", [0, 10, 60, 200])
def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path: Path, room: int) -> None:
    import resource

    journal = opened(tmp_path)
    journal.append_many(ops(1, 3))
    size = segments(tmp_path)[0].stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, before[1]))
    try:
        with pytest.raises(StoreFull):
            journal.append_many(ops(4, 9))
        assert read_all(journal) == ops(1, 3)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert segments(tmp_path)[0].stat().st_size == size
    journal.append_many(ops(4, 9))
    assert read_all(opened(tmp_path)) == ops(1, 9)


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
def test_a_full_disk_at_the_first_write_leaves_no_segment(tmp_path: Path) -> None:
    import resource

    journal = opened(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        with pytest.raises(StoreFull):
            journal.append(1, op(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert segments(tmp_path) == []
    journal.append(1, op(1))
    assert read_all(opened(tmp_path)) == ops(1, 1)


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qi_desk.storage.journal import Journal\n"
        "journal = Journal.open(Path(sys.argv[1]), bytes(range(32)), 'db-1', 'inc-1', segment_bytes=3000)\n"
        "seq = (journal.tail().seq if journal.tail() else 0)\n"
        "while True:\n"
        "    seq += 1; journal.append(seq, b'op %d' % seq); print(seq, flush=True)"
    )
    for wanted in (7, 3, 23, 11):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            said = [int(child.stdout.readline()) for _ in range(wanted)]
            child.kill()
            said += [int(line) for line in child.stdout.read().splitlines()]
        journal = opened(tmp_path)
        tail = journal.tail()
        assert tail is not None
        assert tail.seq >= said[-1]
        assert [seq for seq, _ in journal.read(1)] == list(range(1, tail.seq + 1))


def test_opening_reads_the_newest_segment_only(tmp_path: Path) -> None:
    raw = b"x" * 450
    journal = opened(tmp_path)
    for first in range(1, 40_001, 5000):
        journal.append_many([(seq, raw) for seq in range(first, first + 5000)])
    journal.close()
    assert len(segments(tmp_path)) > 5
    for path in segments(tmp_path)[:-1]:
        path.write_bytes(b"")
    tail = opened(tmp_path).tail()
    assert tail is not None
    assert tail.seq == 40_000


@pytest.mark.parametrize("lost", [(200, 300), (3, 4), (130, 900)])
def test_a_hole_in_the_last_write_is_noticed_and_mended(tmp_path: Path, lost: tuple[int, int]) -> None:
    journal = opened(tmp_path)
    journal.append_many(ops(1, 3))
    start = segments(tmp_path)[0].stat().st_size
    journal.append_many(ops(4, 30))
    journal.close()
    content = bytearray(segments(tmp_path)[0].read_bytes())
    content[start + lost[0] : start + lost[1]] = bytes(lost[1] - lost[0])
    segments(tmp_path)[0].write_bytes(content)
    again = opened(tmp_path)
    assert again.tail() == tail_at(30)
    assert again.gap is not None
    assert 4 <= again.gap < 30
    with pytest.raises(StoreDamaged, match=r"journal\.damaged"):
        read_all(again)
    again.mend(ops(again.gap, 32))
    assert read_all(again) == ops(1, 32)
    again.append(33, op(33))
    last = opened(tmp_path)
    assert last.gap is None
    assert read_all(last) == ops(1, 33)
