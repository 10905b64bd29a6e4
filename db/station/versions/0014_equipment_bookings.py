"""Equipment bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Equipment bookings."""
    op.create_table(
        "authorisation",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("user_name", sa.Text(), nullable=True),
        sa.Column("trained_on", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_authorisation_client", "authorisation", ["client"], unique=False)
    op.create_index("ix_authorisation_equipment", "authorisation", ["equipment"], unique=False)
    op.create_table(
        "booking",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("resource_kind", sa.Text(), nullable=True),
        sa.Column("resource", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("user_name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("begins", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("blocks_from", sa.Text(), nullable=True),
        sa.Column("blocks_until", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("sample", sa.Text(), nullable=True),
        sa.Column("hazard", sa.Text(), nullable=True),
        sa.Column("hazard_cleared", sa.Integer(), nullable=True),
        sa.Column("in_range", sa.Integer(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=True),
        sa.Column("data_out", sa.Text(), nullable=True),
        sa.Column("fee", sa.Integer(), nullable=True),
        sa.Column("fee_kind", sa.Text(), nullable=True),
        sa.Column("deposit", sa.Integer(), nullable=True),
        sa.Column("safety_signed", sa.Integer(), nullable=True),
        sa.Column("affiliated", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("override_rules", sa.Text(), nullable=True),
        sa.Column("overridden_by", sa.Text(), nullable=True),
        sa.Column("judged", sa.Text(), nullable=True),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.Column("called_on", sa.Text(), nullable=True),
        sa.Column("back_at", sa.Text(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_booking_begins", "booking", ["begins"], unique=False)
    op.create_index("ix_booking_bundle", "booking", ["bundle"], unique=False)
    op.create_index("ix_booking_client_begins", "booking", ["client", "begins"], unique=False)
    op.create_index("ix_booking_number", "booking", ["number"], unique=False)
    op.create_index("ix_booking_resource_begins", "booking", ["resource", "begins"], unique=False)
    op.create_index("ix_booking_series", "booking", ["series"], unique=False)
    op.create_index("ix_booking_state_begins", "booking", ["state", "begins"], unique=False)
    op.create_table(
        "breach",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("booking", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("pardoned_by", sa.Text(), nullable=True),
        sa.Column("pardoned_at", sa.Text(), nullable=True),
        sa.Column("pardon_reason", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_breach_booking", "breach", ["booking"], unique=False)
    op.create_index("ix_breach_client_at", "breach", ["client", "at"], unique=False)
    op.create_table(
        "closure",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("begins", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_closure_equipment_ends", "closure", ["equipment", "ends"], unique=False)
    op.create_table(
        "lease",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("desk", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_lease_equipment", "lease", ["equipment"], unique=False)
    op.create_table(
        "usage",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("booking", sa.Text(), nullable=True),
        sa.Column("checked_in_at", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("before_note", sa.Text(), nullable=True),
        sa.Column("accessories_out", sa.Text(), nullable=True),
        sa.Column("signed_out", sa.Integer(), nullable=True),
        sa.Column("segments", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("accessories_back", sa.Text(), nullable=True),
        sa.Column("cleaned", sa.Integer(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("data_given", sa.Integer(), nullable=True),
        sa.Column("signed_back", sa.Integer(), nullable=True),
        sa.Column("back_at", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("fee", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_usage_booking", "usage", ["booking"], unique=False)
    op.add_column("equipment", sa.Column("sort", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("maker", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("serial", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("spec", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("value", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("calibration_on", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("calibration_exempt", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("certificate", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("modes", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("hours", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("step_minutes", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("shortest_minutes", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("longest_minutes", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("warm_up", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("clean_up", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("notice_days", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("change_hours", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("cancel_hours", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("ahead_days", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("quota_hours", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("need_training", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("approval", sa.Integer(), nullable=True))
    op.add_column("equipment", sa.Column("hazard", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("hazard_rules", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("prices", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("accessories", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("goes_with", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("keeper", sa.Text(), nullable=True))
    op.add_column("equipment", sa.Column("note", sa.Text(), nullable=True))
