"""Reading more records than one page holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qi_desk.services.ports import Query, Reader, Record


def every(look: Reader, query: Query) -> Iterator[Record]:
    """All records that match, in order, read a page of `query.limit` at a time."""
    page = look.select(query)
    while page:
        yield from page
        if len(page) < query.limit:
            return
        last = page[-1]
        order = query.order or "eid"
        page = look.select(replace(query, after=(last.eid if order == "eid" else last[order], last.eid)))
