"""Every way of searching that the desk promises, on a real encrypted file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.search_desk import Desk

CHANGLONG = "0b5cbd2c-3f0a-5c61-9a4e-0d6f5f2a0001"
OTHER = "0b5cbd2c-3f0a-5c61-9a4e-0d6f5f2a0002"
SHAN = "0b5cbd2c-3f0a-5c61-9a4e-0d6f5f2a0003"
RARE = "0b5cbd2c-3f0a-5c61-9a4e-0d6f5f2a0004"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("search"))
    fill(desk)
    yield desk
    desk.close()


def fill(desk: Desk) -> None:
    desk.add(
        "enterprise",
        CHANGLONG,
        name="广州长隆灯光（番禺）有限公司",
        former_names=["番禺旧梦音响厂"],
        credit_code="91440113MADEMQ012X",
        products="舞台灯、LED灯具",
    )
    desk.add("enterprise", OTHER, name="番禺明达机械有限公司", credit_code="91440113MADEMQ020Q")
    desk.add("enterprise", SHAN, name="重庆单氏乐器股份有限公司", former_names=[], credit_code="91440113MA000004X0")
    desk.add("enterprise", RARE, name="佛山市𬭚𠮷ABB电气有限公司")
    desk.add("contact", "c1", client=CHANGLONG, name="仇小青", phone="13800004321")
    desk.add("contact", "c2", client=OTHER, name="阿依·古丽", phone="020-84567890-801")
    desk.add("contact", "c3", client=OTHER, name="John O'Neill", phone="+852 91234567")
    for serial, desk_letter, product in ((6, "A", "电能表"), (7, "A", "压力表"), (7, "B", "血压计")):
        desk.add(
            "request",
            f"r{serial}{desk_letter}",
            number=f"PY03-XQ-20260310-{desk_letter}-{serial:04d}-K",
            client=CHANGLONG if desk_letter == "A" else OTHER,
            product=product,
            description=f"需要检定一批{product}，并咨询备案流程",
            standards=["GB/T 19001-2016"] if desk_letter == "B" else [],
        )
    desk.add(
        "visit",
        "v1",
        number="PY03-LF-20260310-A-0001-K",
        ticket="A015",
        name="曾国平",
        organisation="广州长隆灯光有限公司",
        client=CHANGLONG,
        phone="13900005678",
    )
    desk.add("person", "p1", name="盖丽", staff_no="PY0312", phone="13700001111")
    desk.add("expert", "x1", number="PY03-ZJ-20260101-A-0001-K", name="朴正", organisation="虚构计量院")
    desk.add("institution", "i1", number="PY03-JG-20260101-A-0001-K", name="虚构检测中心")
    desk.add("equipment", "e1", number="PY03-SB-20260101-A-0001-K", name="三坐标测量机", model="CMM-7")


@pytest.mark.parametrize(
    ("text", "eid"),
    [
        ("PY03-XQ-20260310-A-0007-K", "r7A"),
        ("py03xq20260310a0007k", "r7A"),
        ("ＰＹ03－XQ－20260310－A－0007", "r7A"),
        ("PY03-XQ-20260310-A", "r7A"),
        ("a-0007", "r7A"),
        ("B0007", "r7B"),
        ("0006", "r6A"),
        ("0006-K", "r6A"),
        ("20260310-A-0006", "r6A"),
        ("6", "r6A"),
        ("A015", "v1"),
        ("PY0312", "p1"),
        ("91440113MADEMQ012X", CHANGLONG),
        ("91440113madem", CHANGLONG),
        ("MADEMQ0", CHANGLONG),
        ("12x", CHANGLONG),
        ("Q020Q", OTHER),
        ("4321", "c1"),
        ("13800004321", "c1"),
        ("1380000", "c1"),
        ("7890", "c2"),
        ("4567", "c3"),
        ("5678", "v1"),
        ("长隆", CHANGLONG),
        ("灯光", CHANGLONG),
        ("长", CHANGLONG),
        ("隆", CHANGLONG),
        ("广州长隆灯光番禺有限公司", CHANGLONG),
        ("灯光（番禺）有限", CHANGLONG),
        ("旧梦", CHANGLONG),
        ("番禺旧梦音响厂", CHANGLONG),
        ("cl", CHANGLONG),
        ("zl", CHANGLONG),
        ("CLDG", CHANGLONG),
        ("gzcl", CHANGLONG),
        ("dg", CHANGLONG),
        ("jmyx", CHANGLONG),
        ("changlong", CHANGLONG),
        ("zhanglong", CHANGLONG),
        ("changl", CHANGLONG),
        ("chang", CHANGLONG),
        ("guangzhouchangl", CHANGLONG),
        ("dengguang", CHANGLONG),
        ("pymd", OTHER),
        ("fymd", OTHER),
        ("panyumingda", OTHER),
        ("jixie", OTHER),
        ("cqss", SHAN),
        ("chongqing", SHAN),
        ("shanshi", SHAN),
        ("danshi", SHAN),
        ("yueqi", SHAN),
        ("leqi", SHAN),
        ("长隆dg", CHANGLONG),
        ("长隆 灯光", CHANGLONG),
        ("番禺 cl", CHANGLONG),
        ("changlong 灯光", CHANGLONG),
        ("𬭚𠮷", RARE),
        ("𠮷", RARE),
        ("abb", RARE),
        ("电气", RARE),
        ("仇小青", "c1"),
        ("qxq", "c1"),
        ("chouxiaoqing", "c1"),
        ("阿依古丽", "c2"),
        ("古丽", "c2"),
        ("o'neill", "c3"),
        ("john", "c3"),
        ("zgp", "v1"),
        ("zengguoping", "v1"),
        ("gai", "p1"),
        ("geli", "p1"),
        ("piaozheng", "x1"),
        ("计量院", "x1"),
        ("检测中心", "i1"),
        ("szb", "e1"),
        ("cmm-7", "e1"),
        ("血压计", "r7B"),
        ("备案", "r7B"),
        ("GB/T 19001", "r7B"),
        ("19001-2016", "r7B"),
        ("190", "r7B"),
    ],
)
def test_found_by(desk: Desk, text: str, eid: str) -> None:
    assert eid in desk.ids(text), text


@pytest.mark.parametrize(
    ("text", "eid"),
    [
        ("PY03-XQ-20260310-B-0007-K", "r7B"),
        ("91440113MADEMQ020Q", OTHER),
        ("番禺明达机械有限公司", OTHER),
        ("长隆", CHANGLONG),
        ("cl", CHANGLONG),
        ("明达", OTHER),
        ("13800004321", "c1"),
    ],
)
def test_the_meant_one_comes_first(desk: Desk, text: str, eid: str) -> None:
    assert desk.ids(text)[0] == eid


def test_an_enterprise_brings_its_newest_requests(desk: Desk) -> None:
    assert desk.ids("长隆")[:3] == [CHANGLONG, "r7A", "r6A"]
    assert [hit.note for hit in desk.find("长隆")[:3]] == ["name", "client", "client"]


def test_a_contact_brings_the_client(desk: Desk) -> None:
    assert desk.ids("4321")[:2] == ["c1", CHANGLONG]


def test_a_hit_says_what_was_met(desk: Desk) -> None:
    notes = {text: desk.find(text)[0].note for text in ("旧梦", "4321", "A-0006", "91440113MADEMQ020Q", "明达")}
    assert notes == {
        "旧梦": "former_names",
        "4321": "phone",
        "A-0006": "number",
        "91440113MADEMQ020Q": "credit_code",
        "明达": "name",
    }
    request = desk.find("A-0006")[0]
    assert (request.kind, request.number, request.title) == ("request", "PY03-XQ-20260310-A-0006-K", "电能表")


def test_kinds_and_limit_are_kept(desk: Desk) -> None:
    assert {hit.kind for hit in desk.find("长隆", kinds=("visit",))} == {"visit"}
    assert desk.find("长隆", kinds=("paper",)) == ()
    assert len(desk.find("0", limit=2)) <= 2
    assert len(desk.find("长隆", limit=2)) == 2
    assert desk.find("长隆", limit=0) == ()


@pytest.mark.parametrize("text", ["", "   ", "\x00", "()", '"', "*", "'; DROP TABLE op; --", "\ud800", "·"])
def test_nothing_to_look_for_finds_nothing(desk: Desk, text: str) -> None:
    assert desk.find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        '"长隆',
        "长隆*",
        "NEAR(长 隆)",
        "长 AND OR NOT",
        "^tokens : cl",
        "{a b}: c",
        "-长隆",
        "长\x00隆",
        "a" * 10_000,
        "长" * 10_000,
        "1" * 10_000,
        "%_%",
        "=chang=",
        "_cl",
    ],
)
def test_operators_are_only_text(desk: Desk, text: str) -> None:
    assert len(desk.find(text)) <= 20
    assert len(desk.visitors(text)) <= 8


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.text("\"*^:(){}-+'= _anddNEARORT长隆0123", max_size=40))
def test_no_text_breaks_the_search(desk: Desk, text: str) -> None:
    desk.find(text)
    desk.visitors(text)


@pytest.mark.parametrize(
    ("text", "eid"),
    [
        ("5678", "v1"),
        ("曾国平", "v1"),
        ("曾", "v1"),
        ("zgp", "v1"),
        ("zengguo", "v1"),
        ("长隆", "v1"),
        ("cldg", "v1"),
        ("321", "c1"),
        ("仇", "c1"),
        ("明达", "c2"),
    ],
)
def test_returning_visitors(desk: Desk, text: str, eid: str) -> None:
    assert eid in [visitor.eid for visitor in desk.visitors(text)], text


def test_a_visitor_comes_with_the_company(desk: Desk) -> None:
    found = {visitor.eid: visitor for visitor in desk.visitors("长隆")}
    assert (found["v1"].name, found["v1"].client, found["v1"].phone) == ("曾国平", CHANGLONG, "13900005678")
    assert found["c1"].organisation == "广州长隆灯光（番禺）有限公司"
    assert [visitor.eid for visitor in desk.visitors("56")] == []
