"""The files that go into a pack: which may be shown, what they are called in it, and which stay at the station."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qi_desk import wording
from qi_desk.domain.compliance.standing import Proof
from qi_desk.services.attachments import SIGNATURE
from qi_desk.services.compliance.meter import name_of
from qi_desk.services.ports import House, Query, Reader, Record

SHOWN = frozenset(
    {"rule", "clause_ruling", "base_item", "norm", "newsletter", "innovation", "equipment", "opening_check"}
)
"""Kinds of records whose files tell of the station alone: these go into a masked pack. Files of clients, people,
institutions and complaints cannot be masked, and are left out."""

_MOST = 5000
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file: its name in the pack (made anew: what a person called it may name somebody), what it belongs to, and
    where it is kept."""

    path: str
    belongs: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files of a pack, and how many were left out: for their secrecy, and because they lie at another desk."""

    files: tuple[PackFile, ...]
    secret: int
    elsewhere: int


def gather(house: House, look: Reader, proofs: Iterable[Proof], folder: str, *, whole: bool) -> Gathered:
    """The files of these records, in their order; unless `whole` only those that may be shown to anybody."""
    order = list(dict.fromkeys((one.kind, one.eid) for one in proofs if one.kind != "print"))
    held = {eid: record for kind in {kind for kind, _ in order} for eid, record in _many(look, kind, order).items()}
    by_subject = _attached(look, [eid for _, eid in order])
    files: list[PackFile] = []
    secret = elsewhere = 0
    for kind, eid in order:
        for one in by_subject.get(eid, ()):
            if not whole and (kind not in SHOWN or one["role"] == SIGNATURE):
                secret += 1
            elif not house.files.holds(one["sha256"]):
                elsewhere += 1
            else:
                label, name = (
                    wording.label(f"entity.{kind}"),
                    name_of(held[eid], outward=not whole) if eid in held else "",
                )
                belongs = f"{label} {name}".strip() if name != label else label
                ending = str(one["name"]).rpartition(".")[2].lower()
                path = f"{folder}/{len(files) + 1:03}-{label}.{ending}"
                files.append(PackFile(path, belongs, one["sha256"], one["size"]))
    return Gathered(tuple(files), secret, elsewhere)


def _many(look: Reader, kind: str, order: Sequence[tuple[str, str]]) -> dict[str, Record]:
    return dict(look.many(kind, [eid for known, eid in order if known == kind]))


def _attached(look: Reader, eids: Sequence[str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for start in range(0, len(eids), _CHUNK):
        part = tuple(eids[start : start + _CHUNK])
        for one in look.select(Query("attachment", among={"subject": part}, order="eid", limit=_MOST)):
            found.setdefault(one["subject"], []).append(one)
    return found
