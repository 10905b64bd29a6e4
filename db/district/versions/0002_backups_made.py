"""Which backups were made, so that check and metrics can say how old the last one is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Which backups were made, so that check and metrics can say how old the last one is."""
    op.create_table(
        "backup_made",
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("at"),
    )
