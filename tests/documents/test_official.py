"""The official layout (GB/T 9704-2012), measured on the page as it is printed: at 100 dpi, in millimetres."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_desk.documents import fonts
from qi_desk.documents.inline import InlinePapers
from qi_desk.documents.official.blocks import Numbering, in_words
from qi_desk.documents.official.lines import Style, text
from qi_desk.documents.official.sheet import HIGH, LEADING, SIZE, WIDE
from qi_desk.domain.errors import PaperError
from qi_desk.services.official_sheets import Block, DecisionLine, MinutesSheetView, ReplyBox, SpeechLine, TopicSheet
from qi_desk.services.papers import Paper
from tests.documents import official_views, views
from tests.documents.printed_page import Page, mm
from tests.documents.test_papers import text_of

FULL = "质量基础设施服务工作站会议纪要版心每行二十八个字每页二十二行字" * 60


def make(view: MinutesSheetView) -> Paper:
    return InlinePapers().make("minutes", view)


@pytest.fixture(scope="module")
def full() -> Page:
    """The second page of minutes of nothing but text: 22 full lines."""
    return Page(make(official_views.minutes(body=(Block("paragraph", FULL),))).pdf, 1)


def test_a_page_holds_22_lines_of_28_characters_in_its_type_area(full: Page) -> None:
    bands = full.bands(36, 263)
    assert len(bands) == 22
    assert mm(bands[0][0]) == pytest.approx(37.3, abs=0.8)
    assert mm(bands[-1][1]) == pytest.approx(37 + 225 - 0.3, abs=0.8)
    pitches = [after[1] - before[1] for before, after in pairwise(bands)]
    assert mm(sum(pitches) / len(pitches)) == pytest.approx(10.45, abs=0.05)
    columns = full.columns(full.rows(36, 263))
    assert mm(columns[0]) == pytest.approx(28.3, abs=0.6)
    assert mm(columns[-1]) == pytest.approx(28 + 156 - 0.3, abs=0.6)
    document = text_of(make(official_views.minutes(body=(Block("paragraph", FULL),))).pdf)
    assert [len(line) for line in document.split("\f")[1].split("\n")[:22]] == [28] * 22


def test_page_numbers_stand_at_the_outer_foot() -> None:
    pdf = make(official_views.minutes(body=official_views.body(9))).pdf
    for number in (0, 1, 2):
        page = Page(pdf, number)
        foot = page.rows(264, 297)
        columns = page.columns(foot)
        dash = mm(sum(foot) / len(foot))
        assert dash == pytest.approx(37 + 225 + 7, abs=1.0)
        if number % 2:
            assert mm(columns[0]) == pytest.approx(28 + 4.9, abs=1.0)
        else:
            assert mm(columns[-1]) == pytest.approx(28 + 156 - 4.9, abs=1.0)


def test_the_head_is_red_and_stands_35_mm_below_the_edge_of_the_type_area() -> None:
    page = Page(make(official_views.minutes()).pdf, 0)
    left, top, right, bottom = page.red.getbbox() or (0, 0, 0, 0)
    assert mm(top) == pytest.approx(37 + 35 + 0.6, abs=1.2)
    rule = page.red.crop((0, bottom - 1, page.wide, bottom)).getbbox()
    assert rule is not None
    assert (mm(rule[0]), mm(rule[2])) == pytest.approx((28, 184), abs=0.4)
    assert (mm(left), mm(right)) == pytest.approx((28, 184), abs=0.4)
    assert Page(make(official_views.minutes()).pdf, 1).red.getbbox() is None


@pytest.mark.parametrize("name", official_views.CASES)
def test_nothing_stands_outside_the_type_area_but_page_numbers(name: str) -> None:
    kind, view = official_views.CASES[name]
    paper = InlinePapers().make(kind, replace(view, draft=False) if hasattr(view, "draft") else view)
    for number in range(min(paper.pages, 3)):
        page = Page(paper.pdf, number)
        assert not page.rows(0, 35)
        assert not page.rows(273, 297)
        columns = page.columns(page.rows())
        assert mm(columns[0]) > 27.5
        assert mm(columns[-1]) < 28 + 156 + 0.6


def test_every_paper_fits_the_long_name_and_the_rare_one() -> None:
    station = replace(views.STATION, name=f"{views.STATION.name}（{views.RARE}示范质量基础设施协同服务联合体）")
    for kind, view in official_views.CASES.values():
        paper = InlinePapers().make(kind, replace(view, station=station))
        assert paper.missing == ()
        assert views.RARE in text_of(paper.pdf).replace("\n", "")
        page = Page(paper.pdf, 0)
        assert mm(page.columns(page.rows())[-1]) < 28 + 156 + 0.6


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for lines in range(1, 30):
        filling = Block("paragraph", "\n".join(["一行。"] * lines))
        body = (
            filling,
            Block("heading1", "标题在此"),
            Block("heading2", "小标题在此"),
            Block("paragraph", "正文。" * 30),
        )
        for page in text_of(make(official_views.minutes(body=body, decisions=())).pdf).split("\f"):
            said = [line for line in page.split("\n") if line and not line.startswith("—")]
            assert "标题在此" not in said[-1]


def test_the_name_and_day_of_a_letter_never_stand_on_a_page_without_text() -> None:
    for lines in range(1, 26):
        body = (Block("paragraph", "\n".join([f"第{place}行。" for place in range(lines)])),)
        view = official_views.letter(body=body, reply=None, attachments=())
        pages = text_of(InlinePapers().make("official_letter", view).pdf).split("\f")
        signed = next(page for page in pages if "联系人" in page)
        assert "行。" in signed


def test_no_page_of_a_record_holds_the_signatures_alone() -> None:
    for lines in range(1, 45):
        speech = SpeechLine("何演练", "\n".join(f"第{place}句。" for place in range(lines)), False)
        topic = TopicSheet("备案", (speech,), (), ())
        view = official_views.record(topics=(topic,), agenda=(), open_matters=(), attachments=())
        paper = InlinePapers().make("meeting_record", view)
        last = text_of(paper.pdf).split("\f")[-1]
        assert "主持人签名" in last
        assert "句。" in last
        assert f"共 {paper.pages} 页" in last


def test_empty_parts_leave_no_label_behind() -> None:
    bare = official_views.minutes(
        present=(), excused=(), observers=(), decisions=(), to=(), cc=(), signer="", printed_on="", body=()
    )
    said = text_of(make(bare).pdf)
    for label in ("出席", "请假", "列席", "议定事项", "主送", "抄送", "签发", "印发"):
        assert label not in said.replace("会议纪要", "")


def test_a_draft_says_so_on_every_page_and_minutes_do_not() -> None:
    body = official_views.body(6)
    pages = text_of(make(official_views.minutes(draft=True, body=body)).pdf).split("\f")
    assert len(pages) > 2
    assert all("草稿" in page for page in pages)
    assert "草稿" not in text_of(make(official_views.minutes(body=body)).pdf)


@pytest.mark.parametrize("name", official_views.CASES)
def test_every_page_says_that_it_is_practice_or_printed_again(name: str) -> None:
    kind, view = official_views.CASES[name]
    practice = replace(view, station=replace(views.STATION, practice=True), reprint=2)
    pages = text_of(InlinePapers().make(kind, practice).pdf).split("\f")
    assert all("演 练" in page and "补打第 2 次" in page for page in pages)
    plain = text_of(InlinePapers().make(kind, view).pdf)
    assert "演 练" not in plain
    assert "补打" not in plain


def test_empty_rows_to_sign_in_do_not_begin_a_page() -> None:
    for filled in (0, 3, 8, 15, 20, 21, 40):
        view = official_views.sign_in(filled)
        paper = InlinePapers().make("sign_in_sheet", view)
        pages = text_of(paper.pdf).split("\f")
        assert paper.pages == 1 or all("欧阳示范" in page for page in pages)
        assert "".join(pages).count("欧阳示范") == filled
    assert "\n20" in text_of(InlinePapers().make("sign_in_sheet", official_views.sign_in(0)).pdf)


def test_a_decision_says_who_and_until_when() -> None:
    one = DecisionLine("公示开放时间。", "周演练", "2026年3月20日")
    said = text_of(make(official_views.minutes(decisions=(one,))).pdf).replace("\n", "")
    assert "公示开放时间（责任：周演练；完成期限：2026年3月20日）。" in said


def test_headings_are_numbered_by_level_unless_they_bring_their_number() -> None:
    count = Numbering()
    said = [count.numbered(level, name) for level, name in ((0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (3, "戊"))]
    assert said == ["一、甲", "（一）乙", "（二）丙", "1.丁", "（1）戊"]
    assert count.numbered(0, "二、己") == "二、己"
    assert count.numbered(1, "庚") == "（一）庚"
    assert count.numbered(0, "2026年安排") == "三、2026年安排"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (310, "三百一十"),
    ],
)
def test_numbers_in_words(number: int, said: str) -> None:
    assert in_words(number) == said


def test_a_picture_is_laid_on_white_and_what_is_none_is_refused() -> None:
    with pytest.raises(PaperError, match=r"paper\.picture"):
        make(official_views.minutes(body=(Block("picture", picture=b"no picture"),)))
    clear = official_views.picture("RGBA", (400, 900), (0, 0, 0, 0))
    body = (Block("picture", "现场照片", picture=clear),)
    paper = make(official_views.minutes(body=body, decisions=(), present=(), excused=(), observers=()))
    assert Page(paper.pdf, 1).dark.histogram()[255] < 20_000


def test_a_table_repeats_its_head_on_every_page() -> None:
    rows = tuple((str(place), "压力表") for place in range(60))
    table = Block("table", "器具清单", columns=("序号", "器具名称"), widths=(1, 4), rows=rows)
    pages = text_of(make(official_views.minutes(body=(table,), decisions=())).pdf).split("\f")
    assert sum("器具名称" in page for page in pages) == sum("压力表" in page for page in pages) >= 3


def printed_lines(said: str) -> list[str]:
    view = official_views.minutes(body=(Block("paragraph", said),), decisions=(), present=(), excused=(), observers=())
    lines = [line for page in text_of(make(view).pdf).split("\f") for line in page.split("\n")]
    first = next(place for place, line in enumerate(lines) if line and said.startswith(line))
    last = next(place for place, line in enumerate(lines) if line and said.endswith(line))
    return lines[first : last + 1]


def test_no_line_ends_within_a_year() -> None:
    for before in range(10, 30):
        said = "字" * before + "自2026年12月31日起执行"
        lines = printed_lines(said)
        assert "".join(lines) == said
        assert not any(line[-1:].isdigit() for line in lines)


def test_no_character_stands_alone_on_the_last_line() -> None:
    for count in range(20, 60):
        said = "字" * count + "完毕。"
        lines = printed_lines(said)
        assert "".join(lines) == said
        assert len(lines[-1].rstrip("。")) > 1


def test_what_is_taller_than_a_page_goes_on_and_nothing_is_lost() -> None:
    names = tuple(f"示范{place}（广州示范精密仪器有限公司第{place}分厂）" for place in range(180))
    record = InlinePapers().make("meeting_record", official_views.record(present=names))
    said = text_of(record.pdf).replace("\n", "")
    # One cut where a row goes on is read with its label between.
    assert sum(name in said for name in names) >= len(names) - 3 * record.pages
    assert said.count("示范") >= len(names)
    rows = (("1", "很长的说明。" * 400, "第三格"),)
    table = Block("table", "说明", columns=("序号", "内容"), rows=rows)
    printed = InlinePapers().make("minutes", official_views.minutes(body=(table,), decisions=()))
    shown = text_of(printed.pdf).replace("\n", "")
    assert shown.count("很长的说明。") >= 380
    assert "第三格" in shown
    answered = official_views.letter(reply=ReplyBox(("同意",), "同意", "意见。" * 600, "区局", "2026年3月18日"))
    letter = InlinePapers().make("official_letter", answered)
    assert text_of(letter.pdf).replace("\n", "").count("意见。") >= 590
    for paper in (record, printed, letter):
        for number in range(paper.pages):
            assert not Page(paper.pdf, number).rows(275, 297)


TEXTS = st.text(
    alphabet=st.sampled_from("质量检测标准服务，。；：、（）“”《》ABC123-./型号 "), min_size=1, max_size=200
)


@settings(max_examples=40)
@given(TEXTS)
def test_every_character_of_a_text_is_set(said: str) -> None:
    view = official_views.minutes(body=(Block("paragraph", said),), decisions=())
    printed = "".join(text_of(make(view).pdf).split())
    assert "".join(said.split()) in printed


def test_22_leadings_fill_the_type_area() -> None:
    assert pytest.approx(29.62, abs=0.01) == LEADING
    assert pytest.approx(HIGH) == 21 * LEADING + SIZE
    assert len(text("字" * 280, Style(fonts.SERIF, indent=0), fonts.Missing())) == 10
    assert 28 * SIZE <= WIDE
