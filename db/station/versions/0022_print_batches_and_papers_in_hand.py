"""Print batches and papers in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Print batches and papers in hand; what a line called its kind was the form it was drawn in."""
    op.execute("ALTER TABLE print_job RENAME COLUMN paper_kind TO form")
    for name in ("kind", "batch", "of", "fault"):
        op.add_column("print_job", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("place", "body"):
        op.add_column("print_job", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE print_job SET kind = coalesce((SELECT kind FROM paper WHERE eid = print_job.paper), "
        "CASE form WHEN 'form_sheet' THEN '' ELSE form END)"
    )
    op.create_index("ix_print_job_batch", "print_job", ["batch"], unique=False)
