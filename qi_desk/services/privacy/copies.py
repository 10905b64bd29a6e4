"""What else this desk keeps of what was written in records: kept papers, half-written work, contents of files. The
search index follows each change by itself; files that were given out are out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from qi_desk.domain.registers.personal import written_forms
from qi_desk.services.paging import every
from qi_desk.services.ports import House, Query, Reader, Record

PERSONAL_COPY = "personal_copy"
"""The kind of paper that shows a person all of their data: its kept copy goes sooner."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Gone:
    """How many kept papers and drafts went."""

    prints: int
    drafts: int


def forget(house: House, eids: frozenset[str], name: str, phone: str) -> Gone:
    """Let go of what this desk keeps about the person in these records: kept papers about them, and drafts that hold
    the telephone, or the name beside one of the records. Doing it again finds nothing more."""
    prints = house.store.prints.forget_of(eids)
    return Gone(prints, house.store.drafts.purge(written_forms(phone), (name,), eids))


def old_prints(house: House) -> tuple[tuple[datetime, tuple[str, ...]], ...]:
    """Before which moments kept papers go, of which kinds (none: of all)."""
    return (
        (_before(house, "print_copies"), ()),
        (_before(house, "personal_copies"), (PERSONAL_COPY,)),
    )


def drafts_until(house: House) -> datetime:
    """The moment before which half-written work that names no record goes."""
    return _before(house, "draft_purge")


def _before(house: House, limit: str) -> datetime:
    return house.clock.now() - timedelta(days=house.settings.get(f"deadline.{limit}"))


def dead_files(house: House, look: Reader) -> tuple[str, ...]:
    """Digests of contents on this desk that only voided attachments name, or attachments of voided records, for longer
    than the limit `void_files`."""
    before = _before(house, "void_files")
    found = dict.fromkeys(one["sha256"] for one in _dead(look, before))
    return tuple(digest for digest in found if house.files.holds(digest) and not _named(look, digest))


def _named(look: Reader, digest: str) -> bool:
    """Whether an attachment that stands names these contents."""
    same = every(look, Query("attachment", equals={"sha256": digest}, limit=_PAGE))
    return any(not _subject_void(look, one) for one in same)


def _dead(look: Reader, before: datetime) -> Iterator[Record]:
    for one in every(look, Query("attachment", limit=_PAGE, voided=True)):
        if _voided_at(look, one.eid) < before:
            yield one
    for one in every(look, Query("attachment", limit=_PAGE)):
        if _subject_void(look, one) and _voided_at(look, one["subject"]) < before:
            yield one


def _subject_void(look: Reader, attachment: Record) -> bool:
    subject = look.get(attachment["subject_kind"], attachment["subject"])
    return subject is not None and subject.void is not None and look.standing(subject.kind, subject.eid) == subject


def _voided_at(look: Reader, eid: str) -> datetime:
    """When the last thing happened to a voided record: nothing does after it was voided, but being emptied."""
    return look.history(eid=eid, limit=1)[0].at
