"""The store itself copied out while it is in use, looked over, and put back: SQLite by its online backup, PostgreSQL by
its own pg_dump and pg_restore."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from qi_desk.domain.errors import StoreDamaged, StoreError
from qi_desk.durable_files import file_errors, put_in_place

_DEBIAN = Path("/usr/lib/postgresql")
_LEFT_ALONE = (" EXTENSION ", " SCHEMA ", " ACL ")
"""What belongs to the database and not to the district: made with it, often by somebody else."""

_EMPTIED = """
BEGIN;
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE %I.%I CASCADE', one.schemaname, one.tablename);
  END LOOP;
  FOR one IN SELECT schemaname, sequencename FROM pg_sequences WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP SEQUENCE %I.%I CASCADE', one.schemaname, one.sequencename);
  END LOOP;
END $$;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""
"""The restored tables take the place of all that is there, also of those a newer schema added."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy holds: its past, how many operations, and how far the log of each incarnation goes."""

    epoch: str
    operations: int
    marks: Mapping[str, int]


class Keeper(Protocol):
    """Copies one kind of store."""

    kind: str
    name: str

    def copy(self, target: Path) -> Facts:
        """Copy the store to `target` and look the copy over. Raises StoreError kinds."""
        ...

    def put_back(self, source: Path, aside: Path) -> None:
        """Put a copy in the store's place; what was there is set aside or given up. Raises StoreError kinds."""
        ...


def keeper_of(engine: Engine) -> Keeper:
    """Who copies the store behind an engine."""
    return _Postgres(engine) if engine.dialect.name == "postgresql" else _Sqlite(engine)


def _facts(execute: Any) -> Facts:
    epoch = execute("SELECT epoch FROM lineage ORDER BY born_at DESC, epoch DESC LIMIT 1").fetchone()
    marks = {str(inc): int(hwm) for inc, hwm in execute("SELECT inc, hwm FROM incarnation").fetchall()}
    return Facts(str(epoch[0]), int(execute("SELECT count(*) FROM op_log").fetchone()[0]), marks)


class _Sqlite:
    """A file, copied page by page while others write; packed by gzip."""

    kind, name = "sqlite", "database.gz"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = Path(str(engine.url.database))

    def copy(self, target: Path) -> Facts:
        """See Keeper."""
        plain = target.with_suffix(".plain")
        with file_errors(), self._engine.connect().execution_options(looking=True) as connection:
            raw: Any = connection.connection.driver_connection
            with closing(sqlite3.connect(plain)) as copied:
                raw.backup(copied)
                copied.execute("PRAGMA journal_mode=DELETE")
                facts = _looked_over(copied)
            with plain.open("rb") as source, gzip.open(target, "wb", compresslevel=3) as packed:
                shutil.copyfileobj(source, packed, 1 << 20)
        plain.unlink()
        return facts

    def put_back(self, source: Path, aside: Path) -> None:
        """See Keeper."""
        arrived = self._file.with_suffix(".next")
        with file_errors():
            with gzip.open(source, "rb") as packed, arrived.open("wb") as plain:
                shutil.copyfileobj(packed, plain, 1 << 20)
            arrived.chmod(0o600)
            with closing(sqlite3.connect(arrived)) as copied:
                _looked_over(copied)
            self._engine.dispose()
            for ending in ("", "-wal", "-shm"):
                there = self._file.with_name(self._file.name + ending)
                if there.exists():
                    os.replace(there, aside / there.name)
            put_in_place(arrived, self._file)


def _looked_over(copied: sqlite3.Connection) -> Facts:
    """What a copy holds. Raises StoreDamaged("district.copy_damaged")."""
    try:
        if copied.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StoreDamaged("district.copy_damaged")
        return _facts(copied.execute)
    except sqlite3.DatabaseError as error:
        raise StoreDamaged("district.copy_damaged") from error


