"""Every code, field and slot the program can show has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import qi_desk
from qi_desk import resource_files, wording
from qi_desk.domain import errors
from qi_desk.domain.errors import Conflict, Expected, Invalid, Problem
from qi_desk.domain.moments import CHINA
from qi_desk.domain.records import ENTITIES, LIFECYCLES
from qi_desk.settings.declared import DESK_SETTINGS, station_settings

ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, Expected) and kind is not Invalid
}
CODE = re.compile(r"(store|signin|journal|printer)\.(?!receipt|queue|save|on_site|recovery|json$)[a-z_]+")
NOTICE = re.compile(r"(device|marks)\.(?!log$)[a-z_]+")
PACKAGE = Path(qi_desk.__file__).parent


def calls_in_package() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", node


def texts_in_package() -> Iterator[str]:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def literals(node: ast.expr) -> list[str]:
    """The texts an expression can be, as far as they are written out: "a", or "a" if x else "b"."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def raised() -> list[tuple[str, str, set[str] | None]]:
    """(place, code, values given or None where they can't be read) of every error made in the package."""
    found = []
    for place, call in calls_in_package():
        if isinstance(call.func, ast.Name) and call.func.id in ERRORS and call.args:
            names = [keyword.arg for keyword in call.keywords]
            values = None if None in names else {name for name in names if name}
            found += [(place, code, values) for code in literals(call.args[0])]
    return found


def problems() -> list[tuple[str, str, set[str] | None]]:
    """(place, code, values given or None where they can't be read) of every problem made in the package."""
    found = []
    for place, call in calls_in_package():
        if isinstance(call.func, ast.Name) and call.func.id == "Problem" and len(call.args) > 1:
            given = call.args[2] if len(call.args) > 2 else ast.Dict([], [])
            values = _keys(given)
            found += [(place, code, values) for code in literals(call.args[1])]
    return found


def _keys(node: ast.expr) -> set[str] | None:
    if not isinstance(node, ast.Dict):
        return None
    keys = {text for key in node.keys if key is not None for text in literals(key)}
    return keys if len(keys) == len(node.keys) else None


def test_the_sweep_finds_errors_and_problems() -> None:
    assert "record.missing" in {code for _, code, _ in raised()}
    assert "required" in {code for _, code, _ in problems()}


def test_every_error_raised_has_a_sentence_with_the_values_it_is_given() -> None:
    lacking = []
    for place, code, values in raised():
        parts = [wording.texts().get(f"error.{code}.{part}") for part in ("what", "safe", "next")]
        slots = {name for part in parts if part for name in wording.slots(part)} - {"code"}
        if not parts[0] or not parts[2]:
            lacking.append((place, code, "no sentence"))
        elif values is not None and not slots <= values:
            lacking.append((place, code, f"never given {slots - values}"))
    assert lacking == []


def test_codes_that_stand_in_tables_and_returns_have_sentences_too() -> None:
    codes = {text for text in texts_in_package() if CODE.fullmatch(text)}
    assert "store.full" in codes
    assert [code for code in sorted(codes) if f"error.{code}.what" not in wording.texts()] == []


def test_every_notice_has_words() -> None:
    codes = {text for text in texts_in_package() if NOTICE.fullmatch(text)}
    assert [code for code in sorted(codes) if f"notice.{code}" not in wording.texts()] == []


def test_every_problem_has_a_line_with_the_values_it_is_given() -> None:
    lacking = []
    for place, code, values in problems():
        line = wording.texts().get(f"problem.{code}")
        if line is None:
            lacking.append((place, code, "no line"))
        elif values is not None and not {*wording.slots(line)} - {"field", "code"} <= values:
            lacking.append((place, code, f"given only {values}"))
    assert lacking == []


def test_every_declared_field_and_entity_has_a_label() -> None:
    keys = [f"{entity.name}.{field.name}" for entity in ENTITIES.values() for field in entity.fields]
    keys += [f"entity.{name}" for name in ENTITIES]
    assert [key for key in keys if not wording.known(key)] == []


