"""What attachments hold goes to the district."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """What attachments hold goes to the district."""
    op.create_table("file_sent", sa.Column("sha256", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("sha256"))
