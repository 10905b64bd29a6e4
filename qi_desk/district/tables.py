"""The tables of the district, the same for PostgreSQL and the embedded SQLite."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    event,
)

METADATA = MetaData()

LINEAGE = Table(
    "lineage",
    METADATA,
    Column("epoch", Text, primary_key=True),
    Column("born_at", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Which past this store has. A restored backup that goes on is a new epoch."""

INCARNATION = Table(
    "incarnation",
    METADATA,
    Column("inc", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("origin", BigInteger, nullable=False),
    Column("origin_digest", LargeBinary, nullable=False),
    Column("hwm", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("durable", BigInteger, nullable=False),
    Column("seen_at", Text, nullable=False),
)
"""How far the log of each incarnation of a desk goes."""

OP_LOG = Table(
    "op_log",
    METADATA,
    Column("inc", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("uid", Text, nullable=False),
    Column("et", Text, nullable=False),
    Column("eid", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("result", Text, nullable=False),
    PrimaryKeyConstraint("inc", "seq"),
    Index("ix_op_log_uid", "uid"),
    Index("ix_op_log_eid", "eid"),
)
"""Every operation that ever arrived, in its exact bytes. An operation sealed anew by a copy of a desk stands twice."""

EFFECT = Table(
    "effect",
    METADATA,
    Column("uid", Text, primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("waits", Integer, nullable=False),
    Column("station", Text, nullable=False),
    Index("ix_effect_waits", "waits", "place"),
)
"""Each operation once, by uid: whether it took effect or waits (`intake.EFFECTIVE` and on), in the order it came. Its
bytes are in the log, in as many logs as it came by."""

ROW_STATE = Table(
    "row_state",
    METADATA,
    Column("eid", Text, primary_key=True),
    Column("et", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("contests", Integer, nullable=False),
    Index("ix_row_state_et_eid", "et", "eid"),
)
"""Each record as it is now; `contests` counts what people have to decide about it."""

MEMBER = Table(
    "member",
    METADATA,
    Column("stream", Text, nullable=False),
    Column("eid", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("stream", "eid"),
    UniqueConstraint("stream", "seq"),
)
"""One row for each record of a stream, numbered anew with every change: rows only move up, none is passed over."""

STREAM_HEAD = Table(
    "stream_head",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

STREAM_COMMIT = Table(
    "stream_commit",
    METADATA,
    Column("stream", Text, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("tag", LargeBinary, nullable=False),
    PrimaryKeyConstraint("stream", "last_seq"),
)
"""A random tag for every commit: a cursor from another past does not find its own."""

SLOT = Table(
    "slot",
    METADATA,
    Column("booking", Text, primary_key=True),
    Column("resource", Text, nullable=False),
    Column("begins", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Index("ix_slot_resource_begins", "resource", "begins"),
)
"""What confirmed bookings keep others out of (seconds since 1970, the end excluded). No two of one resource overlap:
PostgreSQL by an exclusion constraint, SQLite by triggers, which step 0001 makes; whatever a program does, the store
refuses."""

VERDICT = Table(
    "verdict",
    METADATA,
    Column("booking", Text, primary_key=True),
    Column("resource", Text, nullable=False),
    Column("begins", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("judged_at", Text, nullable=False),
)
"""What was said of each claim: asked again it is said again. A booking that was moved, or whose
place was given back since, is judged anew."""

LEASE = Table(
    "lease",
    METADATA,
    Column("resource", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
)
"""Which device decides over a resource alone, and until when (UTC)."""

ASKED = Table("asked", METADATA, Column("booking", Text, primary_key=True), Column("asked_at", Text, nullable=False))
"""Since when a claim waits for the desk that holds the lease to be heard."""

ENROL_CODE = Table(
    "enrol_code",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
    Column("used_at", Text),
)
"""One-time codes, kept as digests: who reads this table can enrol nobody."""

DEVICE = Table(
    "device",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("letter", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("place", Text),
    Column("drained_at", Text),
    Column("enrolled_at", Text, nullable=False),
    Column("heard_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("lost", Integer, nullable=False, server_default="0"),
)

BLOB = Table(
    "blob",
    METADATA,
    Column("sha", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("have", BigInteger, nullable=False),
)
"""What attachments hold: how large, and how much of it is safely on the disk."""

BLOB_STATION = Table(
    "blob_station",
    METADATA,
    Column("sha", Text, nullable=False),
    Column("station", Text, nullable=False),
    PrimaryKeyConstraint("sha", "station"),
)
"""Which stations sent it, and may read it."""

VIEWER = Table(
    "viewer",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("since", Text, nullable=False),
)
"""Who may look at the page."""

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=True),
    Column("device", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What a revoked device still sent, or what could not be read: nothing that arrives is thrown away."""

BACKUP_MADE = Table(
    "backup_made",
    METADATA,
    Column("at", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
)
"""Backups that were made and held when they were opened again; an entry whose file is gone by now stays."""


def prepare(engine: Engine) -> Engine:
    """Set an engine up: SQLite waits for its writer, syncs fully and begins every write as one."""
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _on_connect(raw: object, _record: object) -> None:
            raw.isolation_level = None  # type: ignore[attr-defined]
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
                raw.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

        @event.listens_for(engine, "begin")
        def _on_begin(connection: object) -> None:
            looking = connection.get_execution_options().get("looking")  # type: ignore[attr-defined]
            connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    return engine
