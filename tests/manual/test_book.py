"""The manual is whole: every chapter there, every page told of, nothing that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from qi_desk import paths, resource_files, wording
from qi_desk.gui import keys
from qi_desk.gui.help import made
from qi_desk.gui.pages.registry import PAGES
from qi_desk.manual import blocks, book
from qi_desk.manual.book import Book, Chapter

FOLDER = paths.resources() / "help"
LARGEST = 3 * 1024 * 1024
ENGLISH = re.compile(r"[A-Za-z]{4,}")
SAID_IN_LATIN = frozenset({"Ctrl", "Shift", "Enter", "PgUp", "PgDown", "ycxgz", "gzsf", "keys"})


@pytest.fixture(scope="module")
def whole() -> Book:
    return made.complete(book.load())


def lines(chapter: Chapter) -> Iterator[str]:
    for block in chapter.blocks:
        yield block.text
        for row in block.rows:
            yield from row


def written() -> list[Chapter]:
    return [one for one in book.load().chapters if not one.name.startswith(book.MESSAGES)]


def test_every_file_is_a_chapter_and_every_chapter_has_its_file() -> None:
    assert {file.stem for file in FOLDER.glob("*.md")} == {one.name for one in written()}


def test_every_page_of_the_rail_has_its_chapter() -> None:
    told = {one.page for one in book.load().chapters if one.page}
    assert told == {page.name for page in PAGES}


def test_no_link_leads_nowhere(whole: Book) -> None:
    places = {one.name for one in whole.chapters}
    places |= {f"{one.name}#{block.anchor}" for one in whole.chapters for block in one.blocks if block.anchor}
    led = {
        (one.name, span.target)
        for one in whole.chapters
        for line in lines(one)
        for span in blocks.spans(line)
        if span.kind == blocks.LINK
    }
    assert {pair for pair in led if pair[1] not in places} == set()
    assert {name: place for name, place in whole.topics.items() if place not in places} == {}


def test_no_section_is_named_twice(whole: Book) -> None:
    for chapter in whole.chapters:
        anchors = [block.anchor for block in chapter.blocks if block.anchor]
        assert len(anchors) == len(set(anchors)), chapter.name


def test_every_picture_is_there_and_every_one_there_is_shown() -> None:
    named = {file for one in written() for file in one.pictures()}
    there = {file.name: file.stat().st_size for file in (FOLDER / "pictures").glob("*.png")}
    assert named == set(there)
    assert sum(there.values()) < LARGEST


def parted(told: str) -> set[str]:
    """A key as it is declared, and each of those it names together."""
    return {told, *(part for part in re.split(r"\s*/\s*|\s+", told) if part)}


def declared(page: str) -> set[str]:
    of_page = next((one.keys for one in PAGES if one.name == page), None)
    every = (one for each in PAGES for one in each.keys)
    told = [*(every if of_page is None else of_page), *keys.EVERYWHERE, *keys.IN_DIALOGS, *keys.IN_MANUAL]
    strip = {"Ctrl+1", "Ctrl+2"}
    return {one for key in told for one in parted(key.key)} | strip | {keys.SUBMIT.replace("Return", "Enter")}


def test_every_key_a_chapter_names_is_bound() -> None:
    unknown = {
        (chapter.name, span.text)
        for chapter in written()
        for line in lines(chapter)
        for span in blocks.spans(line)
        if span.kind == blocks.KEY and span.text not in declared(chapter.page)
    }
    assert unknown == set()


def test_the_key_sheet_stands_on_top_of_each_page_s_chapter(whole: Book) -> None:
    for page in PAGES:
        chapter = whole.of_page(page.name)
        assert chapter is not None
        heading = next(place for place, block in enumerate(chapter.blocks) if block.kind == blocks.HEADING)
        assert chapter.blocks[heading].anchor == made.KEYS
        told = [row[0] for row in chapter.blocks[heading + 1].rows[1:]]
        assert told == [f"「{key.key}」" for key in page.keys]


def test_every_error_has_its_entry_with_the_next_step() -> None:
    manual = book.load()
    for code in book.error_codes():
        place = manual.of_message(code)
        chapter = manual.chapter(place.partition("#")[0])
        assert chapter is not None
        anchor = book.message_anchor(code)
        at = next(number for number, block in enumerate(chapter.blocks) if block.anchor == anchor)
        following = " ".join(block.text for block in chapter.blocks[at + 1 : at + 3])
        assert wording.texts()["help.next"] in following, code


def test_every_group_of_messages_has_some() -> None:
    for chapter in book.load().chapters:
        if chapter.name.startswith(book.MESSAGES):
            assert any(block.anchor for block in chapter.blocks), chapter.name


def test_a_message_without_words_of_its_own_has_no_entry() -> None:
    assert book.load().of_message("no.such.code") == ""


def test_chapters_are_written_in_chinese() -> None:
    found = {
        (chapter.name, word)
        for chapter in written()
        for line in lines(chapter)
        for word in ENGLISH.findall(re.sub(r"「[^」]*」|\([^)]*\)|\{\{[^}]*\}\}", "", line))
        if word not in SAID_IN_LATIN
    }
    assert found == set()


def test_a_chapter_that_is_not_there_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    index = dict(resource_files.read("help/index.toml"))
    index["chapter"] = [{"name": "nowhere", "part": index["parts"][0]}]
    monkeypatch.setattr(resource_files, "read", lambda _name: index)
    with pytest.raises(resource_files.ResourceError):
        book.load.__wrapped__()


def test_every_dialog_the_manual_names_is_one_of_the_program() -> None:
    named = set(book.load().topics)
    source = "\n".join(
        file.read_text(encoding="utf-8") for file in (paths.data_root() / "qi_desk").rglob("gui/**/*.py")
    )
    assert {name for name in named if f"\nclass {name}(" not in source} == set()
