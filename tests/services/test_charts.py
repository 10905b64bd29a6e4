"""Marks put in order, small ones added up, nothing made of what is not known."""

from __future__ import annotations

from qi_desk.services.charts import counted, parts, ranked


def test_the_largest_come_first_and_the_unknown_last() -> None:
    found = ranked([counted("甲", 3), counted("乙", None), counted("丙", 0), counted("丁", 12)])
    assert [(mark.name, mark.said) for mark in found] == [("丁", "12"), ("甲", "3"), ("丙", "0"), ("乙", "无数据")]


def test_what_is_too_much_to_compare_is_added_up() -> None:
    found = ranked([counted(f"机构{place}", place) for place in range(20)])
    assert len(found) == 12
    assert (found[-1].name, found[-1].value) == ("其余 9 项", sum(range(9)))


def test_parts_keep_their_order_and_say_their_share() -> None:
    found = parts([counted("满意", 19), counted("不满意", 0), counted("一般", 1)])
    assert [mark.said for mark in found] == ["19（95%）", "0", "1（5%）"]


def test_a_share_below_one_in_a_hundred_is_not_called_nothing() -> None:
    assert parts([counted("多", 1000), counted("少", 1)])[1].said == "1（<1%）"


def test_more_than_six_parts_become_six() -> None:
    found = parts([counted(name, value) for name, value in zip("甲乙丙丁戊己庚", (1, 9, 2, 8, 3, 7, 4), strict=True)])
    assert [mark.name for mark in found] == ["乙", "丁", "戊", "己", "庚", "其余 2 项"]
    assert sum(mark.value or 0 for mark in found) == 34
