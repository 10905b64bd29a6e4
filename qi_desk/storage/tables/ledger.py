"""The operation log and what the exchange with the district will need beside it (sync.md 2.2)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from qi_desk.storage.tables.entities import METADATA

OP = Table(
    "op",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("uid", Text, nullable=False, unique=True),
    Column("inc", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("et", Text, nullable=False),
    Column("eid", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Text, nullable=False),
)
Index("ix_op_eid", OP.c.eid)
Index("ix_op_act", OP.c.act)

BASE = Table(
    "base",
    METADATA,
    Column("eid", Text, primary_key=True),
    Column("et", Text, nullable=False),
    Column("ver", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Column("fmeta", Text, nullable=False),
    Column("extra", Text),
    Column("deleted", Integer, nullable=False),
    Column("stream", Text, nullable=False),
)

SYNC_STATE = Table("sync_state", METADATA, Column("k", Text, primary_key=True), Column("v", Text))

CONFLICT = Table(
    "conflict",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("eid", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("state", Text, nullable=False),
)

FILE_SENT = Table("file_sent", METADATA, Column("sha256", Text, primary_key=True))
"""Contents of attachments the district is known to have whole."""

ALIAS = Table("alias", METADATA, Column("from_eid", Text, primary_key=True), Column("to_eid", Text, nullable=False))

NUMBER = Table(
    "number_ledger",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("desk", Text, primary_key=True),
    Column("serial", Integer, primary_key=True),
    Column("number", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("number", name="uq_number_ledger_number"),
)
