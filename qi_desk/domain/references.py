"""Which fields hold the id of another record, found from the declarations: undoing, merging and erasing need all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qi_desk.domain.records import ENTITIES


@dataclass(frozen=True, slots=True)
class Reference:
    """The field `name` of records of `kind` that refers to another record; `kind_field` is the field beside it that
    names the other's kind, empty where the declaration names it. `indexed` says that looking by it is cheap."""

    kind: str
    name: str
    indexed: bool
    kind_field: str = ""

    def equals(self, target: str, eid: str) -> Mapping[str, Any]:
        """The conditions under which a record refers to the record `eid` of the kind `target`."""
        return {self.name: eid, self.kind_field: target} if self.kind_field else {self.name: eid}


def pointing_at(target: str) -> tuple[Reference, ...]:
    """Every place that may hold the id of a record of the kind `target`, in declared order."""
    return tuple(
        Reference(entity.name, field.name, (field.name,) in entity.indexes, field.target_in or "")
        for entity in ENTITIES.values()
        for field in entity.fields
        if field.target == target or field.target_in is not None
    )
