"""What the manager may write on a paper: names in braces from a closed list, every mistake with its line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.paper_templates import problems_of, slots_in, with_station

SLOTS = ("due", "phone", "station")


def found(text: str, *, required: bool = False, limit: int = 400) -> list[tuple[str, object]]:
    return [
        (one.code, one.values.get("line")) for one in problems_of("notes", text, SLOTS, required=required, limit=limit)
    ]


def test_mistakes_are_told_with_their_line() -> None:
    assert found("请在 {due} 前补交。\n电话 {phone}") == []
    assert found("第一行\n请在 {dui} 前") == [("template.slot", 2)]
    assert found("请在 {due 前\n{phone}\n}") == [("template.brace", 1), ("template.brace", 3)]
    assert found("{{due}}") == [("template.brace", 1), ("template.brace", 1)]
    assert found("{due!r} {due:>10} {0} {}") == [("template.slot", 1)] * 4
    assert found(" \n ", required=True) == [("template.empty", None)]
    assert found("很长" * 300) == [("too_long", None)]


@given(st.text(st.sampled_from("{}duephonstai .:!\n字"), max_size=40))
def test_what_passes_can_be_filled(text: str) -> None:
    if found(text):
        return
    values = dict.fromkeys(SLOTS, "值")
    assert text.format(**values).count("值") == sum(text.count(f"{{{slot}}}") for slot in SLOTS)


@given(st.text(max_size=30), st.text(max_size=10))
def test_the_station_s_values_bring_no_braces_in(text: str, value: str) -> None:
    before = found(text)
    after = with_station(text, {"station": value})
    if not before:
        assert not found(after, limit=10_000)
        assert "station" not in slots_in(after)


def test_other_slots_stay_for_who_fills_them() -> None:
    assert with_station("{station}：请在 {due} 前", {"station": "示范站"}) == "示范站：请在 {due} 前"
