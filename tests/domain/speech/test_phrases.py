"""Phrases as templates: strict, whatever the template and the values hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk import resource_files
from qi_desk.domain.errors import Invalid
from qi_desk.domain.speech.phrases import Gap, gaps_in, problems_of, render, slots_of

SLOTS = tuple(resource_files.phrase_book().slots)
BOOK = {phrase.id: phrase.text for phrase in resource_files.phrase_book().phrases}

pieces = st.one_of(
    st.sampled_from(["{", "}", "{{", "}}", "{}", "{{光标}}", "{{用语:a}}", "{{用语:nobody}}", "{{别的}}", "None"]),
    st.sampled_from([f"{{{slot}}}" for slot in SLOTS]),
    st.text(max_size=6),
)
templates = st.lists(pieces, max_size=8).map("".join)
values = st.dictionaries(
    st.sampled_from([*SLOTS, "光标", ""]),
    st.one_of(
        st.none(), st.just(""), st.just("  "), st.just("None"), st.just("{站名}"), st.text(max_size=8), st.integers()
    ),
    max_size=6,
)


@given(templates, values, templates)
def test_no_brace_no_none_no_empty_slot_ever_leaves(template: str, given_values: dict[str, object], other: str) -> None:
    rendered = render(template, given_values, {"a": other})
    assert "{" not in rendered.shown
    assert "}" not in rendered.shown
    for part in rendered.parts:
        if isinstance(part, Gap):
            assert part.slot.strip()
        else:
            assert part
    literal = re.sub(r"\{[^{}]*\}", "", template + other)
    if "None" not in literal:
        assert "None" not in "".join(part for part in rendered.parts if isinstance(part, str))
    assert 0 <= rendered.caret <= len(rendered.shown)
    if rendered.missing:
        with pytest.raises(Invalid, match=r"phrase\.missing"):
            rendered.whole()
        assert gaps_in(rendered.shown)
    else:
        assert rendered.whole() == rendered.shown


@pytest.mark.parametrize("key", sorted(BOOK))
def test_every_phrase_of_the_book_is_whole_with_its_slots(key: str) -> None:
    everything = dict.fromkeys(SLOTS, "某")
    assert not render(BOOK[key], everything, BOOK).missing
    assert problems_of(BOOK[key], SLOTS, {name: text for name, text in BOOK.items() if name != key}) == []


def test_a_missing_value_is_a_chip_and_refuses() -> None:
    rendered = render("{称呼}，{日期}前回您。", {"称呼": "陈女士", "日期": None}, {})
    assert rendered.shown == "陈女士，〔请填：日期〕前回您。"
    assert rendered.missing == ("日期",)
    assert gaps_in(rendered.shown) == ("〔请填：日期〕",)


def test_the_caret_and_what_is_brought_in() -> None:
    rendered = render("{{用语:hello}}请{{光标}}坐。", {"称呼": "陈女士"}, {"hello": "{称呼}好，"})
    assert rendered.shown == "陈女士好，请坐。"
    assert rendered.shown[: rendered.caret] == "陈女士好，请"


def test_only_one_level_is_brought_in() -> None:
    rendered = render("{{用语:a}}", {}, {"a": "{{用语:b}}", "b": "乙"})
    assert "乙" not in rendered.shown
    assert rendered.missing


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("您好{称呼", "phrase.brace"),
        ("您好称呼}", "phrase.brace"),
        ("{没有这个}", "phrase.slot"),
        ("{}", "phrase.slot"),
        ("{{用语:nobody}}", "phrase.include"),
        ("{{用语:nested}}", "phrase.nested"),
        ("{{粗体}}", "phrase.command"),
        ("{{光标}}和{{光标}}", "phrase.carets"),
    ],
)
def test_a_template_with_a_slip_is_refused(template: str, code: str) -> None:
    others = {"nested": "{{用语:plain}}", "plain": "好"}
    assert code in [problem.code for problem in problems_of(template, SLOTS, others)]


def test_slots_are_named_once_and_commands_are_none() -> None:
    assert slots_of("{称呼}{日期}{称呼}{{光标}}{{用语:a}}") == ("称呼", "日期")
