"""Tables of this desk alone: drafts, what was opened lately, the print journal."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from qi_desk.storage.tables.entities import METADATA

DRAFT = Table(
    "draft",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)
Index("ix_draft_account", DRAFT.c.account)

RECENT = Table(
    "recent",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("eid", Text, primary_key=True),
    Column("at", Text, nullable=False),
)
Index("ix_recent_account_at", RECENT.c.account, RECENT.c.at)

PRINT_JOB = Table(
    "print_job",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("paper", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
    Column("subject", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("printer", Text, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("job", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("reprint", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("sha256", Text, nullable=False),
    Column("batch", Text, nullable=False, server_default=""),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("of", Text, nullable=False, server_default=""),
    Column("body", Integer, nullable=False, server_default="0"),
    Column("fault", Text, nullable=False, server_default=""),
    Column("pdf", LargeBinary, nullable=False),
)
Index("ix_print_job_created_at", PRINT_JOB.c.created_at)
Index("ix_print_job_paper", PRINT_JOB.c.paper)
Index("ix_print_job_batch", PRINT_JOB.c.batch)
