"""What is not said: found where it is said, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk import resource_files
from qi_desk.domain.speech.forbidden import Entry, Grammar, Watch, problems_of

PRECISION, RECALL = 0.95, 0.90
LABELLED = [
    line.split("\t")
    for line in (Path(__file__).parent / "labelled.tsv").read_text(encoding="utf-8").splitlines()
    if line
]
HERE = Watch(resource_files.forbidden_entries(), resource_files.forbidden_grammar())
PLAIN = Grammar(("客户",), ("说",), ("不",))


def test_precision_and_recall_on_the_labelled_set() -> None:
    found = {text: bool(HERE.look(text)) for _, text in LABELLED}
    bad = [text for label, text in LABELLED if label == "bad"]
    fine = [text for label, text in LABELLED if label == "ok"]
    assert len(bad) >= 100
    assert len(fine) >= 100
    hits = sum(found[text] for text in bad)
    alarms = [text for text in fine if found[text]]
    assert hits / (hits + len(alarms)) >= PRECISION, alarms
    assert hits / len(bad) >= RECALL, [text for text in bad if not found[text]]


def test_there_are_thirty_entries_with_something_to_say_instead() -> None:
    entries = resource_files.forbidden_entries()
    kinds = resource_files.code_list("forbidden_kinds").ids
    assert len(entries) >= 30
    assert len({entry.id for entry in entries}) == len(entries)
    assert all(entry.instead and entry.kind in kinds and not HERE.look(entry.instead) for entry in entries)
    assert [problem for entry in entries for problem in problems_of((*entry.said, *entry.harmless))] == []


def test_no_courteous_phrase_and_no_form_raises_an_alarm() -> None:
    alarms = [phrase.text for phrase in resource_files.phrase_book().phrases if HERE.look(phrase.text)]
    forms = json.dumps(resource_files.read("documents/forms.toml").copy(), ensure_ascii=False)
    assert alarms == []
    assert [forms[find.start : find.end] for find in HERE.look(forms)] == []


@pytest.mark.parametrize("text", ["包  过", "包，过", "ＢＡＯ包过", "包\u3000过！", "您放心，包 过"])
def test_blanks_punctuation_and_width_make_no_difference(text: str) -> None:
    watch = Watch((Entry("a", "空头承诺", ("包过",), "以机构结论为准。"),), PLAIN)
    (find,) = watch.look(text)
    assert text[find.start] == "包"
    assert text[find.end - 1] == "过"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一定包过", True),
        ("我们不承诺包过", False),
        ("不行。包过", True),
        ("客户说能包过", False),
        ("客户说过，本站包过", False),
        ("客户来了。我们包过", True),
        ("“包过”是不能说的", False),
        ("包过的盒子", False),
    ],
)
def test_telling_denying_and_quoting_are_harmless(text: str, found: bool) -> None:
    watch = Watch((Entry("a", "空头承诺", ("包过",), "以机构结论为准。", ("包过的盒子",), True),), PLAIN)
    assert bool(watch.look(text)) is found


def test_gaps_and_choices() -> None:
    watch = Watch((Entry("a", "推诿", ("不（归/由）我（们/）…管",), "帮您联系。"),), PLAIN)
    assert watch.look("这事不由我们来管")
    assert watch.look("不归我管")
    assert not watch.look("不归我们这个小小的服务窗口所管")


@pytest.mark.parametrize(
    ("expression", "code"), [("（甲/乙", "forbidden.bracket"), ("甲", "forbidden.short"), ("（/）…", "forbidden.short")]
)
def test_an_expression_with_a_slip_is_refused(expression: str, code: str) -> None:
    assert [problem.code for problem in problems_of([expression])] == [code]


@given(st.text(max_size=60))
def test_finds_lie_in_the_text_in_order_and_apart(text: str) -> None:
    finds = HERE.look(text)
    edges = [edge for find in finds for edge in (find.start, find.end)]
    assert edges == sorted(edges)
    assert all(0 <= find.start < find.end <= len(text) for find in finds)


def test_a_fatal_reply_of_a_drill_is_one_that_is_not_said() -> None:
    replies = [reply for script in resource_files.drill_scripts() for step in script.steps for reply in step.replies]
    assert [reply.text for reply in replies if reply.points == 2 and HERE.look(reply.text)] == []
    assert sum(reply.fatal for reply in replies) >= 14
