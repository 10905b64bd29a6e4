"""The steps of the district's schema: which a store has seen, and bringing it up. The only user of Alembic here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from qi_desk import paths
from qi_desk.domain.errors import StoreError, StoreNewer

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = 2
"""The number of the last step in db/district/versions."""

UNNUMBERED = 1
"""What a store has that was made before the steps were numbered."""

_LOCK = 0x71692D64
"""Of PostgreSQL's advisory locks, the one for going up: two at once would run each step twice."""


def version_of(engine: Engine) -> int:
    """The last step a store has seen, 0 for one that holds no district."""
    with engine.connect().execution_options(looking=True) as connection, connection.begin():
        return _version(connection)


def _version(connection: Connection) -> int:
    tables = inspect(connection)
    if not tables.has_table("lineage"):
        return 0
    if not tables.has_table("alembic_version"):
        return UNNUMBERED
    return int(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def hold_to(engine: Engine) -> None:
    """Raises StoreError("district.schema_older") for a store to be brought up, StoreNewer("district.schema_newer") for
    one a newer program made or brought up."""
    found = version_of(engine)
    if found < SCHEMA:
        raise StoreError("district.schema_older", found=found, known=SCHEMA)
    _not_newer(found)


def _not_newer(found: int) -> None:
    if found > SCHEMA:
        raise StoreNewer("district.schema_newer", found=found, known=SCHEMA)


def make(engine: Engine) -> None:
    """Make the tables, and what keeps bookings apart, in an empty store."""
    bring_up(engine)


def bring_up(engine: Engine) -> tuple[int, ...]:
    """Run the steps the store has not seen, all in one transaction, and give their numbers: after a failure the store
    is as it was. Raises StoreNewer("district.schema_newer")."""
    from alembic import command

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        before = _version(connection)
        _not_newer(before)
        config = _config(connection)
        if before == UNNUMBERED and not inspect(connection).has_table("alembic_version"):
            command.stamp(config, f"{UNNUMBERED:04}")
        command.upgrade(config, "head")
        after = _version(connection)
    return tuple(range(before + 1, after + 1))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", os.fspath(paths.migrations("district")))
    config.attributes["connection"] = connection
    return config
