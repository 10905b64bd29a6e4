"""The search index keeps the keys of a record once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """A station made since has no such column."""
    columns = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("search_doc")}
    if "keys" in columns:
        op.execute("ALTER TABLE search_doc DROP COLUMN keys")
