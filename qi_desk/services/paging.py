"""Reading more records than one page holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from qi_desk.services.ports import Query, Reader, Record


def pages(look: Reader, query: Query) -> Iterator[tuple[Record, ...]]:
    """All records that match, in order, `query.limit` at a time."""
    page = look.select(query)
    while page:
        yield page
        if len(page) < query.limit:
            return
        last = page[-1]
        order = query.order or "eid"
        page = look.select(replace(query, after=(last.eid if order == "eid" else last[order], last.eid)))


def every(look: Reader, query: Query) -> Iterator[Record]:
    """All records that match, in order, one by one."""
    return chain.from_iterable(pages(look, query))
