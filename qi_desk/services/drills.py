"""The training desk (B.3.1): simulated visitors at the practice station, what a trainee did with them, and the sheet
the manager enters as training before the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import moments
from qi_desk.domain.drills import Marks, Reply, Script, Step, marks
from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.services.document_words import Words, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_papers import framed, person_said
from qi_desk.services.rights import COUNTER, RUNNING, verb
from qi_desk.services.showing import text
from qi_desk.services.staff import record_training

_MOST = 200
_MADE_AT = {
    "visit": "arrived_at",
    "request": "registered_at",
    "complaint": "received_at",
    "booking": "made_at",
    "supplement": "told_at",
    "refusal": "made_at",
}
"""Kinds of records a task can ask for, and the field that tells when one was made."""

RESULT = "drill_result"


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One run; `account` and `person` are who played it."""

    eid: str
    account: str
    person: str
    script: str
    began_at: datetime
    flow: int
    words: int
    time: int
    total: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: its record, its marks, and what to do better."""

    eid: str
    marks: Marks
    mistakes: tuple[str, ...]


def script_of(key: str) -> Script:
    """The script `key`. Raises Missing("drill.unknown")."""
    found = next((one for one in resource_files.drill_scripts() if one.id == key), None)
    if found is None:
        raise Missing("drill.unknown", script=key)
    return found


@verb("drills.done", COUNTER)
def done(house: House, actor: Actor, script: str, place: int, since: datetime) -> bool:
    """Whether the task of step `place` was carried out since then: a record like it asks for is there. Raises Missing,
    NotAllowed("drill.real_station")."""
    _refuse_real(house)
    step = script_of(script).steps[place]
    at = _MADE_AT[step.kind]
    with house.store.read() as look:
        query = Query(step.kind, order="eid", newest_first=True, limit=_MOST)
        return any(one[at] is not None and one[at] >= since and _fits(step, one) for one in look.select(query))


def _fits(step: Step, record: Record) -> bool:
    same = all(record[name] == value for name, value in step.values)
    return same and all(wanted in _plain(record[name]) for name, wanted in step.holds)


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


@verb("drills.finish", COUNTER)
def finish(
    house: House,
    actor: Actor,
    script: str,
    began_at: datetime,
    replied: Sequence[int | None],
    carried_out: Sequence[int],
) -> Done[Outcome]:
    """Write a run down: `replied` is which reply was given at each step that offers some (None where none was),
    `carried_out` the places of the tasks done. Raises Missing, NotAllowed("drill.real_station")."""
    _refuse_real(house)
    played = script_of(script)
    talks = [step for step in played.steps if step.replies]
    pairs = list(zip(talks, replied, strict=False))
    given = [step.replies[choice] for step, choice in pairs if choice is not None]
    with house.store.write(actor) as unit:
        seconds = (unit.now - began_at).total_seconds()
        scored = marks(played, given, frozenset(carried_out), seconds)
        mistakes = (
            *_poor(pairs),
            *(step.task for at, step in enumerate(played.steps) if step.kind and at not in carried_out),
        )
        values: dict[str, Any] = {
            "person": actor.account,
            "script": script,
            "began_at": began_at,
            "ended_at": unit.now,
            "flow": scored.flow,
            "words": scored.words,
            "time": scored.time,
            "total": scored.total,
            "passed": scored.passed,
            "mistakes": "\n".join(mistakes)[:2000],
        }
        eid = unit.create("drill", values)
        unit.commit()
    return Done(Outcome(eid, scored, mistakes), Changes(frozenset({"drill"}), frozenset({eid})))


def _poor(pairs: Sequence[tuple[Step, int | None]]) -> list[str]:
    found = []
    for step, choice in pairs:
        best = max(step.replies, key=lambda reply: reply.points)
        reply: Reply | None = step.replies[choice] if choice is not None else None
        if reply is None or reply.points < best.points:
            said = reply.text if reply is not None else "—"
            found.append(f"{said} → {best.text}{f'（{reply.why}）' if reply is not None and reply.why else ''}")
    return found


@verb("drills.list", COUNTER)
def history(house: House, actor: Actor) -> tuple[DrillRow, ...]:
    """Every run at this practice station, the newest first."""
    with house.store.read() as look:
        records = look.select(Query("drill", order="eid", newest_first=True, limit=_MOST))
        people = look.many("person", {one["person"] for one in records})
        return tuple(
            DrillRow(
                one.eid,
                one["person"],
                text(people.get(one["person"]), "name"),
                one["script"],
                one["began_at"],
                one["flow"],
                one["words"],
                one["time"],
                one["total"],
                bool(one["passed"]),
            )
            for one in records
        )


@verb("drills.record", RUNNING)
def record(house: House, actor: Actor, person: str) -> Done[str]:
    """Enter at this practice station that a person passed every visitor, as training before the post (B.3.1): it opens
    their account here; at the real station the manager enters it from the sheet. Raises NotAllowed("drill.not_passed"),
    NotAllowed("drill.real_station"), Missing."""
    _refuse_real(house)
    with house.store.read() as look:
        runs = look.select(Query("drill", equals={"person": person}, order="eid", limit=_MOST))
    passed = {one["script"] for one in runs if one["passed"]}
    if not {script.id for script in resource_files.drill_scripts()} <= passed:
        raise NotAllowed("drill.not_passed")
    day = moments.china_date(house.clock.now())
    hours = max(1, round(sum((one["ended_at"] - one["began_at"]).total_seconds() for one in runs) / 3600))
    return record_training(house, actor, person, Words(RESULT)["topic"], day, hours=hours)


@verb("paper.drills", COUNTER)
def sheet(house: House, actor: Actor, person: str = "") -> Order:
    """The result sheet of one person (default: the actor): the best run with each visitor, and whether all are passed;
    the manager enters it at the real station as training before the post."""
    account = person or actor.account
    with house.store.read() as look:
        view = framed(house, look, actor, _parts(house, look, account), house.store.prints.times(f"drills:{account}"))
    return Order(FORM_SHEET, view, f"drills:{account}", RESULT, account, "", 0)


def _parts(house: House, look: Reader, account: str) -> dict[str, Any]:
    w = Words(RESULT)
    runs = look.select(Query("drill", equals={"person": account}, order="eid", limit=_MOST))
    rows, passed = [], 0
    for place, script in enumerate(resource_files.drill_scripts(), start=1):
        played = [one for one in runs if one["script"] == script.id]
        best = max(played, key=lambda one: (bool(one["passed"]), one["total"]), default=None)
        passed += best is not None and bool(best["passed"])
        rows.append(
            (
                str(place),
                script.title,
                str(len(played)),
                *((str(best[name]) for name in ("flow", "words", "time", "total")) if best else ("", "", "", "")),
                w["passed"] if best is not None and best["passed"] else w["not_passed"],
            )
        )
    every = len(rows)
    facts = (
        (w["person"], person_said(look, account)),
        (w["result"], w.fill("all_passed" if passed == every else "some_passed", passed=passed, every=every)),
        (w["station"], head(house, look).name),
        (w["printed"], moment_text(house.clock.now())),
    )
    table = SheetTable(w["heading"], w.all("columns"), (26, 0, 44, 44, 44, 44, 44, 60), tuple(rows))
    return {
        "title": w["title"],
        "number": "",
        "numbered": False,
        "facts": facts,
        "tables": (table,),
        "notes": w["notes"],
        "signatures": w.all("signatures"),
    }


def _refuse_real(house: House) -> None:
    if not house.practice:
        raise NotAllowed("drill.real_station")
