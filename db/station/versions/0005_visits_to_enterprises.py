"""Visits to enterprises."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Visits to enterprises."""
    op.create_table(
        "outreach",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("planned_on", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("about_kind", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("went_on", sa.Text(), nullable=True),
        sa.Column("companions", sa.Text(), nullable=True),
        sa.Column("met", sa.Text(), nullable=True),
        sa.Column("met_role", sa.Text(), nullable=True),
        sa.Column("quality_status", sa.Text(), nullable=True),
        sa.Column("publicity", sa.Text(), nullable=True),
        sa.Column("signed", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_outreach_about", "outreach", ["about"], unique=False)
    op.create_index("ix_outreach_client", "outreach", ["client"], unique=False)
    op.create_index("ix_outreach_number", "outreach", ["number"], unique=False)
    op.create_index("ix_outreach_state_planned_on", "outreach", ["state", "planned_on"], unique=False)
    op.create_index("ix_outreach_went_on", "outreach", ["went_on"], unique=False)
    op.create_table(
        "outreach_problem",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("outreach", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("solved", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_outreach_problem_client", "outreach_problem", ["client"], unique=False)
    op.create_index("ix_outreach_problem_due", "outreach_problem", ["due"], unique=False)
    op.create_index("ix_outreach_problem_outreach", "outreach_problem", ["outreach"], unique=False)
