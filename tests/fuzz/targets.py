"""What reads data from outside, each with sound samples and what it may answer to anything else: an expected error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qi_desk.domain.errors import Expected
from tests.fuzz import mutations


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: `read` raises nothing but what is in `allowed`; `seeds` are made when first needed."""

    name: str
    read: Callable[[bytes], object]
    seeds: Callable[[], Sequence[bytes]]
    near: mutations.Near = mutations.mutated
    allowed: tuple[type[Exception], ...] = (Expected,)

    def run(self, data: bytes) -> None:
        """Let it read; whatever else it raises is a defect of the program."""
        try:
            self.read(data)
        except self.allowed:
            return


def everything() -> dict[str, Target]:
    """All targets by name."""
    from tests.fuzz import exchanged, released, stored, typed

    found = (*typed.TARGETS, *exchanged.TARGETS, *stored.TARGETS, *released.TARGETS)
    return {target.name: target for target in found}
