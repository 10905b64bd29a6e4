"""From nothing to this schema and from an older one: a copy aside first, and the same tables either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk.storage import migrate
from qi_desk.storage.engine import APPLICATION_ID, SCHEMA, connect

KEY = bytes(range(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    migrate.upgrade(path, KEY)
    return path


def look(path: Path, sql: str) -> list[tuple[object, ...]]:
    raw = connect(path, KEY, read_only=True)
    try:
        return [tuple(row) for row in raw.execute(sql).fetchall()]
    finally:
        raw.close()


def test_a_new_file_is_marked_as_ours(file: Path) -> None:
    assert look(file, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert look(file, "PRAGMA user_version") == [(SCHEMA,)]
    assert not (file.parent / migrate.ASIDE).exists()


def test_going_up_twice_changes_nothing(file: Path) -> None:
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    before = look(file, schema)
    migrate.upgrade(file, KEY)
    assert look(file, schema) == before


def test_what_was_there_is_set_aside_with_the_same_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = connect(file, KEY)
    raw.execute("INSERT INTO sync_state (k, v) VALUES ('kept', 'as it was')")
    raw.close()
    monkeypatch.setattr(migrate, "SCHEMA", SCHEMA + 1)
    migrate.upgrade(file, KEY)
    copy = file.parent / migrate.ASIDE / f"station-{SCHEMA}.db"
    assert look(copy, "SELECT v FROM sync_state WHERE k = 'kept'") == [("as it was",)]
    assert look(copy, "PRAGMA user_version") == [(SCHEMA,)]
    assert look(file, "PRAGMA user_version") == [(SCHEMA + 1,)]
    assert b"as it was" not in copy.read_bytes()
