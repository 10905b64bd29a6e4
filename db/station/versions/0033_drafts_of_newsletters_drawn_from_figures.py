"""Drafts of newsletters drawn from figures."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Drafts of newsletters drawn from figures."""
    op.add_column("newsletter", sa.Column("kind", sa.Text(), nullable=True))
    op.add_column("newsletter", sa.Column("problems", sa.Text(), nullable=True))
    op.add_column("newsletter", sa.Column("advice", sa.Text(), nullable=True))
    op.add_column("newsletter", sa.Column("parts", sa.Text(), nullable=True))
    op.add_column("newsletter", sa.Column("rules", sa.Text(), nullable=True))
    op.add_column("newsletter", sa.Column("drawn", sa.Text(), nullable=True))
