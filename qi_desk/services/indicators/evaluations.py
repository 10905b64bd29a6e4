"""自我评价/效能评估 (F29): counted once and frozen with the rules it was made by, scored by the station, checked by a
second person, closed by the manager; a missed target leads to an improvement plan (F28)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.feedback.improvements import improvement_id
from qi_desk.domain.figures.periods import Period, Span, parse
from qi_desk.domain.indicators.records import (
    EVALUATION_ROW,
    SELF_EVALUATION,
    SELF_EVALUATION_LIFECYCLE,
    points_problems,
    result_of,
    row_key,
    rules_of,
    unshown,
)
from qi_desk.domain.indicators.rule_sets import Formula, RuleSet, digest_of, plain
from qi_desk.domain.indicators.scoring import points_of, value_of
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.services.client_file import living
from qi_desk.services.feedback import improvements
from qi_desk.services.indicators.counting import Counted, counted_for
from qi_desk.services.indicators.rule_sets import rules_in, set_of
from qi_desk.services.indicators.saying import how_said, unit_of
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, MANAGER, verb
from qi_desk.services.writing import check_step

KINDS = frozenset({"self_evaluation", "evaluation_row"})
_MOST = 500
_POINTS = 2


@verb("evaluations.begin", COUNTER)
def begin(house: House, actor: Actor, rule_set: str, period: str) -> Done[str]:
    """Count a period that is over (as `Period.code` writes it) by a rule set in force, and freeze what came out. Raises
    Missing, NotAllowed("rule_set.not_in_force"), Conflict("evaluation.begun"), Invalid("evaluation.not_over")."""
    span = parse(period)
    with house.store.read() as look:
        record = set_of(look, rule_set)
        rules = rules_in(record)
        _refuse_span(house, rules, span)
        _refuse_second(look, rule_set, span)
    counted = counted_for(house, rules, (span,))
    with house.store.write(actor) as unit:
        _refuse_second(unit, rule_set, span)
        today = moments.china_date(unit.now)
        made = unit.create(
            "self_evaluation",
            {
                "number": unit.next_number("PJ", today),
                "span": span.span.value,
                "since": span.first,
                "until": span.last,
                "rule_set": rule_set,
                "rule_name": record["name"],
                "rule_version": record["version"],
                "digest": digest_of(rules),
                "lacking": rules.lacking.value,
                "rules": record["rows"],
                "state": SELF_EVALUATION_LIFECYCLE.first,
                "cut_off": unit.now,
                "made_by": actor.account,
                "returns": 0,
            },
        )
        for place, one in enumerate(rules.indicators):
            fixed = {"evaluation": made, "key": one.key, "place": place, "name": one.name}
            fixed |= {"unit": unit_of(rules.subject, one), "how": how_said(rules, one, span)}
            unit.create(
                "evaluation_row", {**fixed, **_frozen(rules, counted, span, one.key)}, eid=row_id(made, one.key)
            )
        return _done(unit, made)


def row_id(evaluation: str, key: str) -> str:
    """The id of the row of an indicator."""
    return keyed_id("evaluation_row", f"{evaluation}:{key}")


def _refuse_span(house: House, rules: RuleSet, span: Period) -> None:
    today = moments.china_date(house.clock.now())
    if span.span is not Span(rules.window):
        raise Invalid([Problem("period", "evaluation.span")])
    if span.last >= today:
        raise Invalid([Problem("period", "evaluation.not_over")])


def _refuse_second(look: Reader, rule_set: str, span: Period) -> None:
    known = look.select(Query("self_evaluation", equals={"rule_set": rule_set, "since": span.first}, limit=_MOST))
    for one in known:
        raise Conflict("evaluation.begun", number=one["number"])


def _frozen(rules: RuleSet, counted: Counted, span: Period, key: str) -> dict[str, Any]:
    one = next(row for row in rules.indicators if row.key == key)
    counts = counted.counts(rules, one, span)
    value = value_of(one, counts)
    found = [counts[code] for code in one.measures if code in counts]
    points = points_of(one, value)
    ratio = one.formula in (Formula.RATIO, Formula.PER) and len(found) > 1
    return {
        "value": plain(value),
        "top": plain(found[0].value) if ratio else found[0].top if found else "",
        "bottom": plain(found[1].value) if ratio else found[0].bottom if found else "",
        "n": found[-1].n if found else 0,
        "counted": "" if points is None else plain(round(points, _POINTS)),
    }


@verb("evaluations.recount", COUNTER)
def recount(house: House, actor: Actor, eid: str) -> Done[str]:
    """Count anew while the self-evaluation is still being written, by the same rules. Raises Missing, NotAllowed."""
    with house.store.read() as look:
        record = _in_state(look, eid, "draft", "evaluation.frozen")
        rules, span = rules_of(record.values), span_of(record)
    counted = counted_for(house, rules, (span,))
    with house.store.write(actor) as unit:
        _in_state(unit, eid, "draft", "evaluation.frozen")
        for row in rows_of(unit, eid):
            fresh = _frozen(rules, counted, span, row["key"])
            changed = {name: value for name, value in fresh.items() if (row[name] or "") != (value or "")}
            if changed:
                unit.change("evaluation_row", row.eid, changed)
        unit.change("self_evaluation", eid, {"cut_off": unit.now}, event="recount")
        return _done(unit, eid)


def span_of(record: Record) -> Period:
    """The period of an evaluation."""
    return Period(Span(record["span"]), record["since"], record["until"])


def rows_of(look: Reader, eid: str) -> tuple[Record, ...]:
    """The rows of an evaluation in the order of its rules."""
    return look.select(Query("evaluation_row", equals={"evaluation": eid}, order="place", limit=_MOST))


def _in_state(look: Reader, eid: str, state: str, code: str) -> Record:
    record = living(look, "self_evaluation", eid)
    if record["state"] != state:
        raise NotAllowed(code, number=record["number"])
    return record


@verb("evaluations.score", COUNTER)
def score(house: House, actor: Actor, row: str, values: Mapping[str, Any]) -> Done[str]:
    """The station's own points for an indicator, why they are not those counted, and what shows them. Raises Missing,
    Invalid, NotAllowed("evaluation.frozen")."""
    with house.store.write(actor) as unit:
        record = living(unit, "evaluation_row", row)
        _in_state(unit, record["evaluation"], "draft", "evaluation.frozen")
        _refuse(house, {**record.values, **values}, values, "self_points", "self_note", record["counted"])
        unit.change("evaluation_row", row, {**values}, event="score")
        return _done(unit, record["evaluation"], row)


@verb("evaluations.check", COUNTER)
def check(house: House, actor: Actor, row: str, values: Mapping[str, Any]) -> Done[str]:
    """The second person's points for an indicator, and why they differ from the station's own. Raises Missing, Invalid,
    NotAllowed("evaluation.not_submitted"), NotAllowed("evaluation.own")."""
    with house.store.write(actor) as unit:
        record = living(unit, "evaluation_row", row)
        _refuse_own(actor, _in_state(unit, record["evaluation"], "self_evaluated", "evaluation.not_submitted"))
        own = record["self_points"] if record["self_points"] is not None else record["counted"]
        _refuse(house, {**record.values, **values}, values, "check_points", "check_note", own)
        unit.change("evaluation_row", row, {**values}, event="check")
        return _done(unit, record["evaluation"], row)


def _refuse(
    house: House, whole: Mapping[str, Any], given: Mapping[str, Any], points: str, note: str, before: object
) -> None:
    problems = points_problems(whole, points)
    differs = whole.get(points) is not None and before not in (None, "") and float(str(before)) != whole[points]
    if differs and not (whole.get(note) or "").strip():
        problems.append(Problem(note, "evaluation.say_why"))
    if problems:
        raise Invalid(problems)
    check_step(house, EVALUATION_ROW, given, ())


@verb("evaluations.show_by", COUNTER)
def show_by(house: House, actor: Actor, row: str, number: str) -> Done[str]:
    """Name the record of a business number as what shows the points of an indicator. Raises Missing("number.unknown"),
    Missing, NotAllowed("evaluation.frozen")."""
    with house.store.write(actor) as unit:
        record = living(unit, "evaluation_row", row)
        _in_state(unit, record["evaluation"], "draft", "evaluation.frozen")
        found = unit.by_number(number.strip())
        if found is None or found.void:
            raise Missing("number.unknown", number=number.strip())
        named = [one for one in record["records"] or () if one["key"] != found.eid]
        named.append({"key": found.eid, "kind": found.kind, "said": found["number"]})
        unit.change("evaluation_row", row, {"records": named}, event="show_by")
        return _done(unit, record["evaluation"], row)


@verb("evaluations.submit", COUNTER)
def submit(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The self-evaluation is done; what it says in sum. Raises Missing, Invalid, NotAllowed("evaluation.no_evidence")
    naming the indicators with points that nothing shows."""
    with house.store.write(actor) as unit:
        record = living(unit, "self_evaluation", eid)
        move = SELF_EVALUATION_LIFECYCLE.take(record["state"], "submit")
        check_step(house, SELF_EVALUATION, values, ("conclusion",))
        bare = unshown(record.values, _by_key(unit, eid), filed_rows(unit, eid))
        if bare:
            raise NotAllowed("evaluation.no_evidence", count=len(bare), names=tuple(bare))
        given = {**values, "state": move.target, "self_by": actor.account, "self_at": unit.now}
        unit.change("self_evaluation", eid, given, event=move.event)
        return _done(unit, eid)


