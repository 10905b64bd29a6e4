"""What an import would do, row by row, before anything is written: new, update, doubtful or wrong, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import credit_code
from qi_desk.domain.enterprises import CODE_REQUIRED, CONTACT, ENTERPRISE
from qi_desk.domain.errors import Conflict, Invalid, Problem
from qi_desk.domain.fields import check, encode, stopping
from qi_desk.domain.ledger.natural_keys import enterprise_id
from qi_desk.services.import_columns import CODE, KIND, NAME, Loaded, column
from qi_desk.services.import_twins import TwinsByName
from qi_desk.services.import_values import KnownCodes, value_of
from qi_desk.services.ports import House, Query, Reader, Record
from qi_desk.services.sheets import SheetRow

Progress = Callable[[int, int], None]
"""Told rows done and rows in all."""

Cancelled = Callable[[], bool]
_BATCH = 500


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Options:
    """What the person chose: `overwrite` replaces values on file (else only empty ones are filled), `fixes` are the
    rows whose credit code is taken as the rule would correct it."""

    overwrite: bool = False
    fixes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row judged. `target` is the file it belongs to, or would get by its code ("" for a new one without a code);
    `changes` are the column keys an update would write; values are encoded, by field."""

    number: int
    verdict: Verdict
    name: str
    credit_code: str
    reasons: tuple[Problem, ...] = ()
    target: str = ""
    changes: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    contact: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole table judged at the store's operation `head`."""

    loaded: Loaded
    options: Options
    rows: tuple[PreviewRow, ...]
    head: int

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict."""
        found = dict.fromkeys(map(str, Verdict), 0)
        for row in self.rows:
            found[row.verdict] += 1
        return found


def judge(
    house: House,
    look: Reader,
    loaded: Loaded,
    options: Options,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Preview:
    """Judge every row below the headers.

    Raises Invalid where no column says who is meant or two columns say the same, Conflict("import.cancelled").
    """
    _check_mapping(loaded.mapping)
    judging = _Judging(house, look, loaded.mapping, options)
    rows = loaded.sheet.rows[loaded.header + 1 :]
    found: list[PreviewRow] = []
    pending = iter(rows)
    while batch := tuple(islice(pending, _BATCH)):
        if cancelled is not None and cancelled():
            raise Conflict("import.cancelled")
        found += judging.batch(batch)
        if progress is not None:
            progress(len(found), len(rows))
    return Preview(loaded, options, tuple(found), look.head())


def _check_mapping(mapping: Sequence[str]) -> None:
    problems = [Problem(key, "import.column_twice") for key in dict.fromkeys(mapping) if key and mapping.count(key) > 1]
    if NAME not in mapping and CODE not in mapping:
        problems.append(Problem(NAME, "import.no_name_column"))
    if problems:
        raise Invalid(problems, "import.mapping")


@dataclass(slots=True)
class _Parsed:
    """One row as values, before it is held against the store."""

    row: SheetRow
    values: dict[str, Any]
    contact: dict[str, Any]
    problems: list[Problem]

    @property
    def code(self) -> str:
        return str(self.values.get("credit_code") or "")

    @property
    def name(self) -> str:
        return str(self.values.get("name") or "")


class _Judging:
    def __init__(self, house: House, look: Reader, mapping: Sequence[str], options: Options) -> None:
        self._look = look
        self._options = options
        self._places = [(place, column(key)) for place, key in enumerate(mapping) if key]
        self._codes = KnownCodes(house.codes)
        self._prefixes = {
            str(row["id"]): tuple(row["credit_code_prefixes"]) for row in house.codes.rows("client_kinds")
        }
        self._twins = TwinsByName(look)
        self._above: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._sample = str(resource_files.read("exchange/template.toml")["sample_mark"])

    def batch(self, rows: Sequence[SheetRow]) -> Iterator[PreviewRow]:
        parsed = [self._parse(row) for row in rows]
        on_file = self._look.many("enterprise", [enterprise_id(one.code) for one in parsed if one.code])
        return (self._judge(one, on_file) for one in parsed)

    def _parse(self, row: SheetRow) -> _Parsed:
        parsed = _Parsed(row, {}, {}, [])
        for place, known in self._places:
            text = row.cells[place] if place < len(row.cells) else ""
            mark = row.marks.get(place)
            if not text and mark is None:
                continue
            value, problem = value_of(known.key, known.declared, text, mark, self._codes)
            if problem is not None:
                parsed.problems.append(problem)
            if value not in (None, "", []):
                entity, _, name = known.key.partition(".")
                (parsed.values if entity == "enterprise" else parsed.contact)[name] = value
        return parsed

    def _judge(self, parsed: _Parsed, on_file: Mapping[str, Record]) -> PreviewRow:
        if parsed.name.startswith(self._sample):
            return self._row(parsed, Verdict.WRONG, [Problem(NAME, "import.sample")])
        self._fix_code(parsed)
        record, doubts = self._on_file(parsed, on_file)
        above = self._above.get(_key(parsed))
        problems = parsed.problems + self._rule_problems(parsed, known=record is not None or above is not None)
        if stopping(problems):
            return self._row(parsed, Verdict.WRONG, problems)
        target = record.eid if record is not None else (enterprise_id(parsed.code) if parsed.code else "")
        doubts += self._doubts(parsed, record, target)
        if record is not None or above is not None:
            return self._update(parsed, record, target, doubts, problems)
        self._above[_key(parsed)] = (parsed.row.number, parsed.values)
        self._twins.note(parsed.name, str(parsed.values["kind"]), target, parsed.row.number)
        return self._row(parsed, Verdict.DOUBTFUL if doubts else Verdict.NEW, doubts + problems, target)

    def _update(
        self, parsed: _Parsed, record: Record | None, target: str, doubts: list[Problem], problems: list[Problem]
    ) -> PreviewRow:
        changes: list[str] = []
        if record is not None:
            changes, kept = self._changes(parsed, record)
            problems = problems + kept
        changes += [f"contact.{name}" for name in parsed.contact]
        if not changes and not doubts:
            problems.append(Problem(NAME, "import.nothing_new", warning=True))
        verdict = Verdict.DOUBTFUL if doubts else Verdict.UPDATE
        return self._row(parsed, verdict, doubts + problems, target, tuple(changes))

    def _on_file(self, parsed: _Parsed, on_file: Mapping[str, Record]) -> tuple[Record | None, list[Problem]]:
        """The file this row belongs to: by its code, or without one by its exact name and kind."""
        if parsed.code:
            record = on_file.get(enterprise_id(parsed.code))
            return (record, []) if record is not None and record.void is None else (None, [])
        if not parsed.name:
            return None, []
        same = {"name": parsed.name} | ({"kind": parsed.values["kind"]} if "kind" in parsed.values else {})
        found = self._look.select(Query("enterprise", equals=same, limit=3))
        if len(found) > 1:
            return None, [Problem(NAME, "import.several", {"name": parsed.name, "count": len(found)})]
        return (found[0] if found else None), []

    def _fix_code(self, parsed: _Parsed) -> None:
        code = parsed.code
        if not code:
            return
        problem = credit_code.check(code)
        if problem is None:
            return
        if problem.fix and parsed.row.number in self._options.fixes:
            parsed.values["credit_code"] = problem.fix
        else:
            parsed.problems.append(replace(problem, field=CODE))

    def _rule_problems(self, parsed: _Parsed, *, known: bool) -> list[Problem]:
        values = parsed.values
        problems = _checked("enterprise", {**values, "credit_code": None}, self._codes)
        if not known:
            problems += self._new_problems(parsed)
        if parsed.contact:
            problems += _checked("contact", parsed.contact, self._codes)
            if not parsed.contact.get("name"):
                problems.append(Problem("contact.name", "required"))
        return problems

    def _new_problems(self, parsed: _Parsed) -> list[Problem]:
        values = parsed.values
        bad = {one.field for one in parsed.problems}
        problems = []
        if not parsed.name and NAME not in bad:
            problems.append(Problem(NAME, "required"))
        if "kind" not in values and KIND not in bad:
            kind = self._kind_of(parsed.code)
            if kind:
                values["kind"] = kind
            else:
                problems.append(Problem(KIND, "import.no_kind"))
        if values.get("kind") in CODE_REQUIRED and not parsed.code and CODE not in bad:
            problems.append(Problem(CODE, "required"))
        return problems

    def _kind_of(self, code: str) -> str:
        found = [kind for kind, prefixes in self._prefixes.items() if prefixes and code.startswith(prefixes)]
        return found[0] if len(found) == 1 else ""

    def _doubts(self, parsed: _Parsed, record: Record | None, target: str) -> list[Problem]:
        doubts = []
        kind = str(parsed.values.get("kind") or (record["kind"] if record is not None else ""))
        strange = credit_code.check_kind(parsed.code, self._prefixes.get(kind, ()))
        if strange is not None:
            doubts.append(replace(strange, field=CODE))
        if record is not None and parsed.name and parsed.name != record["name"]:
            doubts.append(Problem(NAME, "import.other_name", {"name": record["name"]}))
        above = self._above.get(_key(parsed))
        if above is not None:
            number, values = above
            doubts += [
                Problem(f"enterprise.{name}", "import.differs_in_file", {"row": number})
                for name, value in parsed.values.items()
                if name in values and values[name] != value
            ][:1]
        elif record is None:
            twin = self._twins.of(parsed.name, kind, target)
            if twin is not None:
                code = "import.twin_in_file" if twin.row else "import.twin"
                doubts.append(Problem(NAME, code, {"row": twin.row} if twin.row else {"name": twin.name}))
        return doubts

    def _changes(self, parsed: _Parsed, record: Record) -> tuple[list[str], list[Problem]]:
        """The fields an update would write, and those it leaves because the file holds something else."""
        changes, kept = [], []
        for name, value in parsed.values.items():
            held = encode(ENTERPRISE.field(name), record[name])
            if held == value:
                continue
            if held in (None, "", []) or self._options.overwrite:
                changes.append(f"enterprise.{name}")
            else:
                kept.append(Problem(f"enterprise.{name}", "import.kept", warning=True))
        return changes, kept

    @staticmethod
    def _row(
        parsed: _Parsed,
        verdict: Verdict,
        reasons: list[Problem],
        target: str = "",
        changes: tuple[str, ...] = (),
    ) -> PreviewRow:
        values = (parsed.values, parsed.contact) if verdict is not Verdict.WRONG else ({}, {})
        return PreviewRow(
            parsed.row.number, verdict, parsed.name, parsed.code, tuple(reasons), target, changes, *values
        )


def _key(parsed: _Parsed) -> str:
    """What rows of one service object share: the code, else the name."""
    return parsed.code or f"{parsed.values.get('kind', '')}:{parsed.name}"


_ENTITIES = {"enterprise": ENTERPRISE, "contact": CONTACT}


def _checked(entity: str, values: Mapping[str, Any], codes: KnownCodes) -> list[Problem]:
    found = check(_ENTITIES[entity], values, codes, partial=True)
    return [replace(one, field=f"{entity}.{one.field}") for one in found if one.field != "credit_code"]
