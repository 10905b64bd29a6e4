"""Possible twins of what an import would make anew: the same core name, on file or further up in the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from qi_desk import resource_files
from qi_desk.domain.company_names import NameVariants, core
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.services.paging import every
from qi_desk.services.ports import Query, Reader

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    """A name whose core is known: the file's id and its name, or the row of the table."""

    eid: str
    name: str
    row: int = 0


class TwinsByName:
    """Cores of all names on file, former ones too; read when first asked for."""

    def __init__(self, look: Reader) -> None:
        self._look = look
        self._on_file: dict[str, Known] | None = None
        self._in_table: dict[str, Known] = {}
        self._last = ("", "")

    def of(self, name: str, kind: str, own: str) -> Known | None:
        """The file, or else the row further up, whose name has the same core; `own` is the id the row would have."""
        if kind == PERSON_KIND:
            return None
        if self._on_file is None:
            self._on_file = self._read()
        heart = self._core(name)
        found = self._on_file.get(heart) or self._in_table.get(heart)
        return found if found is not None and found.eid != own else None

    def note(self, name: str, kind: str, eid: str, row: int) -> None:
        """The row at `row` would make a file of this name."""
        if kind != PERSON_KIND:
            self._in_table.setdefault(self._core(name), Known(eid, name, row))

    def _core(self, name: str) -> str:
        """The core of a name; that of the last name asked for is kept, as rows are looked at twice."""
        if name != self._last[0]:
            self._last = (name, core(name, variants()))
        return self._last[1]

    def _read(self) -> dict[str, Known]:
        found: dict[str, Known] = {}
        for record in every(self._look, Query("enterprise", order="eid", limit=_PAGE)):
            if record["kind"] == PERSON_KIND:
                continue
            former = [one["name"] for one in record["former_names"] or () if isinstance(one, dict)]
            for name in (record["name"], *former):
                found.setdefault(core(name, variants()), Known(record.eid, record["name"]))
        return found


@cache
def variants() -> NameVariants:
    """The words that don't tell companies apart."""
    return NameVariants.from_table(resource_files.read("codes/name_variants.toml"))
