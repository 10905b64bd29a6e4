"""The district's store as it was before its steps were numbered."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "CREATE SEQUENCE effect_place",
    "ALTER TABLE slot ADD CONSTRAINT slot_order CHECK (begins < ends)",
    "ALTER TABLE slot ADD CONSTRAINT slot_alone EXCLUDE USING gist (resource WITH =, int8range(begins, ends) WITH &&)",
)
_CLASH = (
    "SELECT RAISE(ABORT, 'slot_alone') WHERE new.begins >= new.ends OR EXISTS (SELECT 1 FROM slot WHERE "
    "resource = new.resource AND booking <> new.booking AND begins < new.ends AND new.begins < ends)"
)
_SQLITE = (
    f"CREATE TRIGGER slot_alone_insert BEFORE INSERT ON slot BEGIN {_CLASH}; END",
    f"CREATE TRIGGER slot_alone_update BEFORE UPDATE ON slot BEGIN {_CLASH}; END",
)


def upgrade() -> None:
    """The district's store as it was before its steps were numbered."""
    op.create_table(
        "asked",
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("booking"),
    )
    op.create_table(
        "blob",
        sa.Column("sha", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("have", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha"),
    )
    op.create_table(
        "blob_station",
        sa.Column("sha", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha", "station"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("drained_at", sa.Text(), nullable=True),
        sa.Column("enrolled_at", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("lost", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "effect",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("ix_effect_waits", "effect", ["waits", "place"], unique=False)
    op.create_table(
        "enrol_code",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "incarnation",
        sa.Column("inc", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("origin", sa.BigInteger(), nullable=False),
        sa.Column("origin_digest", sa.LargeBinary(), nullable=False),
        sa.Column("hwm", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("durable", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("inc"),
    )
    op.create_table(
        "lease",
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("resource"),
    )
    op.create_table(
        "lineage",
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("born_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("epoch"),
    )
    op.create_table(
        "member",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "eid"),
        sa.UniqueConstraint("stream", "seq"),
    )
    op.create_table(
        "op_log",
        sa.Column("inc", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("et", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("inc", "seq"),
    )
    op.create_index("ix_op_log_eid", "op_log", ["eid"], unique=False)
    op.create_index("ix_op_log_uid", "op_log", ["uid"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("place", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_table(
        "row_state",
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("et", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("contests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("eid"),
    )
    op.create_index("ix_row_state_et_eid", "row_state", ["et", "eid"], unique=False)
    op.create_table(
        "slot",
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("booking"),
    )
    op.create_index("ix_slot_resource_begins", "slot", ["resource", "begins"], unique=False)
    op.create_table(
        "stream_commit",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "last_seq"),
    )
    op.create_table(
        "stream_head",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream"),
    )
    op.create_table(
        "verdict",
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("booking"),
    )
    op.create_table(
        "viewer",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    connection = op.get_bind()
    for statement in _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE:
        connection.exec_driver_sql(statement)
