"""Taking requests in: what is checked, what is fixed for ever, what one act does."""

from __future__ import annotations

from datetime import datetime

import pytest

from qi_desk.domain import numbers
from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.domain.moments import CHINA
from qi_desk.services import board, intake, intake_check, request_views
from qi_desk.services.intake_input import ClientInput, ContactInput, Material, QuickAnswer, from_json
from qi_desk.services.ports import Query
from qi_desk.services.reception import WalkIn, check_in
from tests.support.stations import CODE, OTHER_CODE, Bench, intake_of


def codes(error: Invalid) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in error.problems}


def test_an_accepted_request_has_everything_the_counter_promised(bench: Bench) -> None:
    value = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
    view = request_views.show(bench.house, bench.actor, value.number)
    assert numbers.parse(value.number).kind == "XQ"
    assert value.state == view.row.state == "accepted"
    assert view.row.first_contact == "林示范"
    assert view.row.reply_due == datetime(2026, 3, 11, 17, 30, tzinfo=CHINA)
    assert view.row.items == ("ME02", "TE03")
    assert [paper.kind for paper in view.papers] == ["receipt.acceptance"]
    assert view.contact_phone == "138****1234"


@pytest.mark.parametrize(
    ("day", "due"),
    [("2026-02-13", "2026-02-14"), ("2026-02-14", "2026-02-24"), ("2026-09-18", "2026-09-20")],
)
def test_the_promise_counts_working_weekends_and_holidays(bench: Bench, day: str, due: str) -> None:
    bench.clock.moment = datetime.fromisoformat(f"{day}T10:00+08:00")
    value = intake.register(bench.house, bench.actor, intake_of()).value
    assert value.reply_due.date().isoformat() == due


def test_registering_alone_stops_before_accepting(bench: Bench) -> None:
    value = intake.register(bench.house, bench.actor, intake_of()).value
    assert (value.state, value.papers) == ("registered", ())
    accepted = intake.accept(bench.house, bench.actor, value.eid, "phone").value
    assert accepted.state == "accepted"
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        intake.accept(bench.house, bench.actor, value.eid, "phone")


def test_papers_handed_in_get_a_document_receipt(bench: Bench) -> None:
    value = intake.register(bench.house, bench.actor, intake_of(materials=(Material("1", "营业执照"),))).value
    assert len(value.papers) == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"items": ()}, ("items", "request.no_items")),
        ({"items": ("XX99",)}, ("items", "not_in_list")),
        ({"items": ("ME02", "ME02")}, ("items", "request.item_twice")),
        ({"urgency": "3"}, ("urgency_reason", "request.urgency_reason")),
        ({"existing_asked": False}, ("existing", "request.existing_not_asked")),
        ({"channel": "P77"}, ("channel", "not_in_list")),
        ({"description": "  "}, ("description", "required")),
        ({"contact": ContactInput(name="陈演练", phone="")}, ("contact.phone", "required")),
        ({"client": ClientInput(name="无码厂")}, ("client.credit_code", "required")),
        (
            {"client": ClientInput(name="错码厂", credit_code="91440113MADEMQ0122")},
            ("client.credit_code", "credit_code.check_character"),
        ),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_written(
    bench: Bench, changes: dict[str, object], wrong: tuple[str, str]
) -> None:
    with bench.house.store.read() as look:
        before = look.head()
    with pytest.raises(Invalid) as refused:
        intake.register_and_accept(bench.house, bench.actor, intake_of(**changes))
    assert wrong in codes(refused.value)
    with bench.house.store.read() as look:
        assert look.head() == before


def test_look_alikes_in_a_code_are_put_right(bench: Bench) -> None:
    typed = CODE.replace("0", "O")
    found = intake_check.check_intake(
        bench.house, bench.actor, intake_of(client=ClientInput(name="示范厂", credit_code=typed))
    )
    fixes = [problem.fix for problem in found if problem.field == "client.credit_code"]
    assert fixes == [CODE]


