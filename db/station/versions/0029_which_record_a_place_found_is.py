"""Which record a place found is."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Which record a place found is."""
    op.add_column("personal_finding", sa.Column("place", sa.Text(), nullable=True))