def filed_rows(look: Reader, eid: str) -> frozenset[str]:
    """Keys of the rows that have attachments."""
    rows = {row.eid: row["key"] for row in rows_of(look, eid)}
    found = look.select(Query("attachment", among={"subject": list(rows)}, limit=10 * _MOST))
    return frozenset(rows[one["subject"]] for one in found)


def _by_key(look: Reader, eid: str) -> dict[str, Mapping[str, Any]]:
    return {row["key"]: row.values for row in rows_of(look, eid)}


@verb("evaluations.review", COUNTER)
def review(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """A second person went through it and says what came of it. Raises Missing, Invalid,
    NotAllowed("evaluation.own")."""
    with house.store.write(actor) as unit:
        record = living(unit, "self_evaluation", eid)
        move = SELF_EVALUATION_LIFECYCLE.take(record["state"], "review")
        _refuse_own(actor, record)
        check_step(house, SELF_EVALUATION, values, ("check_note",))
        given = {**values, "state": move.target, "checked_by": actor.account, "checked_at": unit.now}
        unit.change("self_evaluation", eid, given, event=move.event)
        return _done(unit, eid)


def _refuse_own(actor: Actor, record: Record) -> None:
    if is_own(actor, record):
        raise NotAllowed("evaluation.own")


def is_own(actor: Actor, record: Record) -> bool:
    """Whether this person began the evaluation or handed it in: somebody else has to check it."""
    return actor.account in (record["made_by"], record["self_by"])


@verb("evaluations.send_back", COUNTER)
def send_back(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """Have the self-evaluation written anew, and why. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "self_evaluation", eid)
        move = SELF_EVALUATION_LIFECYCLE.take(record["state"], "send_back")
        if actor.role != MANAGER:
            _refuse_own(actor, record)
        check_step(house, SELF_EVALUATION, {"check_note": why.strip()}, ("check_note",))
        given = {"state": move.target, "check_note": why.strip(), "returns": (record["returns"] or 0) + 1}
        unit.change("self_evaluation", eid, given, event=move.event)
        return _done(unit, eid)


@verb("evaluations.close", LEADING)
def close(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let the evaluation stand: its points are written down and change no more. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "self_evaluation", eid)
        move = SELF_EVALUATION_LIFECYCLE.take(record["state"], "close")
        whole = result_of(record.values, _by_key(unit, eid)).whole
        given = {"state": move.target, "closed_by": actor.account, "closed_on": moments.china_date(unit.now)}
        given |= {"points": "" if whole.points is None else plain(round(whole.points, _POINTS))}
        given |= {"covered": plain(round(whole.covered, 4))}
        unit.change("self_evaluation", eid, given, event=move.event)
        return _done(unit, eid)


@verb("evaluations.void", LEADING)
def void(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Take an evaluation out that should not be there. Raises Missing, NotAllowed("evaluation.closed")."""
    with house.store.write(actor) as unit:
        record = living(unit, "self_evaluation", eid)
        if record["state"] in SELF_EVALUATION_LIFECYCLE.final:
            raise NotAllowed("evaluation.closed", number=record["number"])
        unit.void("self_evaluation", eid, reason)
        return _done(unit, eid)


@verb("evaluations.open_plan", COUNTER)
def open_plan(house: House, actor: Actor, row: str, values: Mapping[str, Any]) -> Done[str]:
    """An improvement plan for a missed target; there is one at most, and it knows the evaluation it came of. Raises
    Missing, Invalid, NotAllowed("evaluation.not_missed"), Conflict("improvement.opened")."""
    with house.store.read() as look:
        record = living(look, "evaluation_row", row)
        evaluation = living(look, "self_evaluation", record["evaluation"])
        if not is_missed(evaluation, record):
            raise NotAllowed("evaluation.not_missed", name=record["name"])
    about = {"about_kind": "self_evaluation", "about": evaluation.eid, "source": "self"}
    made = improvements.found(house, actor, {**about, **values}, key=row_key(row))
    return Done(made.value, made.changes | Changes(KINDS, frozenset({evaluation.eid, row})))


def is_missed(evaluation: Record, row: Record) -> bool:
    """Whether an indicator fell short of its target."""
    found = result_of(evaluation.values, {row["key"]: row.values}).rows.get(row["key"])
    return found is not None and found.missed is True


def plan_of(look: Reader, row: str) -> Record | None:
    """The improvement plan a row led to."""
    found = look.get("improvement", improvement_id(row_key(row)))
    return None if found is None or found.void else found


def _done(unit: Unit, eid: str, *rows: str) -> Done[str]:
    unit.commit()
    return Done(rows[0] if rows else eid, Changes(KINDS, frozenset({eid, *rows})), unit.act)