def test_kinds_without_a_code_need_none(bench: Bench) -> None:
    team = ClientInput(kind="team", name="示范创业团队")
    first = intake.register(bench.house, bench.actor, intake_of(client=team)).value
    second = intake.register(bench.house, bench.actor, intake_of(client=team)).value
    assert request_views.show(bench.house, bench.actor, first.eid).row.client == (
        request_views.show(bench.house, bench.actor, second.eid).row.client
    )


def test_one_code_is_one_file_and_one_person_one_contact(bench: Bench) -> None:
    intake.register(bench.house, bench.actor, intake_of())
    intake.register(bench.house, bench.actor, intake_of(contact=ContactInput(name="陈演练", phone="138 0000 1234")))
    other = ClientInput(name="广州另一示范厂", credit_code=OTHER_CODE)
    intake.register(bench.house, bench.actor, intake_of(client=other))
    with bench.house.store.read() as look:
        assert look.count(Query("enterprise")) == 2
        assert look.count(Query("contact", equals={"name": "陈演练"})) == 2


def test_a_known_code_with_another_name_is_a_warning(bench: Bench) -> None:
    intake.register(bench.house, bench.actor, intake_of())
    renamed = intake_of(client=ClientInput(name="改了名的厂", credit_code=CODE))
    found = intake_check.check_intake(bench.house, bench.actor, renamed)
    assert [(problem.code, problem.warning) for problem in found] == [("client.name_differs", True)]


def test_numbers_never_repeat_and_every_one_checks(bench: Bench) -> None:
    issued = [intake.register(bench.house, bench.actor, intake_of()).value.number for _ in range(12)]
    assert len(set(issued)) == 12
    assert [numbers.parse(number).serial for number in issued] == list(range(1, 13))
    bench.reopen()
    assert numbers.parse(intake.register(bench.house, bench.actor, intake_of()).value.number).serial == 13
    bench.clock.pass_time(days=1)
    assert numbers.parse(intake.register(bench.house, bench.actor, intake_of()).value.number).serial == 1


def test_a_question_is_opened_and_closed_in_one_act(bench: Bench) -> None:
    visit = check_in(bench.house, bench.actor, WalkIn(subject="查标准", name="李演练", begin=True)).value
    quick = QuickAnswer(
        question="GB/T 19001 哪年版有效？",
        answer="2016 版有效。",
        items=("ST03",),
        client=ClientInput(kind="person", name="李演练"),
        contact=ContactInput(),
        visit=visit.eid,
        matter=visit.matters[0].eid,
    )
    value = intake.answer_at_once(bench.house, bench.actor, quick).value
    assert value.state == "closed"
    assert board.visit(bench.house, bench.actor, visit.eid).matters[0].state == "done"


def test_a_withdrawn_request_stays_with_its_reason(bench: Bench) -> None:
    value = intake.register(bench.house, bench.actor, intake_of()).value
    intake.withdraw(bench.house, bench.actor, value.eid, "client")
    view = request_views.show(bench.house, bench.actor, value.number)
    assert (view.row.state, view.end_reason, view.offered) == ("terminated", "client", ("archive",))


def test_json_is_read_strictly() -> None:
    with pytest.raises(Invalid) as refused:
        from_json({"client": {"name": "厂", "colour": "red"}, "items": "ME02", "surprise": 1})
    assert {
        ("client.colour", "file.unknown_key"),
        ("items", "file.wrong_type"),
        ("surprise", "file.unknown_key"),
        ("contact", "required"),
    } <= codes(refused.value)
    with pytest.raises(Invalid):
        from_json(["not", "an", "object"])


def test_the_lists_page_through_everything_once(bench: Bench) -> None:
    issued = {intake.register(bench.house, bench.actor, intake_of()).value.number for _ in range(7)}
    seen: list[str] = []
    after = None
    while True:
        page = request_views.page(bench.house, bench.actor, after=after, limit=3)
        seen += [row.number for row in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted(issued)
