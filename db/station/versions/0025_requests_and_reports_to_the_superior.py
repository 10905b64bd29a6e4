"""Requests and reports to the superior."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Requests and reports to the superior."""
    op.create_table(
        "petition",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("main_to", sa.Text(), nullable=True),
        sa.Column("cc", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("one_matter", sa.Integer(), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("ask", sa.Text(), nullable=True),
        sa.Column("reply_due", sa.Text(), nullable=True),
        sa.Column("attached", sa.Text(), nullable=True),
        sa.Column("skip_level", sa.Integer(), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.Column("superior_told_on", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("written_on", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Text(), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("reply_text", sa.Text(), nullable=True),
        sa.Column("reply_by", sa.Text(), nullable=True),
        sa.Column("reply_on", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_petition_number", "petition", ["number"], unique=False)
    op.create_index("ix_petition_state_reply_due", "petition", ["state", "reply_due"], unique=False)
    op.create_index("ix_petition_written_on", "petition", ["written_on"], unique=False)
    op.create_table(
        "report",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("main_to", sa.Text(), nullable=True),
        sa.Column("cc", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("oral_on", sa.Text(), nullable=True),
        sa.Column("oral_time", sa.Text(), nullable=True),
        sa.Column("oral_to", sa.Text(), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("next_steps", sa.Text(), nullable=True),
        sa.Column("attached", sa.Text(), nullable=True),
        sa.Column("skip_level", sa.Integer(), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.Column("superior_told_on", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("written_on", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Text(), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_report_number", "report", ["number"], unique=False)
    op.create_index("ix_report_state", "report", ["state"], unique=False)
    op.create_index("ix_report_written_on", "report", ["written_on"], unique=False)
