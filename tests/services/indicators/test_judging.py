"""人员、机构、专家评价 (8.2.3): counted where there are data, offered as grades, kept with what they came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.registers.staff import evaluation_id
from qi_desk.services import rights
from qi_desk.services.indicators import judging
from qi_desk.services.indicators.judging import Judged
from qi_desk.services.library import evaluation
from qi_desk.services.ports import Query
from tests.services.indicators.judged import a_quarter, another, record, serve
from tests.support.stations import CODE, Bench


def mine(bench: Bench, year: int = 2026) -> Judged:
    return next(one for one in judging.staff(bench.house, bench.actor, year) if one.eid == bench.specialist)


def sign(judged: Judged, key: str) -> tuple[str, int]:
    return next((one.value, one.n) for one in judged.signs if one.key == key)


def rated(bench: Bench, grades: list[int]) -> None:
    """Ratings of the specialist's work."""
    with bench.house.store.write(bench.actor) as unit:
        for grade in grades:
            values: dict[str, Any] = dict.fromkeys(
                ("overall", "efficiency", "competence", "attitude", "integrity", "solving"), grade
            )
            values |= {"about_kind": "request", "about": bench.specialist, "asked_at": unit.now, "rated_at": unit.now}
            values |= {"state": "rated", "method": "phone", "served_by": bench.specialist}
            unit.create("survey", values)
        unit.commit()


def complaint(bench: Bench, decision: str = "upheld", **values: Any) -> None:
    with bench.house.store.write(bench.actor) as unit:
        given = {
            "received_at": unit.now,
            "medium": "person",
            "target": "staff",
            "kind": "01",
            "facts": "甲",
            "wanted": "乙",
        }
        given |= {"against_person": bench.specialist, "state": "closed", "decision": decision}
        unit.create("complaint", {**given, **values})
        unit.commit()


def test_without_data_there_is_no_grade(bench: Bench) -> None:
    found = mine(bench)
    assert sign(found, "reply") == ("无数据", 0)
    assert found.grades["timely"] is None
    assert found.grades["satisfying"] is None
    assert found.written == {}


def test_fewer_than_ten_ratings_say_nothing_of_a_person(bench: Bench) -> None:
    rated(bench, [5] * 9)
    assert sign(mine(bench), "content")[0] == "无数据"
    assert mine(bench).grades["satisfying"] is None
    rated(bench, [5])
    assert sign(mine(bench), "content") == ("100%", 10)
    assert mine(bench).grades["satisfying"] == 5


def test_training_and_corrections_make_the_professional_aspect(bench: Bench) -> None:
    assert sign(mine(bench), "exams") == ("100%", 1)
    with bench.house.store.write(bench.actor) as unit:
        row = {"key": bench.specialist, "who": "何演练", "person": bench.specialist, "score": 55, "result": "failed"}
        values = {"topic": "认证", "kind": "in_post", "held_on": unit.now.date(), "exam": "written", "people": [row]}
        unit.create("training", values)
        unit.commit()
    assert sign(mine(bench), "exams") == ("50%", 2)
    assert sign(mine(bench), "exam_score") == ("55 分", 1)
    assert mine(bench).grades["professional"] == 1


def test_confirmed_complaints_lower_integrity_and_others_do_not(bench: Bench) -> None:
    complaint(bench, "rejected")
    assert sign(mine(bench), "upheld")[0] == "0"
    complaint(bench)
    assert sign(mine(bench), "upheld")[0] == "1"
    assert mine(bench).grades["honest"] == 2


def test_nobody_learns_from_the_own_line_of_a_complaint(bench: Bench) -> None:
    """C3: the person a complaint is about reads nothing of it before it is told."""
    complaint(bench)
    seen = judging.staff(bench.house, bench.as_specialist(), 2026)
    assert [one.eid for one in seen] == [bench.specialist], "one's own line alone"
    assert sign(seen[0], "upheld")[0] == "无数据"


def test_what_is_written_down_keeps_what_it_came_from(bench: Bench) -> None:
    a_quarter(bench)
    values = {"year": 2026, "professional": 5, "timely": 4, "honest": 5, "satisfying": 4, "note": "稳"}
    judging.write_staff(bench.house, bench.actor, bench.specialist, values)
    kept = record(bench, "staff_evaluation", evaluation_id(bench.specialist, 2026))
    assert kept["digest"] == mine(bench).digest
    assert {one["key"] for one in kept["basis"]} >= {"reply", "closed", "content", "upheld"}
    assert mine(bench).written == {"professional": 5, "timely": 4, "honest": 5, "satisfying": 4}
    before = kept["basis"]
    serve(bench)
    assert record(bench, "staff_evaluation", evaluation_id(bench.specialist, 2026))["basis"] == before