def test_every_field_a_problem_names_has_a_label() -> None:
    named = {
        text
        for _, call in calls_in_package()
        if isinstance(call.func, ast.Name) and call.func.id == "Problem" and call.args
        for text in literals(call.args[0])
    }
    named |= {field.name for entity in ENTITIES.values() for field in entity.fields}
    named |= {f"manager_{name}" for name in ("name", "staff_no", "phone", "role")}
    assert [name for name in sorted(named) if name and not wording.known(name)] == []


def test_every_code_list_a_field_or_move_names_is_there() -> None:
    named = {field.codes for entity in ENTITIES.values() for field in entity.fields if field.codes}
    named |= {move.reasons for cycle in LIFECYCLES.values() for move in cycle.moves if move.reasons}
    assert named - set(resource_files.code_lists()) == set()


def test_every_state_of_a_lifecycle_has_a_label() -> None:
    missing = [
        (name, state)
        for name, cycle in LIFECYCLES.items()
        for state in cycle.states
        if wording.code_label(f"{name}_states", state).startswith("〔")
    ]
    assert missing == []


def test_every_event_of_a_lifecycle_has_a_label() -> None:
    events = [(name, move.event) for name, cycle in LIFECYCLES.items() for move in cycle.moves]
    events += [("visit", "create"), ("enterprise", "create"), ("person", "signed_in")]
    assert [event for event in events if wording.event_label(*event).startswith("〔")] == []
    assert wording.event_label("visit", "fly") == "〔visit.fly〕"


def test_every_setting_has_a_label() -> None:
    keys = [*DESK_SETTINGS, *station_settings()]
    assert [key for key in keys if wording.setting_label(key).startswith("〔")] == []
    assert wording.setting_label("no.such") == "〔no.such〕"


def test_a_label_falls_back_to_the_field_and_then_to_the_visible_key() -> None:
    assert wording.label("visit.name") == "姓名"
    assert wording.label("somewhere.phone") == "联系电话"
    assert wording.label("visit.no_such_field") == "〔visit.no_such_field〕"


def test_a_code_label_comes_from_its_list_and_unknown_codes_stay_visible() -> None:
    assert wording.code_label("channels", "P01") == "线下窗口"
    assert wording.code_label("catalogue", "ME02") == "校准"
    assert wording.code_label("channels", "P99") == "〔P99〕"
    assert wording.code_label("no_such_list", "P01") == "〔P01〕"


def test_a_sentence_says_what_is_safe_and_what_to_do() -> None:
    said = wording.sentence(Conflict("visit.twice_in_queue", ticket="A007", eid="x"))
    assert "A007" in said.what
    assert said.safe
    assert said.next
    assert str(said) == said.what + said.safe + said.next


def test_an_error_without_words_names_its_code() -> None:
    said = wording.sentence(Expected("never.worded"))
    assert "never.worded" in said.what
    assert said.next


def test_a_problem_names_the_field_and_the_repair() -> None:
    assert wording.problem(Problem("visit.phone", "required")) == "请填写联系电话。"
    assert "K7" in wording.problem(Problem("credit_code", "credit_code.check_character", {"found": "1"}, "K7"))
    assert "odd.code" in wording.problem(Problem("visit.phone", "odd.code"))


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_slot_without_value_is_visible_and_never_a_brace(nothing: str | None) -> None:
    assert wording.fill("{称呼}您好", {"称呼": nothing}) == "〔?〕您好"
    assert wording.fill("{称呼}您好", {}) == "〔?〕您好"


def test_values_are_filled_once_and_spoken_as_people_say_them() -> None:
    assert wording.fill("{a}{b}", {"a": "{b}", "b": "1"}) == "{b}1"
    assert wording.fill("{x}", {"x": date(2026, 3, 10)}) == "2026年3月10日"
    assert wording.fill("{x}", {"x": datetime(2026, 3, 10, 9, 5, tzinfo=CHINA)}) == "3月10日09:05"
    assert wording.fill("{x}", {"x": ["甲", "乙"]}) == "甲、乙"
    assert wording.fill("{x}", {"x": 0}) == "0"
    assert wording.fill("{state:visit_states}", {"state": "held"}) == "暂挂"


def test_texts_use_paired_braces_only() -> None:
    filled = {key: wording.fill(text, {}) for key, text in wording.texts().items()}
    assert [key for key, text in filled.items() if set(text) & set("{}")] == []
