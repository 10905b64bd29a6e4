"""Day and look back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Day and look back."""
    op.create_table(
        "look_back",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("solved", sa.Text(), nullable=True),
        sa.Column("jobs", sa.Integer(), nullable=True),
        sa.Column("benefit", sa.Integer(), nullable=True),
        sa.Column("saving", sa.Integer(), nullable=True),
        sa.Column("new_need", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_look_back_request", "look_back", ["request"], unique=False)
    op.create_index("ix_follow_up_promise_due", "follow_up", ["promise_due"], unique=False)
    op.create_index("ix_request_state_closed_at", "request", ["state", "closed_at"], unique=False)
