"""The data files of `resources/`, read once and handed out as frozen values.

Code lists, catalogue, deadlines and phrases are versioned data with a named origin (architecture rule 5).
A file that breaks its shape is a defect of the installation: ResourceError, which nobody is asked to handle.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qi_desk import paths
from qi_desk.domain.compliance.clauses import Edition
from qi_desk.domain.drills import Reply, Script, Step
from qi_desk.domain.errors import UNREADABLE
from qi_desk.domain.speech.forbidden import Entry, Grammar

CATALOGUE = "catalogue"
SERVICES = "catalogue/services.toml"
DEADLINES = "catalogue/deadlines.toml"
PHRASES = "phrases/phrases.toml"
FORBIDDEN = "phrases/forbidden.toml"
MOMENTS = "phrase_moments"
DRILLS = "drills"
COMPLIANCE = "compliance"
CLAUSES = "clauses"


class ResourceError(RuntimeError):
    """A file of the installation is missing or not in the shape it promises: which, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code list. `extra` holds the list's further columns (weights, prefixes, flags) by name."""

    id: str
    label: str
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list in the order it is shown. `origin` says whose list it is, `version` which edition."""

    name: str
    title: str
    origin: str
    version: str
    codes: tuple[Code, ...]

    def get(self, code: str) -> Code | None:
        """The row of `code`, or None."""
        return next((row for row in self.codes if row.id == code), None)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every code, in the order shown."""
        return tuple(row.id for row in self.codes)


@dataclass(frozen=True, slots=True)
class Material:
    """A paper typically brought for a category (F03). `form` is a code of the list `material_forms`."""

    name: str
    why: str
    form: str
    copies: int


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """One item of the service catalogue (D1), e.g. ME02. `category` is the id of its ServiceCategory."""

    id: str
    category: str
    label: str
    description: str
    immediate: bool
    """Whether it is usually answered at the counter at once (the short form of C1, 1 -> 11)."""


@dataclass(frozen=True, slots=True)
class ServiceCategory:
    """One category of the catalogue with its crosswalk to the four rule sets (D1).

    `panyu` is 1-9 in the Panyu standard's nine points, 0 where it has none; `national` is "basic", "extended"
    or "", with its clause; `provincial` the annex group of the DB44/T draft or ""; `guangzhou` the group of
    the Guangzhou guide's contents. `pillar` is one of metrology, standards, conformity, other.
    """

    id: str
    label: str
    core: bool
    pillar: str
    panyu: int
    national: str
    national_clause: str
    provincial: str
    guangzhou: str
    items: tuple[ServiceItem, ...]
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The service catalogue: thirteen categories in the order shown."""

    origin: str
    version: str
    categories: tuple[ServiceCategory, ...]

    @property
    def items(self) -> tuple[ServiceItem, ...]:
        """Every item, category by category."""
        return tuple(item for category in self.categories for item in category.items)

    def item(self, code: str) -> ServiceItem | None:
        """The item `code`, or None."""
        return next((item for item in self.items if item.id == code), None)

    def category_of(self, code: str) -> ServiceCategory | None:
        """The category that holds the item `code`, or that is `code` itself, or None."""
        return next((row for row in self.categories if row.id == code[:2]), None)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A promised limit: `amount` of `unit` (working_day, natural_day, minute, second) from `counted_from` on.

    The seeds contain no limits: every one is a default of the station with `origin` named.
    """

    id: str
    label: str
    counted_from: str
    unit: str
    amount: int
    urgency: str
    complexity: str
    origin: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A courteous phrase. `moments` are the triggers that offer it; `wording.fill` fills its `{slots}`."""

    id: str
    situation: str
    moments: tuple[str, ...]
    text: str
    cantonese: str
    english: str


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All phrases and the slots they may use; the moments they answer to are the code list MOMENTS."""

    origin: str
    version: str
    slots: Mapping[str, str]
    phrases: tuple[Phrase, ...]

    def at(self, moment: str) -> tuple[Phrase, ...]:
        """The phrases offered at `moment`, in the book's order."""
        return tuple(phrase for phrase in self.phrases if moment in phrase.moments)


def data(name: str) -> bytes:
    """The bytes of a resource file. Raises FileNotFoundError."""
    return (paths.resources() / name).read_bytes()


@cache
def read(name: str) -> Mapping[str, Any]:
    """The TOML file `resources/<name>`, e.g. "codes/channel.toml". Raises ResourceError."""
    return MappingProxyType(_parse(paths.resources() / name))


