"""Keeping what was done (F30, H2, H3): filed items, who borrowed them, how long they stay and how they may go."""

from __future__ import annotations

from datetime import date

from qi_desk.domain import moments
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

LEAST_YEARS = 3
"""Archives are kept three years at least (7.3 e of DB44/T 2407)."""

LEAST_APPRAISERS = 2
"""People who look at a list before anything on it may be destroyed (F30)."""

ARCHIVE_ITEM = Entity(
    "archive_item",
    (
        Field("code", limit=60, merge=Merge.IMMUTABLE),
        Field("volume", limit=30),
        Field("client", Type.REF, target="enterprise"),
        Field("part", Type.CODE, required=True, codes="volume_parts"),
        Field("subject_kind", limit=40, merge=Merge.IMMUTABLE),
        Field("subject", Type.REF, target_in="subject_kind", merge=Merge.IMMUTABLE),
        Field("title", required=True, limit=160),
        Field("author", required=True, limit=80),
        Field("document_number", limit=60),
        Field("dated", Type.DAY, required=True),
        Field("year", Type.INTEGER, required=True, merge=Merge.IMMUTABLE),
        Field("desk", limit=2, merge=Merge.IMMUTABLE),
        Field("serial", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("pages", Type.INTEGER),
        Field("secrecy", Type.CODE, required=True, codes="sensitivity"),
        Field("category", Type.CODE, required=True, codes="retention_classes"),
        Field("period", Type.CODE, required=True, codes="retention_periods"),
        Field("starts_on", Type.DAY, required=True),
        Field("medium", Type.CODE, required=True, codes="archive_media"),
        Field("place", limit=80),
        Field("note", limit=200),
        Field("waiver", limit=200),
        Field("held", Type.FLAG),
        Field("hold_reason", limit=200),
        Field("filed_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("disposal", Type.REF, target="disposal"),
        Field("destroyed_on", Type.DAY),
    ),
    indexes=(("client",), ("subject",), ("year", "desk", "serial"), ("starts_on",), ("disposal",)),
)
"""One filed item (件): a document with what belongs to it. `waiver` says why an incomplete matter was filed all the
same; the period counts from `starts_on` (the last activity, not the making)."""

ARCHIVE_LOAN = Entity(
    "archive_loan",
    (
        Field("item", Type.REF, required=True, target="archive_item"),
        Field("borrower", required=True, limit=50),
        Field("organisation", limit=80),
        Field("why", required=True, limit=200),
        Field("out_on", Type.DAY, required=True),
        Field("due_on", Type.DAY, required=True),
        Field("lent_by", Type.REF, target="person"),
        Field("back_on", Type.DAY),
        Field("back_note", limit=200),
    ),
    indexes=(("item",), ("back_on", "due_on")),
)

DISPOSAL = Entity(
    "disposal",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("reason", required=True, limit=300),
        Field("way", Type.CODE, required=True, codes="disposal_ways"),
        Field("state", Type.CODE, required=True, codes="disposal_states"),
        Field("proposed_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("proposed_on", Type.DAY, required=True),
        Field("opinions", Type.LIST, merge=Merge.SET),
        Field("approved_by", Type.REF, target="person"),
        Field("approved_on", Type.DAY),
        Field("refusal", limit=300),
        Field("witness", limit=50),
        Field("done_by", Type.REF, target="person"),
        Field("done_on", Type.DAY),
    ),
    number="DA",
    indexes=(("state",),),
)
"""One list of items to be destroyed; `opinions` are {key: person, name, text, on} of the appraisers."""

DISPOSAL_LIFECYCLE = Lifecycle(
    "disposal",
    states=("proposed", "appraised", "approved", "done", "refused"),
    first="proposed",
    final=frozenset({"done", "refused"}),
    moves=(
        move("appraise", ("proposed",), "appraised"),
        move("approve", ("appraised",), "approved", paper="disposal_list"),
        move("destroy", ("approved",), "done", paper="disposal_list"),
        move("refuse", ("proposed", "appraised", "approved"), "refused"),
    ),
)

ITEM_FIELDS = (
    "title",
    "part",
    "author",
    "document_number",
    "dated",
    "pages",
    "category",
    "period",
    "secrecy",
    "medium",
    "place",
    "note",
)
"""What an item is filled in with."""


def kept_until(starts_on: date, years: int) -> date | None:
    """The last day an item is kept when its period of `years` counts from `starts_on`; None for ever (0 years)."""
    if years == 0:
        return None
    return moments.months_later(starts_on, 12 * years)


def run_out(starts_on: date, years: int, today: date) -> bool:
    """Whether an item may be put on a list to be destroyed: its period is over, three years at the very least."""
    until = kept_until(starts_on, max(years, LEAST_YEARS) if years else 0)
    return until is not None and until < today


def archive_code(station: str, year: int, period: str, problem: str, desk: str, serial: int) -> str:
    """The archive code of an item after DA/T 22-2015: fonds, category and year, period, problem, item (H2). The desk's
    letter before the item's number keeps two desks without a line apart."""
    return f"{station}-FW·{year}-{period}-{problem}-{desk}{serial:04}"
