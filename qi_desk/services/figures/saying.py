"""What parts of figures are called: people, institutions, parks and the codes of every taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from qi_desk import resource_files, wording
from qi_desk.services.ports import Reader
from qi_desk.services.showing import text

_LISTS = {
    "national": "national_classes",
    "panyu": "panyu_nine",
    "pillar": "pillars",
    "state": "request_states",
    "channel": "channels",
    "industry": "industry_sections",
    "size": "sizes",
    "client_kind": "client_kinds",
}
_RECORDS = {"specialist": "person", "institution": "institution"}
_PLAIN = frozenset({"park", "guangzhou"})


def labels_of(look: Reader, way: str, keys: Iterable[str]) -> Mapping[str, str]:
    """What the parts `keys` of a way are called; an empty key is what was not told or belongs nowhere."""
    wanted = tuple(keys)
    named = look.many(_RECORDS[way], [key for key in wanted if key]) if way in _RECORDS else {}
    return {key: text(named[key], "name") if key in named else label_of(way, key) for key in wanted}


def label_of(way: str, key: str) -> str:
    """What one part is called that is no record."""
    texts = wording.texts()
    if not key or way in _RECORDS:
        return texts.get(f"measure_unknown.{way}") or texts["measure_unknown.any"]
    if way in _LISTS:
        return wording.code_label(_LISTS[way], key)
    if way in _PLAIN:
        return key
    if way == "category":
        return _categories().get(key, key)
    if way == "provincial":
        return f"{key} {_provincial().get(key, '')}".strip()
    return texts.get(f"measure_{way}.{key}") or key


@cache
def _categories() -> Mapping[str, str]:
    return {row.id: row.label for row in resource_files.catalogue().categories}


@cache
def _provincial() -> Mapping[str, str]:
    """An annex group is called as the first of the catalogue's categories it takes in."""
    named: dict[str, str] = {}
    for row in resource_files.catalogue().categories:
        named.setdefault(row.provincial, row.label)
    return named
