"""Seeded chance for invented people, phones and credit codes: the same seed gives the same station."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.credit_code import (
    ALPHABET,
    check_character,
    organisation_check_character,
)

UNUSUAL_SHARE = 0.06
"""Share of people whose names carry rare characters, a middle dot or Latin letters."""


def words(name: str) -> Mapping[str, Any]:
    """The raw material `resources/practice/<name>.toml`."""
    return resource_files.read(f"practice/{name}.toml")


class Chance(random.Random):
    """A seeded source. What must not repeat (phones, codes) does not repeat in it."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._codes: set[str] = set()
        self._phones: list[str] = []

    def hit(self, share: float) -> bool:
        """True in `share` (0..1) of the calls."""
        return self.random() < share

    def person(self) -> str:
        """An invented name."""
        people = words("people")
        if self.hit(UNUSUAL_SHARE):
            return str(self.choice(people["unusual"]))
        return str(self.choice(people["surnames"]) + self.choice(people["given"]))

    def phone(self) -> str:
        """An invented mobile number that no earlier call gave: 1380000xxxx or 1390000xxxx."""
        if not self._phones:
            self._phones = [f"{start}{tail:04}" for start in ("1380000", "1390000") for tail in range(100, 10000)]
            self.shuffle(self._phones)
        return self._phones.pop()

    def credit_code(self, prefix: str, area: str = "440113") -> str:
        """A valid credit code (GB 32100-2015) that no earlier call gave, its organisation code valid too."""
        while True:
            organisation = "MA" + "".join(self.choices(ALPHABET, k=6))
            first17 = prefix + area + organisation + organisation_check_character(organisation)
            code = first17 + check_character(first17)
            if code not in self._codes:
                self._codes.add(code)
                return code