class _Postgres:
    """A database, copied from one snapshot by the server's own programs."""

    kind, name = "postgresql", "database.dump"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        _, given = engine.dialect.create_connect_args(engine.url)
        self._password = str(given.pop("password", "") or "")
        # Among what the driver is given are objects of its own.
        self._given = {name: str(value) for name, value in given.items() if isinstance(value, str | int)}

    def copy(self, target: Path) -> Facts:
        """See Keeper."""
        with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            programs = _programs(connection)
            snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            facts = _facts(connection.exec_driver_sql)
            self._run(programs / "pg_dump", "-Fc", "-w", f"--snapshot={snapshot}", "-f", str(target), self._place())
        self._run(programs / "pg_restore", "-f", os.devnull, str(target))
        return facts

    def put_back(self, source: Path, aside: Path) -> None:
        """See Keeper. All in one transaction: what was there stays until the whole copy stands in its place; it is not
        kept beside it, for a database has no room of its own for that."""
        with self._engine.connect() as connection:
            programs = _programs(connection)
        self._engine.dispose()
        listed = self._run(programs / "pg_restore", "-l", str(source))
        chosen = aside / "contents"
        lines = [line for line in listed.splitlines() if not any(word in line for word in _LEFT_ALONE)]
        chosen.write_text("\n".join(lines) + "\n", encoding="utf-8")
        read: list[Path | str] = [programs / "pg_restore", "--no-owner", "-L", chosen, "-f", "-", source]
        write: list[Path | str] = [programs / "psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1"]
        write += ["-d", self._place(), "-f", "-"]
        with (
            subprocess.Popen(
                write, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self._environment()
            ) as writer,
            subprocess.Popen(read, stdout=subprocess.PIPE) as reader,
        ):
            _poured(reader, writer)
        chosen.unlink()

    def _place(self) -> str:
        from psycopg.conninfo import make_conninfo

        return make_conninfo(**self._given)

    def _environment(self) -> dict[str, str]:
        # Not among the arguments, which every user of the machine can read.
        told = {"PGPASSWORD": self._password} if self._password else {}
        return {**os.environ, **told, "LC_ALL": "C.UTF-8"}

    def _run(self, *command: Path | str) -> str:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False, env=self._environment()
        )
        if done.returncode:
            raise StoreError("district.copy_failed", said=_last_words(done.stderr))
        return done.stdout


def _poured(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """Hand the script on; it is made true only where all of it came and every line was taken."""
    assert reader.stdout is not None
    assert writer.stdin is not None
    assert writer.stderr is not None
    try:
        writer.stdin.write(_EMPTIED.encode())
        shutil.copyfileobj(reader.stdout, writer.stdin, 1 << 20)
        if reader.wait() == 0:
            writer.stdin.write(b"\nCOMMIT;\n")
        writer.stdin.close()
    except BrokenPipeError:
        # It stopped at an error and says below which.
        reader.kill()
        with suppress(BrokenPipeError):
            writer.stdin.close()
    said = writer.stderr.read()
    if writer.wait() or reader.wait():
        raise StoreError("district.copy_failed", said=_last_words(said.decode(errors="replace")))


def _last_words(said: str) -> str:
    return " ".join(said.strip().splitlines()[-3:])[:400]


def _programs(connection: Connection) -> Path:
    """The folder of pg_dump, pg_restore and psql: of the server's version, else of the next newer one that is here.
    Raises StoreError("district.no_pg_dump")."""
    server = int(str(connection.exec_driver_sql("SHOW server_version_num").scalar_one())) // 10000
    found = {version: folder for folder in _folders() if (version := _major(folder)) >= server}
    if not found:
        raise StoreError("district.no_pg_dump", version=server)
    return found[min(found)]


def _folders() -> Sequence[Path]:
    # Debian's wrapper in the path chooses a version by its own rules; behind it the real ones lie by version.
    named = shutil.which("pg_dump")
    return [*([Path(named).resolve().parent] if named else []), *sorted(_DEBIAN.glob("*/bin"))]


def _major(folder: Path) -> int:
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
        return 0
    said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0
