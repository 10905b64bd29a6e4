"""Reports of figures, frozen when they are submitted."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Reports of figures, frozen when they are submitted."""
    op.create_table(
        "figure_report",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.Text(), nullable=True),
        sa.Column("drafted_at", sa.Text(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.Text(), nullable=True),
        sa.Column("back_reason", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.Column("superseded_on", sa.Text(), nullable=True),
        sa.Column("superseded_why", sa.Text(), nullable=True),
        sa.Column("cut", sa.Text(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.Column("parts", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_figure_report_kind_since", "figure_report", ["kind", "since"], unique=False)
    op.create_index("ix_figure_report_number", "figure_report", ["number"], unique=False)
    op.create_index("ix_figure_report_since", "figure_report", ["since"], unique=False)
    op.create_index("ix_figure_report_state_since", "figure_report", ["state", "since"], unique=False)
