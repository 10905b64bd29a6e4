"""Bringing a station file to this program's schema, a copy set aside first. The only user of Alembic."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config

from qi_desk import paths
from qi_desk.storage.engine import APPLICATION_ID, SCHEMA, connect, make_engine, translated

ASIDE = "before-upgrade"


def upgrade(file: Path, key: bytes) -> None:
    """Run the steps the file has not seen, each in one transaction. A file that has tables is copied first, with
    the same key, to `before-upgrade/`. Raises StoreError kinds."""
    found = _version(file, key)
    if 0 < found < SCHEMA:
        _set_aside(file, key, found)
    engine = make_engine(file, key)
    try:
        with translated(), engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", os.fspath(paths.migrations("station")))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            connection.commit()
    finally:
        engine.dispose()


def _version(file: Path, key: bytes) -> int:
    connection = connect(file, key)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _set_aside(file: Path, key: bytes, found: int) -> None:
    folder = file.parent / ASIDE
    with translated():
        folder.mkdir(mode=0o700, exist_ok=True)
    source = connect(file, key)
    target = connect(folder / f"{file.stem}-{found}{file.suffix}", key)
    try:
        with translated():
            source.backup(target)
    finally:
        target.close()
        source.close()
