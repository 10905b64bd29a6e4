"""The station's own words and marks on its papers: letterhead, texts, switches; and what a text may not be."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.ledger.natural_keys import keyed_id

LETTERHEAD = "letterhead"
"""The key of what stands at the head and foot of every paper."""

MOST_MARK = 160_000
"""Characters of the station's mark, a PNG in Base64."""

STATION_SLOTS = ("station", "phone", "supervision_phone", "address")
"""What every text may name, besides the slots its shipped wording has."""

PAPER_TEMPLATE = Entity(
    "paper_template",
    (
        Field("key", required=True, limit=40, merge=Merge.IMMUTABLE),
        Field("texts", Type.LIST, merge=Merge.SET),
        Field("hidden", Type.CODES, codes="paper_switches", merge=Merge.SET),
        Field("name", limit=60),
        Field("second", limit=80),
        Field("footer", limit=120),
        Field("mark", Type.LONG, limit=MOST_MARK),
        Field("changed_by", Type.REF, target="person"),
        Field("changed_at", Type.MOMENT),
    ),
    indexes=(("key",),),
    lasting=True,
)
"""What the station changed on one paper, or on all (LETTERHEAD). `texts` has elements with `key`, `text` and `base`,
the shipped wording it was written over; `hidden` are the switches turned off."""

_TOKEN = re.compile(r"\{([^{}\n]*)\}|([{}])")


def template_id(key: str) -> str:
    """The id of the station's own template of a paper."""
    return keyed_id("paper_template", key)


def slots_in(text: str) -> tuple[str, ...]:
    """The names in braces, each once."""
    return tuple(dict.fromkeys(match[1] for match in _TOKEN.finditer(text) if match[1] is not None))


def problems_of(name: str, text: str, slots: Collection[str], *, required: bool, limit: int) -> list[Problem]:
    """What is wrong with the text `name`: a brace without its partner or a name that is not among `slots`, each with
    the line (from 1) it stands on; nothing where something has to stand; too long."""
    problems = []
    known = " ".join(f"{{{slot}}}" for slot in slots)
    if required and not text.strip():
        problems.append(Problem(name, "template.empty"))
    if len(text) > limit:
        problems.append(Problem(name, "too_long", {"limit": limit, "length": len(text)}))
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _TOKEN.finditer(line):
            if match[2] is not None:
                problems.append(Problem(name, "template.brace", {"line": number, "brace": match[2], "known": known}))
            elif match[1] not in slots:
                problems.append(Problem(name, "template.slot", {"line": number, "slot": match[1], "known": known}))
    return problems


def with_station(text: str, values: Mapping[str, str]) -> str:
    """`text` with what it says of the station filled in; other slots stay for who fills them."""

    def told(match: re.Match[str]) -> str:
        value = values.get(match[1]) if match[1] is not None else None
        return match[0] if value is None else value.replace("{", "").replace("}", "")

    return _TOKEN.sub(told, text)
