"""Finding in the manual: the nearest first, by words, initials, keys, or what the program said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.gui.help import made
from qi_desk.manual import book, find
from qi_desk.manual.find import Finder
from qi_desk.readings import readings

SLOWEST = 0.050


@pytest.fixture(scope="module")
def finder() -> Finder:
    return made.library(book.load())[1]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("恢复码", "recovery"),
        ("hfm", "recovery"),
        ("需求登记", "intake"),
        ("xqdj", "intake"),
        ("断网", "failures"),
        ("补打", "print"),
        ("忌语", "phrases"),
        ("过号", "reception"),
        ("名词", "glossary"),
        ("投诉", "feedback"),
        ("摆渡", "sync"),
    ],
)
def test_the_chapter_that_is_meant_comes_first(finder: Finder, asked: str, first: str) -> None:
    assert finder.find(asked)[0].target.partition("#")[0] == first


def test_a_sentence_as_the_program_said_it_finds_its_entry(finder: Finder) -> None:
    found = finder.find("原来的打印机“前台激光”现在找不到。")
    assert found[0].target == "messages-paper#error.printer.vanished"


def test_every_error_is_found_by_its_own_words(finder: Finder) -> None:
    manual = book.load()
    for code in ("store.full", "visit.serving_other", "request.extended", "key.recovery", "complaint.subject"):
        place = manual.of_message(code)
        chapter = manual.chapter(place.partition("#")[0])
        assert chapter is not None
        said = next(block.text for block in chapter.blocks if block.anchor == book.message_anchor(code))
        assert place in [hit.target for hit in finder.find(said)[:3]], code


def test_a_question_in_one_s_own_words_finds_something(finder: Finder) -> None:
    best = [hit.target for hit in finder.find("打印机没有反应怎么办")[:4]]
    assert "messages-paper#error.printer.refused" in best
    assert "failures" in best


def test_two_words_must_both_be_there(finder: Finder) -> None:
    for hit in finder.find("设备 候补"):
        assert hit.target
    assert finder.find("设备 候补")[0].target.startswith("booking")
    assert len(finder.find("设备 候补")) < len(finder.find("设备"))


def test_a_key_finds_what_it_does(finder: Finder) -> None:
    assert any("F12" in hit.excerpt for hit in finder.find("f12"))


def test_what_was_meant_is_marked(finder: Finder) -> None:
    hits = [hit for hit in finder.find("卡纸") if hit.marks]
    assert hits
    for hit in hits:
        assert {hit.excerpt[start:end] for start, end in hit.marks} == {"卡纸"}


def test_initials_mark_the_words_they_stand_for(finder: Finder) -> None:
    assert any("打印机" in hit.words for hit in finder.find("dyj"))


def test_nothing_is_asked_nothing_is_found(finder: Finder) -> None:
    assert finder.find("  ") == ()


def test_it_answers_within_a_blink(finder: Finder) -> None:
    for asked in ("打印机", "dyj", "a", "打印机没有反应怎么办", "设备 候补 取消"):
        begun = time.process_time()
        finder.find(asked)
        assert time.process_time() - begun < SLOWEST, asked


@given(st.text(alphabet="打印重量行业长隆Aa9，（ ß", max_size=20))
def test_letters_stand_where_their_characters_do(text: str) -> None:
    letters = readings().letters(text)
    assert len(letters) == len(text)
    assert all(letter.isascii() for letter, char in zip(letters, text, strict=True) if char in "打印重量行业长隆Aa9")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(asked: str) -> None:
    small = Finder([find.Section("a", "a", "标题", "", "", "正文 F9", first=True)], readings())
    for hit in small.find(asked):
        assert all(0 <= start < end <= len(hit.excerpt) for start, end in hit.marks)
