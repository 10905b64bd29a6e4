"""What an intake may not do: name what is not there, join strangers, close without what a receipt needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qi_desk.domain.errors import Invalid
from qi_desk.services import intake
from qi_desk.services.intake_input import ClientInput, ContactInput, Intake, QuickAnswer
from qi_desk.services.ports import Query
from tests.support.stations import OTHER_CODE, Bench, intake_of

QUICK = QuickAnswer(
    question="现行吗？",
    answer="现行。",
    items=("ST03",),
    client=ClientInput(kind="person", name="李演练"),
    contact=ContactInput(phone="13800001234"),
)


def problems(refused: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"question": " "}, ("question", "required")),
        ({"answer": ""}, ("answer", "required")),
        ({"items": ()}, ("items", "request.no_items")),
        ({"items": ("XX99",)}, ("items", "not_in_list")),
        ({"client": ClientInput(kind="person")}, ("client.name", "visit.who")),
        ({"client": ClientInput(kind="unheard of", name="某")}, ("client.kind", "not_in_list")),
        (
            {"client": ClientInput(name="厂", credit_code="91440113MADEMQ0122")},
            ("client.credit_code", "credit_code.check_character"),
        ),
        ({"client": ClientInput(eid="nobody")}, ("client", "record.missing")),
        ({"contact": ContactInput(phone="none")}, ("contact.phone", "phones.no_digits")),
        ({"channel": "P77"}, ("channel", "not_in_list")),
        ({"solved": "perhaps"}, ("solved", "not_in_list")),
        ({"question": "长" * 4001}, ("question", "too_long")),
    ],
)
def test_a_quick_answer_is_checked_like_any_request(
    bench: Bench, changes: dict[str, object], wrong: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        intake.answer_at_once(bench.house, bench.actor, replace(QUICK, **changes))  # type: ignore[arg-type]
    assert wrong in problems(refused)


def test_a_firm_that_only_asks_needs_no_code(bench: Bench) -> None:
    quick = replace(QUICK, client=ClientInput(name="路过的示范厂"))
    assert intake.answer_at_once(bench.house, bench.actor, quick).value.state == "closed"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"confirmation": ""}, ("confirmation", "required")),
        ({"confirmation": "nod"}, ("confirmation", "not_in_list")),
        ({"visit": "nowhere"}, ("visit", "record.missing")),
        ({"client": ClientInput(eid="nobody")}, ("client", "record.missing")),
        ({"contact": ContactInput(eid="nobody")}, ("contact", "record.missing")),
        ({"contact": ContactInput(name="", phone="13800001234")}, ("contact.name", "required")),
        ({"contact": ContactInput(name="陈演练", phone="none")}, ("contact.phone", "phones.no_digits")),
        ({"secrecy": "top"}, ("secrecy", "not_in_list")),
        ({"description": "长" * 4001}, ("description", "too_long")),
        ({"quantities": {"ME02": 0}}, ("quantities", "not_a_number")),
    ],
)
def test_an_intake_names_only_what_is_there(bench: Bench, changes: dict[str, object], wrong: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        intake.register_and_accept(bench.house, bench.actor, intake_of(**changes))
    assert {(field.split(".")[-1], code) for field, code in problems(refused)} >= {(wrong[0].split(".")[-1], wrong[1])}


def test_a_contact_speaks_for_one_client(bench: Bench) -> None:
    intake.register(bench.house, bench.actor, intake_of())
    with bench.house.store.read() as look:
        contact = look.select(Query("contact"))[0].eid
    stranger = ClientInput(name="广州另一示范厂", credit_code=OTHER_CODE)
    with pytest.raises(Invalid) as refused:
        intake.register(bench.house, bench.actor, intake_of(client=stranger, contact=ContactInput(eid=contact)))
    assert ("contact", "record.missing") in problems(refused)


def person(name: str, phone: str) -> Intake:
    return intake_of(client=ClientInput(kind="person", name=name), contact=ContactInput(name=name, phone=phone))


def test_two_people_of_one_name_are_two_files(bench: Bench) -> None:
    for phone in ("13800001234", "13800005678", "138 0000 1234"):
        intake.register(bench.house, bench.actor, person("王演练", phone))
    with bench.house.store.read() as look:
        assert look.count(Query("enterprise", equals={"name": "王演练"})) == 2
        assert look.count(Query("contact", equals={"name": "王演练"})) == 2


def test_nobody_known_by_name_alone_is_joined(bench: Bench) -> None:
    quick = replace(QUICK, client=ClientInput(kind="person", name="王演练"), contact=ContactInput())
    intake.answer_at_once(bench.house, bench.actor, quick)
    intake.answer_at_once(bench.house, bench.actor, quick)
    with bench.house.store.read() as look:
        assert look.count(Query("enterprise", equals={"name": "王演练"})) == 2
