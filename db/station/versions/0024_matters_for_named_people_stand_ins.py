"""Matters for named people, stand-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Matters for named people, stand-ins."""
    op.create_table(
        "stand_in",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("deputy", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("arranged_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_stand_in_deputy_until", "stand_in", ["deputy", "until"], unique=False)
    op.create_index("ix_stand_in_until", "stand_in", ["until"], unique=False)
    op.add_column("request", sa.Column("named", sa.Text(), nullable=True))
    op.create_index("ix_request_secrecy", "request", ["secrecy"], unique=False)
