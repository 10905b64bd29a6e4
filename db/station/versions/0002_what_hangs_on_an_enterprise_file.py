"""What hangs on an enterprise file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What hangs on an enterprise file."""
    op.create_table(
        "certificate",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_certificate_client", "certificate", ["client"], unique=False)
    op.create_index("ix_certificate_valid_to", "certificate", ["valid_to"], unique=False)
    op.create_table(
        "cited_standard",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_cited_standard_client", "cited_standard", ["client"], unique=False)
    op.create_index("ix_cited_standard_ends_on", "cited_standard", ["ends_on"], unique=False)
    op.create_table(
        "client_note",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_client_note_client", "client_note", ["client"], unique=False)
    op.create_table(
        "instrument",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("mandatory", sa.Integer(), nullable=True),
        sa.Column("calibrated_on", sa.Text(), nullable=True),
        sa.Column("calibration_due", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_instrument_calibration_due", "instrument", ["calibration_due"], unique=False)
    op.create_index("ix_instrument_client", "instrument", ["client"], unique=False)
    op.create_table(
        "relation",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_relation_client", "relation", ["client"], unique=False)
    op.create_index("ix_relation_other", "relation", ["other"], unique=False)
    op.add_column("contact", sa.Column("role", sa.Text(), nullable=True))
    op.add_column("enterprise", sa.Column("revenue", sa.Integer(), nullable=True))
    op.add_column("enterprise", sa.Column("assets", sa.Integer(), nullable=True))
    op.add_column("enterprise", sa.Column("data_year", sa.Integer(), nullable=True))
    op.add_column("enterprise", sa.Column("trade", sa.Text(), nullable=True))
    op.add_column("enterprise", sa.Column("quality_officer", sa.Text(), nullable=True))
