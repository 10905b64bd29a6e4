"""The lifecycle, the agenda, marks of a text, versions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.meetings.agenda import Left, carried, overdue
from qi_desk.domain.meetings.lifecycles import MEETING_LIFECYCLE, MINUTES_LIFECYCLE, OPEN_RECORD, locked
from qi_desk.domain.meetings.marks import Mark, picture_token, read, read_line, said, speakers, with_heading
from qi_desk.domain.meetings.records import clock_text
from qi_desk.domain.meetings.versions import ADDED, REMOVED, both, compare, digest

DAY = date(2026, 3, 10)
WAY = (
    "notify",
    "sign_in",
    "start",
    "close",
    "check",
    "sign",
    "draft",
    "approve",
    "issue",
    "supervise",
    "settle",
    "file",
)
HEADS = st.text("甲乙# ", min_size=1, max_size=10).map(str.strip).filter(lambda text: text and "#" not in text)
TEXTS = st.text("甲乙丙，。\n@# 1", max_size=60)


def test_the_way_from_plan_to_file_is_the_one_of_the_rules() -> None:
    state = MEETING_LIFECYCLE.first
    for event in WAY:
        state = MEETING_LIFECYCLE.take(state, event).target
    assert state == "filed"


@given(st.lists(st.sampled_from([move.event for move in MEETING_LIFECYCLE.moves]), max_size=30))
def test_no_history_opens_a_locked_record_or_leaves_an_end(events: list[str]) -> None:
    state, shut = MEETING_LIFECYCLE.first, False
    for event in events:
        try:
            following = MEETING_LIFECYCLE.take(state, event).target
        except NotAllowed:
            continue
        assert state not in MEETING_LIFECYCLE.final
        shut = shut or (locked(following) and following != "cancelled")
        assert not shut or following not in OPEN_RECORD
        state = following


def test_minutes_are_signed_only_when_checked() -> None:
    with pytest.raises(NotAllowed):
        MINUTES_LIFECYCLE.take("draft", "sign")
    with pytest.raises(NotAllowed):
        MINUTES_LIFECYCLE.take("final", "send_back")


LEFT = st.builds(
    Left,
    st.text("abcdef", min_size=1, max_size=3),
    st.sampled_from(["open", "done", "dropped"]),
    st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)


@given(st.lists(LEFT, max_size=12), st.sets(st.text("abcdef", min_size=1, max_size=3), max_size=4))
def test_what_is_open_comes_back_once_and_nothing_else_does(left: list[Left], agenda: set[str]) -> None:
    found = carried(left, DAY, agenda)
    assert len(found) == len(set(found))
    wanted = {one.eid for one in left if one.state == "open" and one.held_on <= DAY} - agenda
    assert set(found) == wanted
    assert carried(left, DAY, agenda | set(found)) == ()


@given(st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_late_is_what_the_clock_says(due: date | None) -> None:
    assert overdue("open", due, DAY) == (due is not None and due < DAY)
    assert not overdue("done", due, DAY)


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("## 校准", Mark.HEADING, "校准"),
        ("张工：先做试点", Mark.SPEECH, "先做试点"),
        ("[09:32] 张工（原话）：先做试点", Mark.SPEECH, "先做试点"),
        ("决定：下周一开始", Mark.DECISION, "下周一开始"),
        ("遗留：经费", Mark.MATTER, "经费"),
        ("@张工 明天 交方案", Mark.TASK, "@张工 明天 交方案"),
        ("今天到会的人不多。", Mark.PLAIN, "今天到会的人不多。"),
        ("〔图:0a1b2c3d〕", Mark.PICTURE, ""),
    ],
)
def test_lines_are_known_by_their_marks(line: str, mark: Mark, text: str) -> None:
    found = read_line(line)
    assert (found.mark, found.text) == (mark, text)


def test_own_words_are_told_from_the_gist() -> None:
    assert [line.verbatim for line in read("张工（原话）：不行\n李工：可以考虑")] == [True, False]
    assert speakers("张工：一\n李工：二\n张工：三") == ("张工", "李工")
    assert said("决定：一\n决定：二", Mark.DECISION) == ("一", "二")


@given(HEADS, st.integers(1, 3))
def test_a_heading_key_pressed_twice_takes_it_back(line: str, level: int) -> None:
    once = with_heading(line, level)
    assert read_line(once).level == level
    assert with_heading(once, level) == line


def test_a_picture_is_named_by_what_it_holds() -> None:
    token = picture_token(digest("a picture"))
    assert read_line(token).picture == digest("a picture")[:8]


@given(TEXTS, TEXTS)
def test_a_comparison_holds_both_texts_whole(old: str, new: str) -> None:
    changes = compare(old, new)
    assert "\n".join(one.text for one in changes if one.mark != ADDED) == old
    assert "\n".join(one.text for one in changes if one.mark != REMOVED) == new
    assert all(0 <= start < end <= len(one.text) for one in changes for start, end in one.spans)


@given(TEXTS, TEXTS)
def test_two_texts_put_together_lose_no_line(mine: str, theirs: str) -> None:
    found = both(mine, theirs).split("\n")
    for text in (mine, theirs):
        left = iter(found)
        assert all(any(line == other for other in left) for line in text.split("\n"))


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_kept_one_way(hour: int, minute: int) -> None:
    kept = f"{hour:02}:{minute:02}"
    for typed in (kept, f"{hour}：{minute:02}", f"{hour}点{minute:02}分", f" {kept} "):
        assert clock_text(typed) == kept
    assert clock_text("930") == "09:30"
    assert clock_text("25:00") == "25:00"


def test_days_do_not_matter_to_a_digest_of_values() -> None:
    assert digest([DAY, {"b": 1, "a": 2}]) == digest([DAY, {"a": 2, "b": 1}])
    assert digest([DAY]) != digest([DAY + timedelta(days=1)])