def adopt(published: Mapping[str, str]) -> tuple[str, ...]:
    """Let texts published by the district stand in for files of this installation, by name; what is read from now on
    comes from them. Answers the names of those that cannot be read, which are left out."""
    broken = []
    kept = {}
    for name, text in published.items():
        try:
            kept[name] = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError):
            broken.append(name)
    if kept == _published:
        return tuple(broken)
    _stand_in(kept)
    misshapen = [name for name in kept if name.startswith("codes/") and not _holds(Path(name).stem)]
    if not _holds(CLAUSES):
        misshapen += [name for name in kept if name.startswith(f"{COMPLIANCE}/")]
    if misshapen:
        _stand_in({name: text for name, text in kept.items() if name not in misshapen})
    return (*broken, *misshapen)


def _stand_in(kept: Mapping[str, dict[str, Any]]) -> None:
    _published.clear()
    _published.update(kept)
    readers = (read, names, code_list, catalogue, deadlines, phrase_book)
    for function in (*readers, forbidden_entries, forbidden_grammar, drill_scripts):
        function.cache_clear()


def _holds(name: str) -> bool:
    """Whether a published list is one: every page would fail by it."""
    try:
        code_list(name)
    except (ResourceError, *UNREADABLE):
        return False
    return True


_published: dict[str, dict[str, Any]] = {}


def _parse(file: Path) -> dict[str, Any]:
    name = f"{file.parent.name}/{file.name}"
    if name in _published:
        return _published[name]
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ResourceError(file.name, str(error)) from error


@cache
def names(folder: str) -> tuple[str, ...]:
    """The stems of the TOML files in `resources/<folder>`, sorted."""
    shipped = {file.stem for file in (paths.resources() / folder).glob("*.toml")}
    published = {Path(name).stem for name in _published if name.startswith(f"{folder}/")}
    return tuple(sorted(shipped | published))


@cache
def code_list(name: str) -> CodeList:
    """The list of `resources/codes/<name>.toml`; "catalogue" is the catalogue's items as a code list,
    "clauses" those of the rule books in `resources/compliance`.

    Raises ResourceError for a missing list or a doubled code.
    """
    if name == CATALOGUE:
        return _items_as_codes(catalogue())
    if name == CLAUSES:
        return _clauses_as_codes()
    data = read(f"codes/{name}.toml")
    rows = tuple(_code(name, row) for row in data.get("code", ()))
    if len({row.id for row in rows}) != len(rows):
        raise ResourceError(name, "a code appears twice")
    title, origin, version = _heading(name, data, "title", "origin", "version")
    return CodeList(name, title, origin, version, rows)


def _items_as_codes(source: Catalogue) -> CodeList:
    rows = (Code(item.id, item.label, MappingProxyType({"category": item.category})) for item in source.items)
    return CodeList(CATALOGUE, CATALOGUE, source.origin, source.version, tuple(rows))


def _clauses_as_codes() -> CodeList:
    """Each clause called by its rule book in short, its number and the beginning of what it asks. Raises KeyError,
    TypeError, ValueError for a book that is none."""
    rows: list[Code] = []
    books = sorted((read(f"{COMPLIANCE}/{name}.toml") for name in names(COMPLIANCE)), key=lambda one: one["place"])
    for book in books:
        Edition(book["edition"])
        for row in book["clause"]:
            begun = row["text"].split("：")[0].split("。")[0]
            rows.append(Code(row["key"], f"{book['short']} {row['number']} {begun}", MappingProxyType({})))
    origin, version = ("; ".join(str(book[name]) for book in books) for name in ("cited", "version"))
    return CodeList(CLAUSES, CLAUSES, origin, version, tuple(rows))


@cache
def is_code_list(name: str) -> bool:
    """Whether `code_list` answers to `name`."""
    return name in (CATALOGUE, CLAUSES) or (name in names("codes") and "code" in read(f"codes/{name}.toml"))


def code_lists() -> tuple[str, ...]:
    """The names `code_list` answers to. Reads every file of `resources/codes`."""
    return (*filter(is_code_list, names("codes")), CATALOGUE, CLAUSES)


