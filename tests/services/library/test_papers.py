"""The papers of the library: what is on record stands on them, the rest is left to be written."""

from __future__ import annotations

import pytest

from qi_desk.documents.make import make
from qi_desk.domain.errors import Missing
from qi_desk.services.form_sheets import FormSheetView
from qi_desk.services.library import papers
from qi_desk.services.official_sheets import AgreementView
from qi_desk.services.paperwork import Order
from tests.documents.test_papers import text_of
from tests.services.library.shelves import TODAY, expert_values, institution_values, proposed
from tests.support.stations import Bench

RARE = "㛃𠅤𬱖"


def printed(order: Order) -> str:
    paper = make(order.form, order.view)
    assert paper.missing == ()
    return text_of(paper.pdf).replace("\n", "")


def form(order: Order) -> FormSheetView:
    assert isinstance(order.view, FormSheetView)
    return order.view


def test_an_expert_s_form_holds_what_is_on_record(bench: Bench) -> None:
    certificate = {"key": "Z1", "name": "注册计量师", "number": "Z1", "fields": ["ME02"], "valid_to": "2028-03-10"}
    values = expert_values(
        f"欧阳{RARE}",
        phone="13800001234",
        certificates=[certificate],
        avoid=[{"key": "示范公司", "name": "示范公司"}],
        works="主持三项校准规范起草。",
        recommended_by="示范协会",
    )
    eid = proposed(bench, "expert", values)
    order = papers.expert_form(bench.house, bench.actor, eid)
    said = printed(order)
    for text in (f"欧阳{RARE}", "教授级高工", "注册计量师", "校准", "示范公司", "主持三项校准规范起草", "示范协会"):
        assert text in said
    assert dict(form(order).facts)["职称"] == "教授级高工"
    assert "13800001234" not in said
    assert order.number.startswith("PY03-ZJ-")


def test_nobody_to_avoid_is_said_only_where_it_was_confirmed(bench: Bench) -> None:
    for confirmed, said in ((True, "没有需要回避的单位"), (False, "")):
        eid = proposed(bench, "expert", expert_values(avoid_confirmed=confirmed))
        (_, avoid) = form(papers.expert_form(bench.house, bench.actor, eid)).tables
        assert any(said in cell for row in avoid.rows for cell in row) == confirmed or not confirmed
        assert any("".join(row) for row in avoid.rows) == confirmed


def test_judgements_stand_on_the_form(bench: Bench) -> None:
    eid = proposed(bench, "expert", expert_values())
    assert len(form(papers.expert_form(bench.house, bench.actor, eid)).tables) == 2
    with bench.house.store.write(bench.actor) as unit:
        unit.create(
            "evaluation",
            {
                "party_kind": "expert",
                "party": eid,
                "kind": "yearly",
                "score": 87,
                "comment": "答疑细致",
                "made_at": unit.now,
            },
        )
        unit.commit()
    (*_, judged) = form(papers.expert_form(bench.house, bench.actor, eid)).tables
    assert judged.rows[0][1:] == ("87", "答疑细致")


def test_an_application_shows_qualifications_prices_and_whether_there_was_a_penalty(bench: Bench) -> None:
    eid = proposed(bench, "institution", institution_values())
    order = papers.application(bench.house, bench.actor, eid)
    qualifications, prices, staff = form(order).tables
    assert qualifications.rows[0][:2] == ("实验室认可", "L1")
    assert prices.rows[0][1:] == ("120.00 元", "件", "5 个工作日")
    assert not any("".join(row) for row in staff.rows)
    assert "没有受过处罚" in printed(order)
    punished = proposed(bench, "institution", institution_values(penalised=True, penalty_note="2024年警告一次"))
    assert "2024年警告一次" in printed(papers.application(bench.house, bench.actor, punished))


def test_blank_forms_have_room_and_no_facts(bench: Bench) -> None:
    for verb in (papers.blank_expert_form, papers.blank_application):
        order = verb(bench.house, bench.actor)
        assert not any(value for label, value in form(order).facts if label != "近三年处罚")
        assert "＿＿＿" in printed(order)
        assert (order.number, order.subject) == ("", "")


def test_an_agreement_names_both_sides_its_term_and_its_annexes(bench: Bench) -> None:
    dates = {"agreement_from": TODAY, "agreement_to": TODAY.replace(year=TODAY.year + 3)}
    eid = proposed(bench, "institution", institution_values(offer="园区企业九折"))
    with bench.house.store.write(bench.actor) as unit:
        unit.change("institution", eid, dates)
        unit.commit()
    order = papers.agreement(bench.house, bench.actor, eid)
    assert isinstance(order.view, AgreementView)
    said = printed(order)
    assert order.view.number == "XY-1"
    for text in (
        "示范检测中心",
        "园区企业九折",
        "2026年3月10日起至2029年3月10日止",
        "8小时内答复",
        "附表1",
        "附表2",
        "L1",
    ):
        assert text in said
    for slot in "{}":
        assert slot not in said


def test_what_is_not_agreed_yet_is_left_open(bench: Bench) -> None:
    eid = proposed(bench, "institution", institution_values(agreement_no=None, response_hours=None, credit_code=None))
    said = printed(papers.agreement(bench.house, bench.actor, eid))
    assert "自＿＿＿＿年＿＿月＿＿日起" in said
    assert "None" not in said


def test_an_unknown_party_has_no_paper(bench: Bench) -> None:
    for verb in (papers.expert_form, papers.application, papers.agreement):
        with pytest.raises(Missing):
            verb(bench.house, bench.actor, "nobody")
