"""Size classes by the official table: every floor must be met, and what nobody told decides nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.size_class import LARGE, MEDIUM, MICRO, SMALL, UNKNOWN, Figures, Trade, size_of, trade_of
from qi_desk.resource_files import CodeFiles
from qi_desk.services.client_file import trades_of

TRADES = trades_of(CodeFiles())
WAN = 1_000_000
ORDER = (MICRO, SMALL, MEDIUM, LARGE)


@pytest.mark.parametrize(
    ("staff", "revenue", "size"),
    [
        (1000, 40000, LARGE),
        (1000, 39999, MEDIUM),
        (999, 90000, MEDIUM),
        (300, 1999, SMALL),
        (20, 300, SMALL),
        (19, 300, MICRO),
        (5000, 299, MICRO),
    ],
)
def test_industry_must_meet_every_floor(staff: int, revenue: int, size: str) -> None:
    assert size_of(TRADES["industry"], Figures(staff, revenue * WAN)) == size


@pytest.mark.parametrize(
    ("trade", "figures", "size"),
    [
        ("agriculture", Figures(revenue=500 * WAN), MEDIUM),
        ("building", Figures(revenue=80000 * WAN, assets=80000 * WAN), LARGE),
        ("building", Figures(revenue=80000 * WAN, assets=4999 * WAN), SMALL),
        ("software", Figures(100, 1000 * WAN), MEDIUM),
        ("leasing", Figures(300, assets=119999 * WAN), MEDIUM),
        ("other", Figures(9), MICRO),
    ],
)
def test_each_trade_has_its_own_measures(trade: str, figures: Figures, size: str) -> None:
    assert size_of(TRADES[trade], figures) == size


def test_a_missing_figure_or_trade_is_not_guessed() -> None:
    assert size_of(TRADES["industry"], Figures(staff=5)) == UNKNOWN
    assert size_of(TRADES["building"], Figures(staff=5, revenue=WAN)) == UNKNOWN
    assert size_of(None, Figures(5, WAN, WAN)) == UNKNOWN


def test_the_trade_follows_the_division_then_the_section_unless_chosen() -> None:
    assert trade_of(TRADES, section="C") is TRADES["industry"]
    assert trade_of(TRADES, section="F") is None
    assert trade_of(TRADES, section="F", division="52") is TRADES["retail"]
    assert trade_of(TRADES, chosen="property", section="K", division="70") is TRADES["property"]


@given(st.sampled_from(sorted(TRADES)), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.data())
def test_more_never_makes_smaller(trade: str, staff: int, revenue: int, assets: int, data: st.DataObject) -> None:
    one = Figures(staff, revenue * WAN, assets * WAN)
    more = Figures(
        staff + data.draw(st.integers(0, 5000)),
        (revenue + data.draw(st.integers(0, 10**6))) * WAN,
        (assets + data.draw(st.integers(0, 10**6))) * WAN,
    )
    assert ORDER.index(size_of(TRADES[trade], more)) >= ORDER.index(size_of(TRADES[trade], one))


def test_floors_rise_in_every_trade() -> None:
    for trade in TRADES.values():
        assert isinstance(trade, Trade)
        assert trade.floors
        for floors in trade.floors.values():
            assert list(floors) == sorted(floors, reverse=True)
