"""What clauses and the profile of the station hold."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """What clauses and the profile of the station hold."""
    op.create_table(
        "base_item",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("keeper", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_base_item_item", "base_item", ["item"], unique=False)
    op.create_index("ix_base_item_topic_item", "base_item", ["topic", "item"], unique=False)
    op.create_index("ix_base_item_valid_to", "base_item", ["valid_to"], unique=False)
    op.create_table(
        "clause_ruling",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("next_check", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_clause_ruling_clause_made_on", "clause_ruling", ["clause", "made_on"], unique=False)
    op.create_index("ix_clause_ruling_made_on", "clause_ruling", ["made_on"], unique=False)
    op.create_index("ix_clause_ruling_next_check", "clause_ruling", ["next_check"], unique=False)
