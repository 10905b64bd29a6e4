"""What the sheets of an xlsx lean on: which there are, the shared texts, which number formats are dates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qi_desk.domain.errors import BadFile
from qi_desk.exchange.package import Package
from qi_desk.exchange.xml_events import feed

_RELATION_OF_BOOK = "/officeDocument"
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show days or times; 27 to 36 and 50 to 58 are the Chinese ones (ECMA-376 18.8.30)."""

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook: `sheets` are (name, part) of the visible worksheets in order, `dates` the cell styles that show
    days, `since_1904` whether days are counted from 1904."""

    sheets: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    dates: frozenset[int]
    since_1904: bool


def book_of(package: Package) -> Book:
    """Read the workbook's own parts. Raises BadFile."""
    main = _main_part(package)
    folder, file = posixpath.split(main)
    relations = _relations(package, f"{folder}/_rels/{file}.rels", folder)
    parts = _Workbook()
    feed(package.chunks(main), parts)
    sheets = tuple((name, relations[rid][1]) for name, rid in parts.sheets if rid in relations)
    texts, styles = _SharedTexts(), _Styles()
    for kind, handler in (("/sharedStrings", texts), ("/styles", styles)):
        part = next((target for type_, target in relations.values() if type_.endswith(kind)), "")
        if part and package.has(part):
            feed(package.chunks(part), handler)
    return Book(sheets, tuple(texts.found), styles.dates(), parts.since_1904)


def _main_part(package: Package) -> str:
    if not package.has("_rels/.rels"):
        raise BadFile("sheet.not_a_table")
    for kind, target in _relations(package, "_rels/.rels", "").values():
        if kind.endswith(_RELATION_OF_BOOK) and package.has(target) and not target.endswith(".bin"):
            return target
    raise BadFile("sheet.not_a_table")


def _relations(package: Package, part: str, folder: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), whole)

    if package.has(part):
        feed(package.chunks(part), _Begins(begin))
    return found


class _Begins:
    """Looks at the beginnings of elements only."""

    def __init__(self, begin: Callable[[str, Mapping[str, str]], None]) -> None:
        self.begin = begin

    def end(self, name: str) -> None:
        """Nothing to do."""

    def text(self, text: str) -> None:
        """Nothing to do."""


class _Workbook:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            rid = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), rid))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in _TRUE

    def end(self, name: str) -> None:
        """Nothing to do."""

    def text(self, text: str) -> None:
        """Nothing to do."""


class _SharedTexts:
    """The shared strings, without the phonetic guides beside them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._reading = False
        self._guides = 0

    def begin(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._guides += 1
        self._reading = name == "t" and not self._guides

    def text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "si":
            self.found.append("".join(self._pieces))
        elif name == "rPh":
            self._guides -= 1


class _Styles:
    """Which cell styles show a day."""

    def __init__(self) -> None:
        self._formats: dict[str, str] = {}
        self._cells: list[str] = []
        self._inside = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._cells.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def text(self, text: str) -> None:
        """Nothing to do."""

    def dates(self) -> frozenset[int]:
        return frozenset(place for place, number in enumerate(self._cells) if self._is_date(number))

    def _is_date(self, number: str) -> bool:
        if number in self._formats:
            bare = _QUOTED.sub("", self._formats[number]).lower()
            return "general" not in bare and bool(re.search("[ymdh年月日]", bare))
        return number.isdecimal() and int(number[:4]) in _DATE_FORMATS
