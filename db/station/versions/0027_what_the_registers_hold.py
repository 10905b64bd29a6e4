"""What the registers hold."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """What the registers hold."""
    op.create_table(
        "disclosure",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("basis_note", sa.Text(), nullable=True),
        sa.Column("consent_by", sa.Text(), nullable=True),
        sa.Column("consent_on", sa.Text(), nullable=True),
        sa.Column("mask", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_disclosure_asked_on", "disclosure", ["asked_on"], unique=False)
    op.create_index("ix_disclosure_client", "disclosure", ["client"], unique=False)
    op.create_index("ix_disclosure_number", "disclosure", ["number"], unique=False)
    op.create_index("ix_disclosure_state_asked_on", "disclosure", ["state", "asked_on"], unique=False)
    op.create_table(
        "innovation",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("pillar", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("began_on", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("practice", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("spread", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_innovation_began_on", "innovation", ["began_on"], unique=False)
    op.create_index("ix_innovation_number", "innovation", ["number"], unique=False)
    op.create_index("ix_innovation_state_began_on", "innovation", ["state", "began_on"], unique=False)
    op.create_table(
        "newsletter",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("plans", sa.Text(), nullable=True),
        sa.Column("cases", sa.Text(), nullable=True),
        sa.Column("recipients", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("frozen_at", sa.Text(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_newsletter_since", "newsletter", ["since"], unique=False)
    op.create_index("ix_newsletter_state_since", "newsletter", ["state", "since"], unique=False)
    op.create_index("ix_newsletter_year_issue", "newsletter", ["year", "issue"], unique=False)
    op.create_table(
        "opening_check",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("desk", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("checks", sa.Text(), nullable=True),
        sa.Column("bad", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_opening_check_day", "opening_check", ["day"], unique=False)
    op.create_table(
        "opening_fault",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("opening_check", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("found_on", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("fixed_on", sa.Text(), nullable=True),
        sa.Column("fixed_note", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_opening_fault_fixed_on", "opening_fault", ["fixed_on"], unique=False)
    op.create_index("ix_opening_fault_opening_check", "opening_fault", ["opening_check"], unique=False)
    op.create_table(
        "pain_point",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("raised_by", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("raised_on", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("passed_to", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_pain_point_category_raised_on", "pain_point", ["category", "raised_on"], unique=False)
    op.create_index("ix_pain_point_number", "pain_point", ["number"], unique=False)
    op.create_index("ix_pain_point_raised_on", "pain_point", ["raised_on"], unique=False)
    op.create_index("ix_pain_point_state_due", "pain_point", ["state", "due"], unique=False)
    op.create_table(
        "staff_evaluation",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("professional", sa.Integer(), nullable=True),
        sa.Column("timely", sa.Integer(), nullable=True),
        sa.Column("honest", sa.Integer(), nullable=True),
        sa.Column("satisfying", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_staff_evaluation_person_year", "staff_evaluation", ["person", "year"], unique=False)
    op.create_table(
        "supervision",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("visitor", sa.Text(), nullable=True),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Text(), nullable=True),
        sa.Column("received", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_supervision_held_on", "supervision", ["held_on"], unique=False)
    op.create_index("ix_supervision_number", "supervision", ["number"], unique=False)
    op.create_index("ix_supervision_state_held_on", "supervision", ["state", "held_on"], unique=False)
    op.create_table(
        "supervision_finding",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("supervision", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_supervision_finding_done_on_due", "supervision_finding", ["done_on", "due"], unique=False)
    op.create_index("ix_supervision_finding_supervision", "supervision_finding", ["supervision"], unique=False)
    op.create_table(
        "undertaking",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("party_kind", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=True),
        sa.Column("fmeta", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("void", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_undertaking_number", "undertaking", ["number"], unique=False)
    op.create_index("ix_undertaking_party", "undertaking", ["party"], unique=False)
    op.create_index("ix_undertaking_signed_on", "undertaking", ["signed_on"], unique=False)
    op.create_index("ix_undertaking_valid_to", "undertaking", ["valid_to"], unique=False)
    op.add_column("person", sa.Column("post", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("full_time", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("post_since", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("skills", sa.Text(), nullable=True))
    op.add_column("training", sa.Column("number", sa.Text(), nullable=True))
    op.add_column("training", sa.Column("teacher", sa.Text(), nullable=True))
    op.add_column("training", sa.Column("exam", sa.Text(), nullable=True))
    op.add_column("training", sa.Column("content", sa.Text(), nullable=True))
    op.add_column("training", sa.Column("people", sa.Text(), nullable=True))
    op.add_column("training", sa.Column("written_by", sa.Text(), nullable=True))
    op.create_index("ix_training_held_on", "training", ["held_on"], unique=False)
    op.create_index("ix_training_kind_person", "training", ["kind", "person"], unique=False)
    op.create_index("ix_training_number", "training", ["number"], unique=False)
