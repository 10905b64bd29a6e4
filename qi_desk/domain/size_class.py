"""Size classes of enterprises (统计上大中小微型企业划分办法 2017; D6): large, medium, small, micro or not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LARGE, MEDIUM, SMALL, MICRO, UNKNOWN = "large", "medium", "small", "micro", "unknown"

_TESTED = (LARGE, MEDIUM, SMALL)
_TEN_THOUSAND_YUAN = 1_000_000
"""In fen, as money is kept."""


@dataclass(frozen=True, slots=True)
class Trade:
    """The floors of one trade: indicator (`staff` in persons, `revenue` and `assets` in 10,000 yuan) to the floors of
    large, medium and small. `sections` and `divisions` of GB/T 4754 fall under it by themselves."""

    id: str
    floors: Mapping[str, tuple[int, int, int]]
    sections: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of an enterprise; money in fen, None for what nobody told."""

    staff: int | None = None
    revenue: int | None = None
    assets: int | None = None

    def of(self, indicator: str) -> float | None:
        """The figure in the unit of the floors."""
        value = {"staff": self.staff, "revenue": self.revenue, "assets": self.assets}[indicator]
        return value if value is None or indicator == "staff" else value / _TEN_THOUSAND_YUAN


def size_of(trade: Trade | None, figures: Figures) -> str:
    """The class: the first from the top whose floors are all met, else micro.

    Without the trade, or without a figure the trade is measured by, it is not known; micro is never guessed.
    """
    if trade is None:
        return UNKNOWN
    known = {indicator: figures.of(indicator) for indicator in trade.floors}
    if any(value is None for value in known.values()):
        return UNKNOWN
    for place, size in enumerate(_TESTED):
        if all((known[indicator] or 0) >= floors[place] for indicator, floors in trade.floors.items()):
            return size
    return MICRO


def trade_of(trades: Mapping[str, Trade], *, chosen: str = "", division: str = "", section: str = "") -> Trade | None:
    """The trade an enterprise is measured in: the one chosen, else that of its division, else that of its section.

    A section that holds several trades (F wholesale and retail, G, H, I, K, L) decides nothing by itself.
    """
    if chosen:
        return trades.get(chosen)
    for trade in trades.values():
        if division and division in trade.divisions:
            return trade
    for trade in trades.values():
        if section and section in trade.sections:
            return trade
    return None
