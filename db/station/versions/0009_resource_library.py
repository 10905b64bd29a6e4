"""Resource library."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Resource library."""
    op.create_table(
        "assignment",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("party_kind", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("planned_on", sa.Text(), nullable=True),
        sa.Column("offered", sa.Text(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("choice_reason", sa.Text(), nullable=True),
        sa.Column("choice_note", sa.Text(), nullable=True),
        sa.Column("few_note", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("answer_due", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("decline_note", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("evaluated_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_assignment_asked_at", "assignment", ["asked_at"], unique=False)
    op.create_index("ix_assignment_number", "assignment", ["number"], unique=False)
    op.create_index("ix_assignment_party_asked_at", "assignment", ["party", "asked_at"], unique=False)
    op.create_index("ix_assignment_request", "assignment", ["request"], unique=False)
    op.create_index("ix_assignment_state_asked_at", "assignment", ["state", "asked_at"], unique=False)
    op.create_table(
        "evaluation",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("party_kind", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("assignment", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("expertise", sa.Integer(), nullable=True),
        sa.Column("timeliness", sa.Integer(), nullable=True),
        sa.Column("integrity", sa.Integer(), nullable=True),
        sa.Column("attitude", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_evaluation_assignment", "evaluation", ["assignment"], unique=False)
    op.create_index("ix_evaluation_party_made_at", "evaluation", ["party", "made_at"], unique=False)
    op.create_table(
        "reuse",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("object", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("report_number", sa.Text(), nullable=True),
        sa.Column("report_body", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("refused_by", sa.Text(), nullable=True),
        sa.Column("cost_avoided", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_reuse_client", "reuse", ["client"], unique=False)
    op.create_index("ix_reuse_decided_at", "reuse", ["decided_at"], unique=False)
    op.create_index("ix_reuse_request", "reuse", ["request"], unique=False)
    op.add_column("expert", sa.Column("post", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("title_on", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("education", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("trades", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("certificates", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("works", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("roles", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("avoid_confirmed", sa.Integer(), nullable=True))
    op.add_column("expert", sa.Column("secrecy_on", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("secrecy_to", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("recommended_by", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("street", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("published_on", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("published_until", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("term_from", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("certificate_no", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("state", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("state_reason", sa.Text(), nullable=True))
    op.add_column("expert", sa.Column("state_note", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("legal_representative", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("street", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("prices", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("offer", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("response_hours", sa.Integer(), nullable=True))
    op.add_column("institution", sa.Column("staff", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("penalised", sa.Integer(), nullable=True))
    op.add_column("institution", sa.Column("penalty_note", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("pledge_on", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("supplemented", sa.Integer(), nullable=True))
    op.add_column("institution", sa.Column("verified_on", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("published_on", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("published_until", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("agreement_no", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("agreement_from", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("state", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("state_reason", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("state_note", sa.Text(), nullable=True))
    op.add_column("institution", sa.Column("rectify_by", sa.Text(), nullable=True))
