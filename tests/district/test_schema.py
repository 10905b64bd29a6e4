"""The steps of the district's schema: what they make is what is declared, they bring up what is older and leave alone
what is newer."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from qi_desk import paths
from qi_desk.district import schema
from qi_desk.district.tables import METADATA
from qi_desk.domain.errors import StoreError, StoreNewer


def run(store: Engine, *statements: str) -> None:
    with store.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def age(store: Engine) -> None:
    """Make it a store of before the steps were numbered."""
    run(store, "DROP TABLE backup_made", "DROP TABLE alembic_version")


def test_the_steps_make_what_is_declared(store: Engine) -> None:
    with store.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, METADATA) == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    # The exclusion constraint of slots has an index that no table declares.
    return name not in ("alembic_version", "slot_alone")


def test_the_last_step_is_the_number_the_program_knows() -> None:
    steps = sorted(one.name[:4] for one in (paths.migrations("district") / "versions").glob("[0-9]*.py"))
    assert steps == [f"{number:04}" for number in range(1, schema.SCHEMA + 1)]


def test_an_empty_store_has_no_version_and_a_new_one_the_last(store: Engine, tmp_path: Path) -> None:
    assert schema.version_of(store) == schema.SCHEMA
    schema.hold_to(store)
    assert schema.bring_up(store) == ()


def test_a_store_of_before_the_numbers_is_brought_up(store: Engine) -> None:
    run(store, "INSERT INTO lineage (epoch, born_at, reason) VALUES ('e1', '2026', 'founded')")
    age(store)
    with pytest.raises(StoreError, match=r"district\.schema_older"):
        schema.hold_to(store)
    assert schema.bring_up(store) == tuple(range(2, schema.SCHEMA + 1))
    assert inspect(store).has_table("backup_made")
    with store.connect() as connection:
        assert connection.exec_driver_sql("SELECT epoch FROM lineage").scalar_one() == "e1"


def test_what_a_newer_program_brought_up_is_left_alone(store: Engine) -> None:
    run(store, f"UPDATE alembic_version SET version_num = '{schema.SCHEMA + 1:04}'")
    for deed in (schema.hold_to, schema.bring_up):
        with pytest.raises(StoreNewer, match=r"district\.schema_newer"):
            deed(store)
    assert schema.version_of(store) == schema.SCHEMA + 1


def test_a_step_that_fails_leaves_the_store_as_it_was(store: Engine) -> None:
    age(store)
    run(store, "CREATE TABLE backup_made (something INTEGER)")
    with pytest.raises(Exception, match=r"(?i)already exists"):
        schema.bring_up(store)
    assert schema.version_of(store) == schema.UNNUMBERED
    assert not inspect(store).has_table("alembic_version")
