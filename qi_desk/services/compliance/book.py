"""The rule books as the program reads them: `resources/compliance`, in the order they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.compliance.clauses import Clause, Edition, Source


def sources() -> tuple[Source, ...]:
    """Every rule book with its clauses. Raises ResourceError for a file that is not in its shape."""
    found = [(name, resource_files.read(f"{resource_files.COMPLIANCE}/{name}.toml")) for name in _names()]
    return tuple(_source(name, data) for name, data in sorted(found, key=lambda one: int(one[1].get("place", 0))))


def source(name: str) -> Source:
    """One rule book by the name of its file. Raises ResourceError."""
    return _source(name, resource_files.read(f"{resource_files.COMPLIANCE}/{name}.toml"))


def _names() -> tuple[str, ...]:
    return resource_files.names(resource_files.COMPLIANCE)


def _source(key: str, data: Mapping[str, Any]) -> Source:
    try:
        return Source(
            key,
            data["title"],
            data["short"],
            Edition(data["edition"]),
            data["cited"],
            tuple(_clause(key, row) for row in data["clause"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise resource_files.ResourceError(key, str(error)) from error


def _clause(source: str, row: Mapping[str, Any]) -> Clause:
    given = MappingProxyType(dict(row.get("given", {})))
    shown = MappingProxyType(dict(row.get("shown", {})))
    plain = {name: value for name, value in row.items() if name not in ("given", "shown")}
    return Clause(source=source, given=given, shown=shown, **plain)


def clauses() -> dict[str, Clause]:
    """Every clause by its key."""
    return {one.key: one for source in sources() for one in source.clauses}
