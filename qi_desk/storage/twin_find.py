"""Service objects whose name another may share: found in the search index's B-tree, told apart by `domain.twins`.

Each name has its core there, its core from the end, and the core's sound. A single slip leaves the beginning or
the end of a core whole, so a bounded look from both ends finds it; what a common ending brings too many of is cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.domain.pinyin import Readings
from qi_desk.domain.twins import Likeness, Names, Subject, compare, halves
from qi_desk.services.ports import Namesake, NamesakeGroup
from qi_desk.storage.aliases import MERGED, follow
from qi_desk.storage.search_index import unpacked
from qi_desk.storage.search_terms import PER_KIND, SEARCHED, Mark
from qi_desk.storage.search_words import name_variants

_SAME = 200
_ALIKE = 80
_GROUPS = 2000
_FIRST = SEARCHED["enterprise"].rank * PER_KIND
_LAST = _FIRST + PER_KIND - 1


class TwinFinder:
    """What `Reader.namesakes` and `Reader.namesake_groups` stand on."""

    def __init__(self, readings: Readings | None = None) -> None:
        self._names = Names(name_variants(), readings)

    def namesakes(self, raw: Any, subject: Subject, limit: int) -> tuple[Namesake, ...]:
        """Files that `subject` may be, the likeliest first; merged ones speak for the file they went into."""
        docs = {doc for name in subject.names for look in self._looks(name) for doc in _docs(raw, *look)}
        eids = set(_eids(raw, docs)) | set(_by_code(raw, subject.code))
        found: dict[str, Namesake] = {}
        for eid, other in _subjects(raw, eids):
            met = compare(subject, other, self._names)
            known = found.get(eid)
            if met is not None and (known is None or _RANKS[met.likeness] < _RANKS[known.likeness]):
                found[eid] = Namesake(eid, met.likeness, met.theirs)
        best = sorted(found.values(), key=lambda one: (_RANKS[one.likeness], len(one.name), one.eid))
        return tuple(best[:limit])

    def _looks(self, name: str) -> Iterator[tuple[str, str, int]]:
        core = self._names.core(name)
        if not core:
            return
        yield Mark.CORE + core, "", _SAME
        first, last = halves(core)
        if first:
            yield Mark.CORE + first, "\U0010ffff", _ALIKE
            yield Mark.CORE_END + last[::-1], "\U0010ffff", _ALIKE
        for sound in self._names.sounds(core):
            yield Mark.SOUND + sound, "", _ALIKE

    def groups(self, raw: Any, limit: int) -> tuple[NamesakeGroup, ...]:
        """Files that share a code, a core or a sound, the surest first."""
        found = [NamesakeGroup(Likeness.CODE, eids) for eids in _sharing_code(raw)]
        for mark, likeness in ((Mark.CORE, Likeness.NAME), (Mark.SOUND, Likeness.SIMILAR)):
            found += [NamesakeGroup(likeness, eids) for eids in _sharing(raw, mark)]
        return tuple(found[:limit])


_RANKS = {likeness: rank for rank, likeness in enumerate(Likeness)}


def _docs(raw: Any, start: str, end: str, limit: int) -> list[int]:
    rows = raw.execute(
        "SELECT doc FROM search_key WHERE key BETWEEN ? AND ? AND doc BETWEEN ? AND ? LIMIT ?",
        (start, start + end, _FIRST, _LAST, limit),
    )
    return [row[0] for row in rows.fetchall()]


def _eids(raw: Any, docs: Iterable[int]) -> Iterator[str]:
    wanted = json.dumps([*docs])
    rows = raw.execute("SELECT eid FROM search_doc WHERE doc IN (SELECT value FROM json_each(?))", (wanted,))
    return (unpacked(row[0]) for row in rows.fetchall())


def _by_code(raw: Any, code: str) -> list[str]:
    if not code:
        return []
    return [row[0] for row in raw.execute("SELECT eid FROM enterprise WHERE credit_code = ?", (code,)).fetchall()]


def _subjects(raw: Any, eids: Iterable[str]) -> Iterator[tuple[str, Subject]]:
    rows = raw.execute(
        "SELECT eid, credit_code, name, former_names, void FROM enterprise WHERE kind IS NOT ? "
        "AND (void IS NULL OR void = ?) AND eid IN (SELECT value FROM json_each(?))",
        (PERSON_KIND, MERGED, json.dumps(sorted(eids))),
    )
    for eid, code, name, former, void in rows.fetchall():
        names = (name or "", *_former(former))
        yield (eid if void is None else follow(raw, eid)), Subject(code or "", names)


def _former(cell: str | None) -> Sequence[str]:
    listed = json.loads(cell) if cell else []
    return [str(one.get("name", "") if isinstance(one, dict) else one) for one in listed]


def _sharing_code(raw: Any) -> list[tuple[str, ...]]:
    rows = raw.execute(
        "SELECT credit_code FROM enterprise WHERE void IS NULL AND credit_code IS NOT NULL "
        f"GROUP BY credit_code HAVING count(*) > 1 LIMIT {_GROUPS}"
    )
    return [
        tuple(
            found[0]
            for found in raw.execute(
                "SELECT eid FROM enterprise WHERE credit_code = ? AND void IS NULL ORDER BY eid", row
            ).fetchall()
        )
        for row in rows.fetchall()
    ]


def _sharing(raw: Any, mark: str) -> Iterator[tuple[str, ...]]:
    keys = raw.execute(
        "SELECT key, count(*) AS found FROM search_key WHERE key >= ? AND key < ? "
        f"GROUP BY key HAVING found > 1 ORDER BY found, key LIMIT {_GROUPS}",
        (mark, chr(ord(mark) + 1)),
    )
    for key, _ in keys.fetchall():
        eids = tuple(_eids(raw, _docs(raw, key, "", _SAME)))
        companies = raw.execute(
            "SELECT eid FROM enterprise WHERE eid IN (SELECT value FROM json_each(?)) AND kind IS NOT ? "
            "AND void IS NULL ORDER BY eid",
            (json.dumps(eids), PERSON_KIND),
        )
        standing = tuple(row[0] for row in companies.fetchall())
        if len(standing) > 1:
            yield standing
