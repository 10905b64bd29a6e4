"""Saved views and lists in order."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Saved views and lists in order."""
    op.create_table(
        "saved_view",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("page", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner"], unique=False)
    op.drop_index(op.f("ix_request_responsible_state"), table_name="request")
    op.create_index(
        "ix_request_first_contact_state_registered_at",
        "request",
        ["first_contact", "state", "registered_at"],
        unique=False,
    )
    op.create_index(
        "ix_request_responsible_state_registered_at", "request", ["responsible", "state", "registered_at"], unique=False
    )
    op.drop_index(op.f("ix_request_item_item"), table_name="request_item")
    op.create_index("ix_request_item_item_request", "request_item", ["item", "request"], unique=False)
