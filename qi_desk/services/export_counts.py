"""Service objects counted by what they are and where, small cells left out so that nobody is recognised (G3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from qi_desk import wording
from qi_desk.domain.masking import small_cell
from qi_desk.domain.size_class import Figures, Trade, size_of, trade_of
from qi_desk.services.ports import Record
from qi_desk.services.sheets import OutColumn

COUNTED: tuple[tuple[str, str], ...] = (
    ("kind", "client_kinds"),
    ("street", "streets"),
    ("section", "industry_sections"),
    ("size", "sizes"),
    ("tags", "enterprise_tags"),
    ("status", "client_states"),
)
"""What is counted, and the code list that names it."""

ALONE = frozenset({"tags"})
"""Counts that do not add up to the whole: one service object may be in several cells or in none."""


_LEFT_OUT = "*"


@dataclass(slots=True)
class Tally:
    """Counts by what is counted and by code; "" stands for what nobody told."""

    trades: Mapping[str, Trade] = field(default_factory=dict)
    cells: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name, _ in COUNTED})
    total: int = 0

    def add(self, records: Iterable[Record]) -> None:
        """Count these."""
        for record in records:
            self.total += 1
            for name, _ in COUNTED:
                self.cells[name].update(self._codes(name, record))

    def _codes(self, name: str, record: Record) -> list[str]:
        if name == "size":
            trade = trade_of(
                self.trades,
                chosen=record["trade"] or "",
                division=record["division"] or "",
                section=record["section"] or "",
            )
            return [size_of(trade, Figures(record["staff_count"], record["revenue"], record["assets"]))]
        value = record[name]
        return list(value or ()) if isinstance(value, list) or name in ALONE else [value or ""]

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """What is counted, the cell, and how many. Small cells say only that they are; where one alone could be worked
        out from the total, the next smallest is left out with it."""
        for name, codes in COUNTED:
            counts = self.cells[name]
            beside = _beside(counts) if name not in ALONE else ""
            for code, count in counts.most_common():
                label = wording.code_label(codes, code) if code else wording.texts()["exchange.not_told"]
                yield _title(name), label, _LEFT_OUT if code == beside and beside else small_cell(count)
        yield wording.texts()["exchange.total"], "", small_cell(self.total)


def _beside(counts: Counter[str]) -> str:
    """The cell that must be left out for the sake of a single small one; empty if none must."""
    small = [code for code, count in counts.items() if small_cell(count) != str(count)]
    if len(small) != 1:
        return ""
    others = sorted((code for code in counts if code not in small and code), key=lambda code: counts[code])
    return others[0] if others else ""


def _title(name: str) -> str:
    return wording.texts().get(f"exchange.counted.{name}") or wording.label(f"enterprise.{name}")


def count_columns() -> tuple[OutColumn, ...]:
    """The heads of the table of counts."""
    texts = wording.texts()
    return tuple(
        OutColumn(texts[f"exchange.count.{name}"], width) for name, width in (("what", 18), ("cell", 32), ("many", 12))
    )
