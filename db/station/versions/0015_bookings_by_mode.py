"""Bookings by mode."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Bookings by mode."""
    op.create_index("ix_booking_mode_begins", "booking", ["mode", "begins"], unique=False)
