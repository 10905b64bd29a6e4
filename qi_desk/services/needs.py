"""From what the client says to catalogue items, with the words that say so; everything happens on this desk."""

from __future__ import annotations

from functools import cache

from qi_desk import resource_files
from qi_desk.domain.matching.needs import Lexicon, Proposal, lexicon
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import LOOKING, verb

_WEIGHTS = {"strong": 3.0, "usual": 1.6, "weak": 0.7, "against": -1.5}
_READ = 4000


@verb("needs.propose", LOOKING)
def propose(house: House, actor: Actor, text: str, limit: int = 5) -> tuple[Proposal, ...]:
    """The catalogue items `text` speaks of, best first, for whoever types a description."""
    return station_lexicon().propose(text[:_READ], limit)


@verb("needs.categories", LOOKING)
def categories(house: House, actor: Actor, text: str) -> tuple[Proposal, ...]:
    """The categories of the catalogue by what `text` says of them, best first."""
    return station_lexicon().categories(text[:_READ])


@cache
def station_lexicon() -> Lexicon:
    """The lexicon of `resources/matching/lexicon.toml` over the catalogue. Raises ResourceError for unknown codes."""
    known = {item.id for item in resource_files.catalogue().items}
    known |= {category.id for category in resource_files.catalogue().categories}
    words: dict[str, dict[str, float]] = {}
    for row in resource_files.read("matching/lexicon.toml")["words"]:
        if row["code"] not in known:
            raise resource_files.ResourceError("matching/lexicon.toml", row["code"])
        for group, weight in _WEIGHTS.items():
            for word in row.get(group, ()):
                held = words.setdefault(word, {})
                held[row["code"]] = max(weight, held.get(row["code"], weight))
    said = {item.id: (item.label, item.description) for item in resource_files.catalogue().items}
    return lexicon(words, said)


def spelled_out(text: str) -> str:
    """`text` with the full names of instruments called by their everyday ones behind it."""
    aliases = resource_files.read("matching/lexicon.toml")["aliases"]
    return " ".join([text, *(full for alias, full in aliases.items() if alias in text)])
