"""The search index: word fragments in FTS5, prefixes in one B-tree, and the records they stand for.

Nothing here is a source of truth: `SearchIndex.rebuild` makes it again from the entity tables.
"""

from __future__ import annotations

SEARCH_EID_DDL = "CREATE UNIQUE INDEX ix_search_doc_eid ON search_doc (eid)"
SEARCH_KEY_DDL = "CREATE TABLE {name} (key TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (key, doc)) WITHOUT ROWID"

SEARCH_DDL: tuple[str, ...] = (
    # `eid` is the 16 bytes of a UUID (half the index's share of a request would be its text otherwise).
    # Which rows of search_key are a record's follows from its fields: kept a second time they were a fifth of it all.
    "CREATE TABLE search_doc (doc INTEGER PRIMARY KEY, eid BLOB NOT NULL)",
    SEARCH_EID_DDL,
    SEARCH_KEY_DDL.format(name="search_key"),
    # The ascii tokenizer takes every character beyond ASCII as a letter. unicode61 follows Unicode 6.1 and
    # drops the ideographs encoded since (extensions E and later), which people's names are written with.
    """
    CREATE VIRTUAL TABLE search_text USING fts5(
        tokens, content='', contentless_delete=1, detail=full, tokenize="ascii tokenchars '_='"
    )
    """,
    # SQLCipher keeps 80 bytes of every page: leaves of the usual size would each need a second page read.
    "INSERT INTO search_text (search_text, rank) VALUES ('pgsz', 3900)",
)
"""The statements that make the index in an empty station file, in order."""
