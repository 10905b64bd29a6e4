"""保密承诺 and 信息披露 (F27; 6.4.2 of DB44/T 2407): who is bound to secrecy, and what left the house on which of the
three grounds there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

UNDERTAKING = Entity(
    "undertaking",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("party_kind", limit=20, merge=Merge.IMMUTABLE),
        Field("party", Type.REF, required=True, target_in="party_kind", merge=Merge.IMMUTABLE),
        Field("version", required=True, limit=20),
        Field("signed_on", Type.DAY, required=True),
        Field("valid_to", Type.DAY),
        Field("place", limit=80),
        Field("note", limit=200),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    number="CN",
    indexes=(("party",), ("valid_to",), ("signed_on",)),
)
"""One signed paper of a member of staff, an expert or an institution; without `valid_to` it binds for ever."""

DISCLOSURE = Entity(
    "disclosure",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("recipient", required=True, limit=80),
        Field("what", Type.LONG, required=True, limit=500),
        Field("client", Type.REF, target="enterprise"),
        Field("basis", Type.CODE, required=True, codes="disclosure_bases"),
        Field("basis_note", Type.LONG, required=True, limit=300),
        Field("consent_by", limit=50),
        Field("consent_on", Type.DAY),
        Field("mask", Type.CODE, required=True, codes="disclosure_masks"),
        Field("state", Type.CODE, required=True, codes="disclosure_states"),
        Field("asked_on", Type.DAY, merge=Merge.IMMUTABLE),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("approver", Type.REF, target="person"),
        Field("approved_on", Type.DAY),
        Field("refusal", limit=200),
        Field("way", Type.CODE, codes="disclosure_ways"),
        Field("given_on", Type.DAY),
        Field("given_by", Type.REF, target="person"),
    ),
    number="PL",
    indexes=(("state", "asked_on"), ("asked_on",), ("client",)),
)

DISCLOSURE_LIFECYCLE = Lifecycle(
    "disclosure",
    states=("asked", "approved", "given", "refused"),
    first="asked",
    final=frozenset({"given", "refused"}),
    moves=(
        move("approve", ("asked",), "approved"),
        move("refuse", ("asked", "approved"), "refused"),
        move("give", ("approved",), "given"),
    ),
)

LAW, PUBLIC, AGREED = "law", "public", "agreed"
BASES = frozenset({LAW, PUBLIC, AGREED})
"""The only grounds: the law asks for it, the client made it public, the client agreed to it."""


def binds(paper: Mapping[str, Any], today: date) -> bool:
    """Whether an undertaking binds who signed it today."""
    return paper["signed_on"] <= today and (paper["valid_to"] is None or paper["valid_to"] >= today)


def bound(papers: Iterable[Mapping[str, Any]], today: date) -> frozenset[str]:
    """Who is bound to secrecy today, by id."""
    return frozenset(paper["party"] for paper in papers if binds(paper, today))


def basis_problems(values: Mapping[str, Any], today: date) -> list[Problem]:
    """What keeps a disclosure from resting on its ground: another ground than the three, nothing that shows it, or a
    consent without the client, who gave it and when."""
    basis = values.get("basis")
    if basis not in BASES:
        return [Problem("basis", "disclosure.basis")]
    problems = []
    if not values.get("basis_note"):
        problems.append(Problem("basis_note", "disclosure.shown_by"))
    if basis in (PUBLIC, AGREED) and not values.get("client"):
        problems.append(Problem("client", "disclosure.client"))
    if basis == AGREED:
        problems += [Problem(name, "required") for name in ("consent_by", "consent_on") if not values.get(name)]
    if values.get("consent_on") and values["consent_on"] > today:
        problems.append(Problem("consent_on", "date.future"))
    return problems
