"""The manual as it lies in `resources/help`: parts, chapters, and what of them the program makes itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from qi_desk import paths, resource_files, wording
from qi_desk.manual import blocks
from qi_desk.manual.blocks import Block

FOLDER = "help"
MESSAGES = "messages"
"""Chapters of messages are called by this, a hyphen and their group."""

_LISTS = "list:"
_OPEN_SLOT = "……"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. `page` is the page of the desk it is about, empty for those about none; `keywords` find it by
    words that do not stand in it."""

    name: str
    title: str
    part: str
    page: str
    keywords: tuple[str, ...]
    blocks: tuple[Block, ...]

    def pictures(self) -> tuple[str, ...]:
        """The files of its pictures."""
        return tuple(one.file for one in self.blocks if one.kind == blocks.PICTURE)


@dataclass(frozen=True, slots=True)
class Book:
    """Every chapter in order. `topics` says where the help to a dialog stands, by the dialog's name."""

    title: str
    chapters: tuple[Chapter, ...]
    topics: Mapping[str, str]

    def chapter(self, name: str) -> Chapter | None:
        """The chapter called `name`, or None."""
        return next((one for one in self.chapters if one.name == name), None)

    def of_page(self, page: str) -> Chapter | None:
        """The chapter about a page of the desk, or None."""
        return next((one for one in self.chapters if page and one.page == page), None)

    def parts(self) -> tuple[str, ...]:
        """The headings of the contents, in order."""
        return tuple(dict.fromkeys(one.part for one in self.chapters))

    def of_message(self, code: str) -> str:
        """Where the entry of an error stands: chapter#section; empty for one that has none."""
        anchor = message_anchor(code)
        found = (one.name for one in self.chapters for block in one.blocks if block.anchor == anchor)
        return next((f"{name}#{anchor}" for name in found), "")


def message_anchor(code: str) -> str:
    """The name of an error's entry."""
    return f"error.{code}"


@cache
def load() -> Book:
    """The whole manual. Raises ResourceError for a chapter that is missing or not in the form it must have."""
    index = resource_files.read(f"{FOLDER}/index.toml")
    chapters = [*_written(index), *_messages(index)]
    order = {part: place for place, part in enumerate(index["parts"])}
    chapters.sort(key=lambda chapter: order[chapter.part])
    return Book(index["title"], tuple(chapters), MappingProxyType(index["topics"]))


def _written(index: Mapping[str, Any]) -> Iterator[Chapter]:
    for row in index["chapter"]:
        name = row["name"]
        try:
            title, body = blocks.parse(resource_files.data(f"{FOLDER}/{name}.md").decode("utf-8"))
        except (OSError, ValueError) as error:
            raise resource_files.ResourceError(f"{name}.md", str(error)) from error
        made = tuple(_listed(block) for block in body)
        yield Chapter(name, title, row["part"], row.get("page", ""), tuple(row.get("keywords", ())), made)


def _listed(block: Block) -> Block:
    """A code list asked for by name, as a table."""
    if block.kind != blocks.MADE or not block.text.startswith(_LISTS):
        return block
    found = resource_files.code_list(block.text.removeprefix(_LISTS))
    rows = ((row.id, row.label) for row in found.codes)
    return Block(blocks.TABLE, rows=((found.title, wording.texts()["help.meaning"]), *rows))


def _messages(index: Mapping[str, Any]) -> Iterator[Chapter]:
    """What the program says when something does not go, with what is safe and what to do next: from the wording."""
    groups: dict[str, list[Block]] = {row["name"]: [] for row in index["messages"]}
    for code in error_codes():
        groups[group_of(index, code)] += _entry(code)
    for row in index["messages"]:
        head = Block(blocks.TEXT, row["text"])
        yield Chapter(
            f"{MESSAGES}-{row['name']}",
            row["title"],
            row["part"],
            "",
            tuple(row.get("keywords", ())),
            (head, *groups[row["name"]]),
        )


def error_codes() -> tuple[str, ...]:
    """Every error the program has words for, in the order of the file."""
    return tuple(key[len("error.") : -len(".what")] for key in wording.texts() if _is_what(key))


def _is_what(key: str) -> bool:
    return key.startswith("error.") and key.endswith(".what")


def group_of(index: Mapping[str, Any], code: str) -> str:
    """The chapter of an error: the longest beginning of its code that a group names; else the first group."""
    begins = [
        (len(start), row["name"]) for row in index["messages"] for start in row["codes"] if code.startswith(start)
    ]
    return str(max(begins)[1]) if begins else str(index["messages"][0]["name"])


def _entry(code: str) -> tuple[Block, ...]:
    what, safe, following = (wording.texts().get(f"error.{code}.{part}", "") for part in ("what", "safe", "next"))
    heading = Block(blocks.HEADING, _spoken(what), message_anchor(code))
    told = (_spoken(safe), f"**{wording.texts()['help.next']}**{_spoken(following)}")
    return (heading, *(Block(blocks.TEXT, text) for text in told if text))


def _spoken(template: str) -> str:
    """A sentence with its slots open."""
    return wording.fill(template, dict.fromkeys(wording.slots(template), _OPEN_SLOT)).replace("〔……〕", _OPEN_SLOT)


def picture(file: str) -> bytes:
    """A picture of the manual as PNG. Raises FileNotFoundError."""
    return (paths.resources() / FOLDER / "pictures" / file).read_bytes()
