"""Needs in common: the same matter raised by several enterprises within some weeks (4.1, 8.3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LEAST = 3
"""Enterprises from which a matter is one of several, not of one."""


@dataclass(frozen=True, slots=True)
class Voice:
    """That a client raised a matter: `about` is what it is called (list and code), `kind` and `eid` the record."""

    about: tuple[str, str]
    client: str
    on: date
    kind: str
    eid: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Common:
    """A matter several clients raised; `voices` oldest first, `clients` in the order they came."""

    about: tuple[str, str]
    clients: tuple[str, ...]
    voices: tuple[Voice, ...]

    @property
    def open(self) -> int:
        """How many are not settled yet."""
        return sum(voice.open for voice in self.voices)


def in_common(voices: Iterable[Voice], least: int = LEAST) -> tuple[Common, ...]:
    """What at least so many different clients raised, by most clients first. One client counts once, however often it
    comes."""
    heard: dict[tuple[str, str], list[Voice]] = {}
    for voice in voices:
        heard.setdefault(voice.about, []).append(voice)
    found = []
    for about, all_of_it in heard.items():
        ordered = sorted(all_of_it, key=lambda voice: (voice.on, voice.eid))
        clients = tuple(dict.fromkeys(voice.client for voice in ordered))
        if len(clients) >= least:
            found.append(Common(about, clients, tuple(ordered)))
    return tuple(sorted(found, key=lambda one: (-len(one.clients), -one.open, one.about)))
