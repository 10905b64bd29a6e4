"""演练: a simulated visitor as a script, and how a run with one is scored (B.3.1: trained before the post)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qi_desk.domain.fields import Entity, Field, Merge, Type

DRILL = Entity(
    "drill",
    (
        Field("person", Type.REF, required=True, target="person", merge=Merge.IMMUTABLE),
        Field("script", required=True, limit=40, merge=Merge.IMMUTABLE),
        Field("began_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("ended_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("flow", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("words", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("time", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("total", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("passed", Type.FLAG, merge=Merge.IMMUTABLE),
        Field("mistakes", Type.LONG, limit=2000, merge=Merge.IMMUTABLE),
    ),
    indexes=(("person", "began_at"), ("script",)),
)

PASS_MARK = 80
"""Points out of 100 from which a run is passed, if nothing was said that is never said."""

_WEIGHTS = {"flow": 50, "words": 35, "time": 15}
_FULL = 100


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing the trainee may answer. `points` 0 to 2: wrong, passable, right; `why` is told at the end; `fatal`
    words fail the run."""

    text: str
    points: int
    why: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the visitor `says` something, or something `happens`; then the trainee answers with one of `replies`,
    or does in the program what `task` describes: a record of `kind` made or changed since with these `values`, whose
    text fields `holds` what the visitor said."""

    says: str
    happens: str = ""
    replies: tuple[Reply, ...] = ()
    task: str = ""
    kind: str = ""
    values: tuple[tuple[str, str], ...] = ()
    holds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A simulated visitor. `minutes` is how long a practised specialist takes; `trait` what is hard about them."""

    id: str
    title: str
    trait: str
    visitor: str
    minutes: int
    steps: tuple[Step, ...]
    lessons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What a run scored: whole points out of 100 for flow, words and time, and in all."""

    flow: int
    words: int
    time: int
    total: int
    passed: bool


def marks(script: Script, replied: Sequence[Reply], done: Collection[int], seconds: float) -> Marks:
    """The marks of a run: `replied` in the order given, `done` the places of the tasks that were carried out, `seconds`
    it took. A task left out costs flow, a poor or missing reply words; time is full up to the script's minutes and gone
    at twice as many."""
    tasks = [place for place, step in enumerate(script.steps) if step.kind]
    talks = sum(bool(step.replies) for step in script.steps)
    flow = round(_FULL * sum(place in done for place in tasks) / len(tasks)) if tasks else _FULL
    words = round(_FULL * sum(one.points for one in replied) / (2 * talks)) if talks else _FULL
    allowed = script.minutes * 60
    time = round(_FULL * min(max(2 - seconds / allowed, 0), 1))
    total = round(
        sum(weight * part for weight, part in zip(_WEIGHTS.values(), (flow, words, time), strict=True)) / _FULL
    )
    return Marks(flow, words, time, total, total >= PASS_MARK and not any(one.fatal for one in replied))
