"""The flow guides for the wall: today's limits, one sheet, the same words on every size."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from qi_desk import resource_files
from qi_desk.documents.inline import InlinePapers
from qi_desk.services import posters, station_settings
from qi_desk.services.paperwork import Order
from qi_desk.services.posters import POSTER_A3, POSTER_A4, PosterView
from qi_desk.services.prints import kinds
from qi_desk.services.prints.kinds import Asked
from tests.documents.test_papers import text_of
from tests.support.stations import Bench

GOLDEN = Path(__file__).parents[1] / "documents" / "golden"
NAMES = ("flow_guide", "poster_booking", "poster_complaint", "poster_notice")
FORMS = (POSTER_A4, POSTER_A3)
STAGES = ("需求收集", "需求评估", "服务跟进", "服务反馈", "服务质量监督", "资料归档")


def ordered(bench: Bench, name: str) -> Order:
    """The poster as the print centre asks for it."""
    return kinds.order_for(bench.house, bench.actor, Asked(name))


def printed(view: PosterView, form: str = POSTER_A4) -> str:
    paper = InlinePapers().make(form, view)
    assert paper.pages == 1
    assert paper.missing == ()
    return text_of(paper.pdf)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_golden_one(bench: Bench, name: str) -> None:
    text = printed(ordered(bench, name).view)
    assert "{" not in text
    assert text == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_large_sheet_says_the_same(bench: Bench, name: str) -> None:
    view = ordered(bench, name).view
    assert printed(view, POSTER_A3).split() == printed(view).split()


@pytest.mark.parametrize(("form", "size"), [(POSTER_A4, (595.28, 841.89)), (POSTER_A3, (841.89, 1190.55))])
def test_it_has_the_size_of_its_sheet(bench: Bench, form: str, size: tuple[float, float]) -> None:
    pdf = InlinePapers().make(form, ordered(bench, "flow_guide").view).pdf
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.1)


def test_the_flow_has_the_steps_of_the_norm_in_their_order(bench: Bench) -> None:
    assert tuple(step.title for step in ordered(bench, "flow_guide").view.steps) == STAGES


def test_another_promise_stands_on_the_next_print(bench: Bench) -> None:
    assert "投诉 5 日答复" in printed(ordered(bench, "flow_guide").view)
    station_settings.change_setting(bench.house, bench.actor, "deadline.complaint_reply", 3)
    bench.reopen()
    assert "投诉 3 日答复" in printed(ordered(bench, "flow_guide").view)
    assert "一般 3 日" in printed(ordered(bench, "poster_complaint").view)


def test_who_may_be_called_stands_on_every_one(bench: Bench) -> None:
    for name in NAMES:
        view = ordered(bench, name).view
        assert "020-84800001" in printed(view)
        assert view.code == "tel:020-84800001"


def test_a_station_without_a_phone_for_supervision_has_no_code(bench: Bench) -> None:
    view = ordered(bench, "flow_guide").view
    bare = replace(view, code="", contact=())
    assert "监督电话" not in printed(bare)


def test_long_names_and_many_words_stay_on_the_sheet(bench: Bench) -> None:
    view = ordered(bench, "poster_complaint").view
    station = replace(view.station, name="番禺区" + "很长名称" * 8 + "质量基础设施“一站式”服务工作站")
    steps = tuple(replace(step, text=step.text + "还要说清楚为什么这样办、找谁问、多久有答复。") for step in view.steps)
    full = replace(view, station=station, steps=steps)
    pdf = InlinePapers().make(POSTER_A4, full).pdf
    found: list[tuple[float, float]] = []

    def seen(text: str, _cm: object, tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.append((tm[4], tm[5]))

    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    page.extract_text(visitor_text=seen)
    assert found
    assert all(0 < x < 596 and 0 < y < 842 for x, y in found)
    assert "".join(text_of(pdf).split()).count("多久有答复") == len(steps)


def test_every_number_of_the_words_is_a_limit_in_force(bench: Bench) -> None:
    told = resource_files.read("documents/posters.toml")
    lines = [
        line
        for name in NAMES
        for part in (*told[name]["steps"], *told[name]["boxes"])
        for line in (part.get("text", ""), *part.get("limit", ()), *part.get("lines", ()))
    ]
    numbers = posters._numbers(bench.house)
    assert all(line.format(**numbers) for line in lines if line)
    assert sum("{" in line for line in lines) > 20
