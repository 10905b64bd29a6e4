"""规章制度 (F32; 6.1.3 of DB44/T 2407): the rules of the station, which of them are in force, and which must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

RULE = Entity(
    "rule",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("name", required=True, limit=80),
        Field("kind", Type.CODE, required=True, codes="rule_kinds"),
        Field("version", required=True, limit=20),
        Field("owner", Type.REF, target="person"),
        Field("effective", Type.DAY),
        Field("review_on", Type.DAY),
        Field("words", Type.LONG, limit=20000),
        Field("note", limit=200),
        Field("state", Type.CODE, required=True, codes="rule_states"),
        Field("replaces", Type.REF, target="rule"),
        Field("approver", Type.REF, target="person"),
        Field("approved_on", Type.DAY),
        Field("reviewed_on", Type.DAY),
        Field("review_note", limit=200),
        Field("abolished_on", Type.DAY),
        Field("abolish_reason", limit=200),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    number="ZD",
    indexes=(("state", "review_on"), ("kind", "state"), ("name",)),
)
"""One version of one rule; the next version is a record of its own that `replaces` it."""

RULE_LIFECYCLE = Lifecycle(
    "rule",
    states=("draft", "in_force", "abolished"),
    first="draft",
    final=frozenset({"abolished"}),
    moves=(
        move("put_in_force", ("draft",), "in_force"),
        move("abolish", ("in_force",), "abolished"),
    ),
)

BASIC = ("duties", "plans", "records", "complaints")
"""Kinds (list `rule_kinds`) of which one rule must be in force: job duties, making and carrying out plans, records and
archives, complaints and feedback (6.1.3 a-d)."""


class Lack(StrEnum):
    """What is wrong with a basic kind of rules."""

    MISSING = "missing"
    NOT_YET = "not_yet"
    OVERDUE = "overdue"


def lacking(rules: Iterable[Mapping[str, Any]], today: date) -> dict[str, Lack]:
    """The basic kinds the station does not stand on, by kind: no rule at all, none in force (abolished, a draft, or in
    force only from a later day), or every one in force past the day of its review."""
    known: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in BASIC}
    for rule in rules:
        if rule["kind"] in known:
            known[rule["kind"]].append(rule)
    found: dict[str, Lack] = {}
    for kind, held in known.items():
        standing = [rule for rule in held if holds(rule, today)]
        if not standing:
            found[kind] = Lack.NOT_YET if any(rule["state"] != "abolished" for rule in held) else Lack.MISSING
        elif all(overdue(rule, today) for rule in standing):
            found[kind] = Lack.OVERDUE
    return found


def holds(rule: Mapping[str, Any], today: date) -> bool:
    """Whether people have to keep to this rule today."""
    return rule["state"] == "in_force" and rule["effective"] is not None and rule["effective"] <= today


def overdue(rule: Mapping[str, Any], today: date) -> bool:
    """Whether it should have been looked through again before today."""
    return rule["review_on"] is not None and rule["review_on"] < today
