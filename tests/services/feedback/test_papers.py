"""The papers of feedback as they come out of the printer."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Missing
from qi_desk.services import attachments, request_papers
from qi_desk.services.feedback import complaints, improvements, papers, surveys
from qi_desk.services.paperwork import Order
from tests.services.feedback.cases import BAD, asked, complained, decided, delivered, record
from tests.support.stations import Bench


def text_of(order: Order) -> str:
    paper = InlinePapers().make(order.form, order.view)
    assert paper.missing == ()
    document = pypdfium2.PdfDocument(paper.pdf)
    told = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s", "", told)


def test_the_slip_has_its_number_and_a_box_for_every_grade(bench: Bench) -> None:
    survey = asked(bench)
    text = text_of(papers.slip(bench.house, bench.actor, survey))
    assert str(record(bench, "survey", survey)["number"]) in text
    assert text.count("□") >= 30
    assert text.index("总体评价") < text.index("意见和建议")
    assert "不会算作满意" in text


def test_a_slip_that_was_answered_shows_the_answer(bench: Bench) -> None:
    survey = asked(bench)
    surveys.rate_on_screen(bench.house, bench.actor, survey, {**BAD, "reasons": ["slow"], "words": "等太久。"})
    text = text_of(papers.slip(bench.house, bench.actor, survey))
    assert text.count("√") == 8
    assert "等太久。" in text


def test_the_acknowledgement_names_the_day_and_no_facts(bench: Bench) -> None:
    eid = complained(bench)
    text = text_of(papers.complaint(bench.house, bench.actor, eid, papers.ACKNOWLEDGEMENT))
    assert "2026年3月17日前答复" in text
    assert "周**" in text or "周*" in text
    assert "周演练" not in text
    assert "020-84800001" in text


def test_an_anonymous_one_is_asked_after_by_its_number(bench: Bench) -> None:
    eid = complained(bench, anonymous=True)
    assert "匿名（凭编号查询）" in text_of(papers.complaint(bench.house, bench.actor, eid, papers.ACKNOWLEDGEMENT))


def test_the_decision_tells_what_was_done_and_the_ways_that_are_left(bench: Bench) -> None:
    eid = complained(bench)
    with pytest.raises(Missing, match=r"paper\.not_issued"):
        papers.complaint(bench.house, bench.actor, eid, papers.DECISION)
    decided(bench, eid, bench.as_specialist())
    text = text_of(papers.complaint(bench.house, bench.actor, eid, papers.DECISION))
    assert "情况属实，向您道歉。" in text
    assert "向您致歉，当天补办。" in text
    assert "交接漏了一件" not in text
    assert "GB/T19013" in text
    complaints.answer(bench.house, bench.actor, eid, "objected")
    review = {"decision": "partly", "review_text": "维持道歉。", "told_mode": "phone"}
    complaints.review(bench.house, bench.actor, eid, review)
    assert "投诉复核答复书" in text_of(papers.complaint(bench.house, bench.actor, eid, papers.DECISION))


def test_the_plan_shows_measures_and_how_it_went(bench: Bench) -> None:
    day = bench.clock.now().date()
    values = {"source": "self", "problem": "告知单不全", "deadline": day + timedelta(days=30)}
    eid = improvements.found(bench.house, bench.actor, values).value
    improvements.add_action(bench.house, bench.actor, eid, {"what": "加复核", "due": day + timedelta(days=3)})
    improvements.track(bench.house, bench.actor, eid, "首周无遗漏")
    text = text_of(papers.improvement(bench.house, bench.actor, eid))
    assert "加复核" in text
    assert "首周无遗漏" in text
    assert "2026年4月9日" in text


def test_what_the_client_signed_on_the_screen_stands_on_the_paper(bench: Bench) -> None:
    eid = delivered(bench)
    picture = Image.new("RGB", (900, 360), "white")
    ImageDraw.Draw(picture).line([(50, 100), (800, 260)], fill="black", width=8)
    png = io.BytesIO()
    picture.save(png, "PNG")
    bare = InlinePapers().make("form_sheet", request_papers.sheet(bench.house, bench.actor, eid, "delivery").view)
    request_papers.sign(bench.house, bench.actor, eid, "delivery", png.getvalue())
    order = request_papers.sheet(bench.house, bench.actor, eid, "delivery")
    assert order.view.signature == png.getvalue()
    signed = InlinePapers().make("form_sheet", order.view)
    assert [len(pypdf.PdfReader(io.BytesIO(one.pdf)).pages[0].images) for one in (bare, signed)] == [0, 1]
    with bench.house.store.read() as look:
        assert attachments.signature_of(bench.house, look, eid) == b""
    with pytest.raises(Missing):
        request_papers.sign(bench.house, bench.actor, eid, "plan", png.getvalue())
