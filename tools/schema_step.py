"""Write the next schema step: what the declared tables have and the steps before do not make.

`python tools/schema_step.py what` writes `db/station/versions/000N_what.py` and raises SCHEMA. Read what it wrote:
a new column of an old table is empty in old rows, and a renamed one comes out as one dropped and one added.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qi_desk.storage import migrate  # noqa: E402
from qi_desk.storage.engine import SCHEMA, make_engine  # noqa: E402
from qi_desk.storage.tables import ledger, local  # noqa: E402
from qi_desk.storage.tables.entities import METADATA  # noqa: E402

ENGINE = ROOT / "qi_desk" / "storage" / "engine.py"
DECLARED = (ledger, local)
"""Read for the tables they add to METADATA."""

STEP = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = "{before:04}"


def upgrade() -> None:
    """{title}."""
    {body}
'''


def main(words: list[str]) -> int:
    """0 when a step was written, 1 where the steps already make all that is declared."""
    title = " ".join(words) or "next"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "station.db"
        migrate.upgrade(file, b"k" * 32)
        engine = make_engine(file, b"k" * 32)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"include_object": _ours})
            steps = produce_migrations(context, METADATA).upgrade_ops
            body = render_python_code(steps, migration_context=context) if steps and not steps.is_empty() else ""
        engine.dispose()
    if not body:
        return 1
    body = re.sub(r"^ *# ###.*\n?", "", body, flags=re.MULTILINE).strip()
    number = SCHEMA + 1
    name = re.sub(r"\W+", "_", title.lower()).strip("_")
    step = ROOT / "db" / "station" / "versions" / f"{number:04}_{name}.py"
    step.write_text(STEP.format(title=title.capitalize(), number=number, before=SCHEMA, body=body), encoding="utf-8")
    source = ENGINE.read_text(encoding="utf-8")
    ENGINE.write_text(source.replace(f"SCHEMA = {SCHEMA}\n", f"SCHEMA = {number}\n"), encoding="utf-8")
    return 0


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("search_", "alembic_")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
