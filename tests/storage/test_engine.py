"""The encrypted file itself: how it is opened, what is checked, which error of SQLite means what."""

from __future__ import annotations

import errno
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from sqlcipher3 import dbapi2

from qi_desk.domain.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
)
from qi_desk.storage.engine import (
    APPLICATION_ID,
    SCHEMA,
    check_version,
    connect,
    make_engine,
    open_engine,
    read_uri,
    translated,
)
from qi_desk.storage.opening import Place, inspect

KEY = bytes(range(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A keyed file of some pages, closed."""
    path = tmp_path / "station.db"
    raw = connect(path, KEY)
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute(f"PRAGMA user_version = {SCHEMA}")
    raw.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, words TEXT)")
    raw.executemany("INSERT INTO line (words) VALUES (?)", [(f"第 {n} 行 " + "内容" * 40,) for n in range(400)])
    raw.close()
    return path


def test_a_commit_is_on_the_disk_in_full(file: Path) -> None:
    raw = connect(file, KEY)
    pragmas = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    raw.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


def test_another_key_says_it_is_no_database(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreDamaged, match=r"store\.not_a_database"):
        connect(file, bytes(32))
    assert file.read_bytes() == before


def test_nothing_stands_in_plain_while_it_is_open(file: Path) -> None:
    raw = connect(file, KEY)
    raw.execute("INSERT INTO line (words) VALUES ('只在这里的话')")
    for path in file.parent.iterdir():
        assert "只在这里".encode() not in path.read_bytes(), path.name
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in file.parent.iterdir())
    raw.close()


def test_a_look_can_not_write(file: Path) -> None:
    raw = connect(file, KEY, read_only=True)
    with pytest.raises(StoreReadOnly), translated():
        raw.execute("DELETE FROM line")
    raw.close()


def test_another_program_s_keyed_file_is_no_station(file: Path) -> None:
    raw = connect(file, KEY)
    raw.execute("PRAGMA application_id = 1")
    with pytest.raises(StoreDamaged, match=r"store\.not_a_station"):
        check_version(raw)
    raw.close()
    with pytest.raises(StoreDamaged, match=r"store\.not_a_station"):
        open_engine(file, KEY)


def test_a_later_version_is_told_with_both_numbers(file: Path) -> None:
    raw = connect(file, KEY)
    raw.execute(f"PRAGMA user_version = {SCHEMA + 3}")
    raw.close()
    with pytest.raises(StoreNewer) as later:
        open_engine(file, KEY)
    assert later.value.values == {"found": SCHEMA + 3, "known": SCHEMA}


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match=r"store\.missing"):
        open_engine(tmp_path / "station.db", KEY)
    assert list(tmp_path.iterdir()) == []


def found(file: Path) -> tuple[str, ...]:
    return inspect(Place(file.parent, file.parent / "state", "invented"), KEY)


def test_a_sound_file_has_nothing_to_tell(file: Path) -> None:
    assert found(file) == ()


def test_a_folder_may_have_any_name(file: Path) -> None:
    odd = file.parent / "甲 50% #1?mode=rw&x"
    odd.mkdir()
    assert found(file.rename(odd / file.name)) == ()


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (r"C:\Users\张 三\station.db", "file:///C:/Users/%E5%BC%A0%20%E4%B8%89/station.db"),
        (r"\\server\备份\station.db", "file:////server/%E5%A4%87%E4%BB%BD/station.db"),
    ],
)
def test_drives_and_shares_of_windows_have_an_address_sqlite_takes(place: str, address: str) -> None:
    assert read_uri(PureWindowsPath(place)) == address


def test_sqlite_reads_the_address_of_a_share_as_a_path(file: Path) -> None:
    """With two slashes in front, as a share has, which POSIX reads as one."""
    connection = dbapi2.connect(read_uri(PurePosixPath(f"/{file}")) + "?mode=ro", uri=True)
    connection.execute("PRAGMA cipher_log_level = none")
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    assert connection.execute("PRAGMA user_version").fetchone()[0] > 0
    connection.close()


def flip(data: bytearray) -> None:
    data[4096 * 5 + 100] ^= 1


def swap(data: bytearray) -> None:
    data[4096 * 4 : 4096 * 5], data[4096 * 6 : 4096 * 7] = data[4096 * 6 : 4096 * 7], data[4096 * 4 : 4096 * 5]


def cut(data: bytearray) -> None:
    del data[-4096 * 3 :]


@pytest.mark.parametrize("harm", [flip, swap, cut])
def test_every_kind_of_harm_is_found(file: Path, harm: object) -> None:
    data = bytearray(file.read_bytes())
    harm(data)  # type: ignore[operator]
    file.write_bytes(bytes(data))
    assert found(file) != ()


def test_a_second_writer_waits_and_is_told(file: Path) -> None:
    first, second = make_engine(file, KEY), connect(file, KEY)
    second.execute("PRAGMA busy_timeout = 10")
    with first.begin() as writing:
        writing.exec_driver_sql("INSERT INTO line (words) VALUES ('甲')")
        with pytest.raises(StoreBusy, match=r"store\.busy"), translated():
            second.execute("BEGIN IMMEDIATE")
    second.execute("BEGIN IMMEDIATE")
    second.execute("ROLLBACK")
    second.close()
    first.dispose()


def test_who_looks_sees_one_moment(file: Path) -> None:
    engine = make_engine(file, KEY)
    count = "SELECT count(*) FROM line"
    with engine.connect().execution_options(looking=True) as look:
        assert look.exec_driver_sql(count).scalar_one() == 400
        with engine.begin() as writing:
            writing.exec_driver_sql("INSERT INTO line (words) VALUES ('乙')")
        assert look.exec_driver_sql(count).scalar_one() == 400
    with engine.connect().execution_options(looking=True) as look:
        assert look.exec_driver_sql(count).scalar_one() == 401
    engine.dispose()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EFBIG, StoreFull),
        (errno.EACCES, StoreReadOnly),
        (errno.EROFS, StoreReadOnly),
        (errno.EINVAL, OSError),
    ],
)
def test_what_the_file_system_says_becomes_one_of_ours(number: int, kind: type[Exception]) -> None:
    with pytest.raises(kind), translated():
        raise OSError(number, "told by the file system")


def test_a_mistake_of_ours_stays_one(file: Path) -> None:
    raw = connect(file, KEY)
    with pytest.raises(dbapi2.OperationalError) as ours, translated():
        raw.execute("SELECT nonsense FROM nowhere")
    assert not isinstance(ours.value, StoreError)
    raw.close()
