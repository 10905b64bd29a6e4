"""通讯简报 and 工作简报: drafted from frozen figures, edited, approved, numbered, printed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from qi_desk import resource_files
from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.figures.measures import MEASURES
from qi_desk.domain.registers.newsletters import SECTIONS
from qi_desk.services import intake
from qi_desk.services.figures import counting
from qi_desk.services.registers import entries, figures, newsletter_texts, newsletters
from qi_desk.services.registers.newsletter_papers import charts_of
from qi_desk.services.registers.papers import register_sheet
from tests.services.balance.test_balance import asked
from tests.services.registers.keeping import entered, record, refused, rows, shown
from tests.support.stations import MORNING, Bench, intake_of

TODAY = MORNING.date()
SINCE = date(2026, 1, 1)
SENTENCES = resource_files.read(newsletter_texts.FILE)["sentence"]


def issue_of(bench: Bench, **values: object) -> str:
    given = {"kind": "newsletter", "title": "季度简报", "since": SINCE, "until": TODAY, "recipients": "区局\n园区"}
    return entered(bench, "newsletter", **{**given, **values})


def drawn(bench: Bench, **values: object) -> str:
    eid = issue_of(bench, **values)
    newsletters.draw(bench.house, bench.actor, eid)
    return eid


def change(bench: Bench, eid: str, **values: object) -> None:
    entries.change(bench.house, bench.actor, "newsletter", eid, values, seen={})


def text_of(bench: Bench, eid: str) -> str:
    kept = record(bench, "newsletter", eid)
    return "\n".join(kept[name] or "" for name in SECTIONS[kept["kind"]])


def test_an_issue_is_drafted_from_the_figures_of_the_figures_page(bench: Bench) -> None:
    intake.register(bench.house, bench.actor, intake_of())
    eid = drawn(bench)
    kept = record(bench, "newsletter", eid)
    found = {row["figure"]: row["value"] for row in kept["figures"]}
    period = figures.period_between(SINCE, TODAY)
    for code, one in counting.count(bench.house, bench.actor, period, tuple(found)).items():
        assert found[code] == figures.said(one)
    assert kept["progress"].startswith("本期登记服务需求 1 件，上期没有可比的数；办结 0 件")
    assert kept["rules"]
    assert len(kept["digest"]) == 64


def test_every_number_of_the_draft_is_a_frozen_one(bench: Bench) -> None:
    for number in range(3):
        asked(bench, number)
    for kind in SECTIONS:
        eid = drawn(bench, kind=kind)
        kept = record(bench, "newsletter", eid)
        known = {row[name] for row in kept["figures"] for name in ("value", "before")}
        known |= {row["value"] for row in kept["parts"]} | {"3"}
        taken = figures.taken(bench.house, bench.actor, SINCE, TODAY)
        known |= {str(one.n) for one in taken.figures.values()}
        for number in re.findall(r"\d+(?:\.\d+)?", text_of(bench, eid)):
            assert number in known, number


def test_a_later_record_changes_neither_figures_nor_text(bench: Bench) -> None:
    intake.register(bench.house, bench.actor, intake_of())
    eid = drawn(bench)
    before = record(bench, "newsletter", eid)
    newsletters.approve(bench.house, bench.actor, eid)
    assert newsletters.recount(bench.house, bench.actor, eid)
    intake.register(bench.house, bench.actor, intake_of())
    assert not newsletters.recount(bench.house, bench.actor, eid)
    after = record(bench, "newsletter", eid)
    for name in ("figures", "parts", "progress", "digest", "frozen_at"):
        assert after[name] == before[name]


def test_what_a_person_wrote_stands_behind_a_new_draft(bench: Bench) -> None:
    eid = drawn(bench)
    untouched = record(bench, "newsletter", eid)["progress"]
    newsletters.draw(bench.house, bench.actor, eid)
    assert record(bench, "newsletter", eid)["progress"] == untouched
    change(bench, eid, progress="手写的进展", plans="手写的计划")
    intake.register(bench.house, bench.actor, intake_of())
    newsletters.draw(bench.house, bench.actor, eid)
    kept = record(bench, "newsletter", eid)
    assert kept["progress"].startswith("本期登记服务需求 1 件")
    assert kept["progress"].endswith("手写的进展")
    assert kept["plans"] == "手写的计划"


def test_figures_belong_to_their_period(bench: Bench) -> None:
    eid = drawn(bench)
    change(bench, eid, title="改了名")
    assert record(bench, "newsletter", eid)["digest"]
    change(bench, eid, since=SINCE + timedelta(days=5))
    kept = record(bench, "newsletter", eid)
    assert (kept["figures"], kept["digest"]) == (None, None)
    with pytest.raises(NotAllowed, match=r"newsletter\.not_frozen"):
        newsletters.approve(bench.house, bench.actor, eid)


def test_the_steps_follow_each_other(bench: Bench) -> None:
    eid = issue_of(bench)
    assert shown(bench, "newsletter", eid).deeds == ("draw",)
    with pytest.raises(NotAllowed, match=r"newsletter\.not_frozen"):
        newsletters.recount(bench.house, bench.actor, eid)
    newsletters.draw(bench.house, bench.actor, eid)
    assert shown(bench, "newsletter", eid).deeds == ("approve", "draw_again")
    newsletters.approve(bench.house, bench.actor, eid)
    assert shown(bench, "newsletter", eid).deeds == ("issue", "send_back")
    newsletters.send_back(bench.house, bench.actor, eid)
    kept = record(bench, "newsletter", eid)
    assert (kept["state"], kept["approver"]) == ("draft", None)
    assert kept["digest"]
    with pytest.raises(NotAllowed):
        newsletters.issue(bench.house, bench.actor, eid)


def test_nothing_reported_is_not_signed(bench: Bench) -> None:
    eid = drawn(bench)
    change(bench, eid, progress="")
    with refused(("progress", "required")):
        newsletters.approve(bench.house, bench.actor, eid)


def test_numbers_run_by_kind_and_year(bench: Bench) -> None:
    made = [drawn(bench, kind=kind) for kind in ("newsletter", "briefing", "newsletter")]
    for eid in made:
        newsletters.approve(bench.house, bench.actor, eid)
        newsletters.issue(bench.house, bench.actor, eid)
    numbers = [record(bench, "newsletter", eid)["number"] for eid in made]
    assert numbers == ["2026年第1期", "2026年第1期", "2026年第2期"]
    assert rows(bench, "newsletter", "marked") == ()


def test_a_briefing_tells_what_several_need_and_names_nobody(bench: Bench) -> None:
    for number in range(3):
        asked(bench, number)
    eid = drawn(bench, kind="briefing")
    kept = record(bench, "newsletter", eid)
    assert "三家以上企业提出同一类需求的有：校准（3 家）" in kept["problems"]
    assert "演练" not in text_of(bench, eid)
    assert kept["advice"] is None


def test_of_nothing_nothing_is_said(bench: Bench) -> None:
    eid = drawn(bench, kind="briefing")
    said = text_of(bench, eid)
    assert "无数据" not in said
    assert "满意率" not in said
    assert "投诉" not in said


@pytest.mark.parametrize(
    "row", resource_files.read(newsletter_texts.FILE)["sentence"], ids=lambda row: row["text"][:12]
)
def test_every_sentence_speaks_of_measures_an_issue_freezes(bench: Bench, row: dict[str, object]) -> None:
    codes = figures.codes_of(bench.house)
    used = set(re.findall(r"\{([a-z_0-9]+)", str(row["text"]))) - {"top_categories", "common_needs"}
    assert used <= set(codes) <= set(MEASURES)
    assert used == set(row["needs"]) or used < set(row["needs"])  # type: ignore[call-overload]
    assert all(row["section"] in SECTIONS[kind] for kind in row["kinds"])  # type: ignore[attr-defined]


def test_shares_move_in_points_and_nothing_is_compared_with_nothing() -> None:
    words = newsletter_texts.words()
    figure = figures.Figure
    assert newsletter_texts.changed(figure("satisfaction", 95.5, n=9), figure("satisfaction", 93.0, n=8), words) == (
        "比上期高 2.5 个百分点"
    )
    assert newsletter_texts.changed(figure("complaints", 1, n=1), figure("complaints", 3, n=3), words) == "比上期少 2"
    assert newsletter_texts.changed(figure("complaints", 3, n=3), figure("complaints", 3, n=3), words) == "与上期持平"
    assert newsletter_texts.changed(figure("complaints", 3, n=3), figure("complaints", 0), words) == "上期没有可比的数"


def test_a_quarter_is_compared_with_the_quarter_before() -> None:
    assert figures.period_between(SINCE, date(2026, 3, 31)).code == "2026-Q1"
    assert figures.period_between(SINCE, date(2026, 3, 30)).code == "2026-01-01..2026-03-30"


def test_the_paper_bears_figures_charts_and_number(bench: Bench) -> None:
    for number in range(3):
        asked(bench, number)
    eid = drawn(bench)
    order = register_sheet(bench.house, bench.actor, "newsletter", eid)
    assert order.view.title == "通讯简报（草稿）"
    newsletters.approve(bench.house, bench.actor, eid)
    newsletters.issue(bench.house, bench.actor, eid)
    order = register_sheet(bench.house, bench.actor, "newsletter", eid)
    view = order.view
    assert view.title == "通讯简报"
    assert ("期号", "2026年第1期") in view.facts
    assert [chart.title for chart in view.charts] == ["各类别登记需求", "各月登记需求"]
    assert ("6", "登记需求（件）", "3", "0") in view.tables[0].rows
    paper = InlinePapers().make(order.form, view)
    assert paper.pages >= 1
    assert paper.missing == ()


def test_charts_come_from_what_was_frozen(bench: Bench) -> None:
    asked(bench, 0)
    eid = drawn(bench)
    with bench.house.store.read() as look:
        kept = look.get("newsletter", eid)
    assert kept is not None
    before = charts_of(kept)
    asked(bench, 1)
    with bench.house.store.read() as look:
        again = look.get("newsletter", eid)
    assert again is not None
    assert charts_of(again) == before


def test_a_period_that_is_not_over_is_not_signed(bench: Bench) -> None:
    with refused(("until", "newsletter.not_over")):
        issue_of(bench, until=TODAY + timedelta(days=1))


def test_the_same_number_from_two_windows_is_red(bench: Bench) -> None:
    issued = {
        "kind": "newsletter",
        "title": "简报",
        "since": date(2026, 1, 1),
        "until": TODAY,
        "state": "issued",
        "year": 2026,
        "issue": 1,
    }
    with bench.house.store.write(bench.actor) as unit:
        for _ in range(2):
            unit.create("newsletter", {**issued, "number": "2026年第1期"})
        unit.commit()
    assert len(rows(bench, "newsletter", "marked")) == 1