class CodeFiles:
    """The code lists as the services' `Codes` port asks for them: KeyError for what is not there."""

    def ids(self, name: str) -> tuple[str, ...]:
        """The codes of the list `name`, in the order shown. Raises KeyError."""
        return self._list(name).ids

    def rows(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """Every row of `name` with all its columns, id and label among them. Raises KeyError."""
        return tuple(_columns(row) for row in self._list(name).codes)

    def row(self, name: str, code: str) -> Mapping[str, Any]:
        """One row of `name` with all its columns. Raises KeyError for the list or the code."""
        found = self._list(name).get(code)
        if found is None:
            raise KeyError(code)
        return _columns(found)

    def _list(self, name: str) -> CodeList:
        if not is_code_list(name):
            raise KeyError(name)
        return code_list(name)


def _columns(row: Code) -> Mapping[str, Any]:
    return MappingProxyType({"id": row.id, "label": row.label, **row.extra})


def _code(name: str, row: dict[str, Any]) -> Code:
    identity, label = _heading(name, row, "id", "label")
    extra = {key: value for key, value in row.items() if key not in ("id", "label")}
    return Code(identity, label, MappingProxyType(extra))


def _heading(name: str, table: Mapping[str, Any], *keys: str) -> list[str]:
    missing = [key for key in keys if not isinstance(table.get(key), str)]
    if missing:
        raise ResourceError(name, "text expected", *missing)
    return [table[key] for key in keys]


@cache
def catalogue() -> Catalogue:
    """The service catalogue of `resources/catalogue/services.toml`."""
    data = read(SERVICES)
    origin, version = _heading(SERVICES, data, "origin", "version")
    return Catalogue(origin, version, tuple(_category(row) for row in data["category"]))


def _category(row: dict[str, Any]) -> ServiceCategory:
    try:
        items = tuple(
            ServiceItem(item["id"], row["id"], item["label"], item["text"], item.get("immediate", False))
            for item in row["items"]
        )
        materials = tuple(Material(**material) for material in row["materials"])
        plain = {key: value for key, value in row.items() if key not in ("items", "materials")}
        return ServiceCategory(**plain, items=items, materials=materials)
    except (KeyError, TypeError) as error:
        raise ResourceError(SERVICES, str(row.get("id")), str(error)) from error


@cache
def deadlines() -> tuple[Deadline, ...]:
    """The default limits of `resources/catalogue/deadlines.toml`. Settings of the station override them."""
    data = read(DEADLINES)
    (origin,) = _heading(DEADLINES, data, "origin")
    common = {"origin": origin, "urgency": "", "complexity": ""}
    try:
        return tuple(Deadline(**{**common, **row}) for row in data["deadline"])
    except TypeError as error:
        raise ResourceError(DEADLINES, str(error)) from error


@cache
def phrase_book() -> PhraseBook:
    """The courteous phrases of `resources/phrases/phrases.toml`."""
    data = read(PHRASES)
    origin, version = _heading(PHRASES, data, "origin", "version")
    try:
        phrases = tuple(Phrase(**{**row, "moments": tuple(row["moments"])}) for row in data["phrase"])
        slots = MappingProxyType(data["slots"])
    except (KeyError, TypeError) as error:
        raise ResourceError(PHRASES, str(error)) from error
    return PhraseBook(origin, version, slots, phrases)


@cache
def forbidden_entries() -> tuple[Entry, ...]:
    """What is not said to customers, of `resources/phrases/forbidden.toml`."""
    data = read(FORBIDDEN)
    _heading(FORBIDDEN, data, "origin", "version")
    try:
        return tuple(
            Entry(
                row["id"],
                row["kind"],
                tuple(row["said"]),
                row["instead"],
                tuple(row.get("harmless", ())),
                row.get("deniable", False),
            )
            for row in data["entry"]
        )
    except (KeyError, TypeError) as error:
        raise ResourceError(FORBIDDEN, str(error)) from error


@cache
def forbidden_grammar() -> Grammar:
    """How sentences tell what others said, of `resources/phrases/forbidden.toml`."""
    try:
        return Grammar(**{name: tuple(words) for name, words in read(FORBIDDEN)["grammar"].items()})
    except (KeyError, TypeError) as error:
        raise ResourceError(FORBIDDEN, str(error)) from error


@cache
def drill_scripts() -> tuple[Script, ...]:
    """The simulated visitors of `resources/drills/*.toml`, by their place in the course."""
    found = []
    for name in names(DRILLS):
        data = read(f"{DRILLS}/{name}.toml")
        try:
            found.append((data["place"], _script(name, data)))
        except (KeyError, TypeError) as error:
            raise ResourceError(name, str(error)) from error
    return tuple(script for _, script in sorted(found, key=lambda pair: pair[0]))


def _script(name: str, data: Mapping[str, Any]) -> Script:
    return Script(
        name,
        data["title"],
        data["trait"],
        data["visitor"],
        data["minutes"],
        tuple(
            Step(
                says=step.get("says", ""),
                happens=step.get("happens", ""),
                replies=tuple(Reply(**reply) for reply in step.get("replies", ())),
                task=step.get("task", ""),
                kind=step.get("kind", ""),
                values=tuple(step.get("values", {}).items()),
                holds=tuple(step.get("holds", {}).items()),
            )
            for step in data["step"]
        ),
        tuple(data.get("lessons", ())),
    )
