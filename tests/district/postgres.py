"""A PostgreSQL of the tests' own: made in a folder of its own, on a socket there, run by a plain user, gone with the
tests. It refuses root, so where the tests are root somebody else runs it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

_NAMES = itertools.count(1)
_QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=40")
"""Nothing here has to survive a power cut; locks, constraints and isolation are the real ones."""


def programs() -> Path | None:
    """Where initdb and postgres are; None where there is no PostgreSQL."""
    named = shutil.which("initdb")
    places = [Path(named).resolve().parent] if named else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in places if (one / "postgres").exists() and (one / "initdb").exists()), None)


def _user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


class Cluster:
    """A running server; `database` makes one, from another if wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, database: str) -> str:
        """How a database is reached."""
        return f"postgresql+psycopg://tests@/{database}?host={self._folder}"

    def engine(self, database: str) -> Engine:
        """Connections that are not kept: a database that is copied must have none."""
        return create_engine(self.url(database), poolclass=NullPool, isolation_level="READ COMMITTED")

    def database(self, template: str = "template0") -> str:
        """A new database."""
        name = f"d{next(_NAMES)}"
        engine = create_engine(
            f"postgresql+psycopg://tests@/postgres?host={self._folder}",
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name


@contextmanager
def running() -> Iterator[Cluster]:
    """A server for the time of the tests."""
    found = programs()
    assert found is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    user = _user()
    if user is not None:
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
        "user": user,
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    }
    made = [found / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(made, check=True, **quiet)  # type: ignore[call-overload]
    begun = [found / "postgres", "-D", data, "-k", folder, "-h", "", *_QUICK]
    server = subprocess.Popen(begun, **quiet)  # type: ignore[call-overload]
    try:
        cluster = Cluster(folder)
        _wait(cluster, server)
        yield cluster
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    engine = cluster.engine("postgres")
    while server.poll() is None:
        try:
            engine.connect().close()
        except OperationalError:
            continue
        return
    raise AssertionError("PostgreSQL did not start")