def test_nobody_judges_oneself_or_without_leading(bench: Bench) -> None:
    values = {"year": 2026, "professional": 5, "timely": 4, "honest": 5, "satisfying": 4}
    with pytest.raises(NotAllowed, match=r"staff\.own_evaluation"):
        judging.write_staff(bench.house, bench.actor, bench.actor.account, values)
    with pytest.raises(NotAllowed):
        judging.write_staff(bench.house, bench.as_specialist(), bench.actor.account, values)


def test_outsiders_read_masked_names(bench: Bench) -> None:
    auditor = replace(another(bench.actor), role=rights.AUDITOR)
    assert {one.name for one in judging.staff(bench.house, auditor, 2026)} == {"林**", "何**"}


def expert(bench: Bench, **values: Any) -> str:
    with bench.house.store.write(bench.actor) as unit:
        given = {"name": "区专家", "organisation": "广州示范研究院", "fields": ["ME"], "state": "serving"}
        day = unit.now.date()
        given |= {"term_to": day + timedelta(days=300), "secrecy_on": day, "secrecy_to": day + timedelta(days=300)}
        eid = unit.create("expert", {**given, **values})
        unit.commit()
    return eid


def work(bench: Bench, party: str, *, late: bool = False, graded: int = 5, client: str = "") -> str:
    """A finished and judged piece of work for a client."""
    with bench.house.store.write(bench.actor) as unit:
        who = client or unit.create(
            "enterprise", {"name": f"客户{party[:4]}", "kind": "enterprise", "credit_code": None}
        )
        request = unit.create("request", {"client": who, "state": "closed", "registered_at": unit.now})
        planned = unit.now.date() - timedelta(days=1 if late else -1)
        values = {"request": request, "item": "ME02", "party_kind": "expert", "party": party, "state": "evaluated"}
        values |= {"planned_on": planned, "asked_at": unit.now, "answer_due": unit.now, "answered_at": unit.now}
        eid = unit.create("assignment", {**values, "finished_at": unit.now})
        grades = dict.fromkeys(("expertise", "timeliness", "integrity", "attitude"), graded)
        given = {"party_kind": "expert", "party": party, "assignment": eid, "kind": "assignment", "made_at": unit.now}
        unit.create("evaluation", {**given, **grades, "score": 20 * graded})
        unit.commit()
    return eid


def judged(bench: Bench, eid: str) -> Judged:
    return next(one for one in judging.parties(bench.house, bench.actor, 2026) if one.eid == eid)


def test_partners_are_counted_from_what_they_were_asked(bench: Bench) -> None:
    eid = expert(bench)
    work(bench, eid)
    work(bench, eid, late=True, graded=3)
    found = judged(bench, eid)
    assert sign(found, "expertise_given") == ("4 分", 2)
    assert sign(found, "answered") == ("100%", 2)
    assert sign(found, "finished") == ("50%", 2)
    assert sign(found, "papers")[0] == "100%"
    assert found.grades["timeliness"] is not None


def test_an_expert_who_served_the_own_firm_is_marked_and_the_grade_of_it_proves_nothing(bench: Bench) -> None:
    """Trap 33."""
    eid = expert(bench, organisation="广州示范精密仪器有限公司")
    client = serve(bench)
    own = record(bench, "request", client)["client"]
    assert record(bench, "enterprise", own)["credit_code"] == CODE
    work(bench, eid, graded=3)
    work(bench, eid, graded=5, client=own)
    found = judged(bench, eid)
    assert sign(found, "avoided")[0] == "1"
    assert sign(found, "expertise_given") == ("3 分", 1)
    assert found.grades["integrity"] == 2


def test_a_year_written_down_feeds_the_library_and_low_ones_ask_for_a_review(bench: Bench) -> None:
    eid = expert(bench)
    work(bench, eid, graded=2)
    grades = {"expertise": 2, "timeliness": 2, "integrity": 3, "attitude": 2, "comment": "两次迟到"}
    score = judging.write_party(bench.house, bench.actor, eid, grades).value
    assert score < bench.house.settings.get("library.low_score")
    assert record(bench, "expert", eid)["state"] != "serving", "two low results in a row ask for a review"
    with bench.house.store.read() as look:
        kept = look.select(Query("evaluation", equals={"party": eid, "kind": "yearly"}))
    assert {one["key"] for one in kept[0]["basis"]} >= {"expertise_given", "avoided"}
    assert kept[0]["rules"]


def test_a_single_judgement_keeps_no_basis(bench: Bench) -> None:
    eid = expert(bench)
    evaluation.review(
        bench.house, bench.actor, "expert", eid, {"expertise": 5, "timeliness": 5, "integrity": 5, "attitude": 5}
    )
    with bench.house.store.read() as look:
        assert look.select(Query("evaluation", equals={"party": eid}))[0]["basis"] is None
