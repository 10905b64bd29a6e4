"""The state of a clause follows from what was found, what a person said, and the day alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.compliance.base import Naming, name_of, name_problems
from qi_desk.domain.compliance.clauses import Clause
from qi_desk.domain.compliance.rulings import ruling_problems
from qi_desk.domain.compliance.standing import (
    CONFIRMED,
    NOT_APPLICABLE,
    NOTICE_DAYS,
    Finding,
    Gap,
    Ruling,
    State,
    counted,
    newest,
    standing_of,
)

TODAY = date(2026, 3, 10)
BY_RECORDS = Clause("a", "s", "1", "c", "t", probe="records")
BY_PERSON = Clause("b", "s", "2", "c", "t", probe="person")
TELLS = Clause("c", "s", "3", "c", "t", informative="a term")
LACK = Finding(gaps=(Gap("records"),))
NAMING = Naming("QI“one-stop”platform", "QIonestop", ("state", "all"))


def ruling(kind: str, next_check: date | None, made_on: date = TODAY, eid: str = "r") -> Ruling:
    return Ruling(eid, "b", kind, "why", made_on, "p", next_check)


@pytest.mark.parametrize(
    ("finding", "state"),
    [
        (Finding(count=1), State.MET),
        (LACK, State.GAP),
        (Finding(count=1, due=TODAY + timedelta(days=NOTICE_DAYS)), State.DUE),
        (Finding(count=1, due=TODAY + timedelta(days=NOTICE_DAYS + 1)), State.MET),
        (Finding(gaps=LACK.gaps, due=TODAY), State.GAP),
    ],
)
def test_records_decide_where_records_prove(finding: Finding, state: State) -> None:
    assert standing_of(BY_RECORDS, finding, None, TODAY).state is state


def test_nobody_confirms_away_what_records_lack() -> None:
    assert standing_of(BY_RECORDS, LACK, ruling(CONFIRMED, None), TODAY).state is State.GAP


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, State.GAP), (0, State.DUE), (NOTICE_DAYS, State.DUE), (NOTICE_DAYS + 1, State.MET)],
)
def test_a_confirmation_holds_until_its_next_check(days: int, state: State) -> None:
    held = ruling(CONFIRMED, TODAY + timedelta(days=days))
    assert standing_of(BY_PERSON, Finding(), held, TODAY).state is state


def test_what_nobody_confirmed_opens_a_blank_ruling_of_that_clause() -> None:
    (gap,) = standing_of(BY_PERSON, Finding(), None, TODAY).finding.gaps
    assert (gap.kind, gap.eid, gap.begins["clause"]) == ("clause_ruling", "", "b")


@pytest.mark.parametrize("clause", [BY_RECORDS, BY_PERSON])
def test_not_applicable_holds_until_it_is_to_be_looked_at_again(clause: Clause) -> None:
    assert standing_of(clause, LACK, ruling(NOT_APPLICABLE, None), TODAY).state is State.NOT_APPLICABLE
    assert standing_of(clause, LACK, ruling(NOT_APPLICABLE, TODAY), TODAY).state is State.NOT_APPLICABLE
    over = standing_of(clause, LACK, ruling(NOT_APPLICABLE, TODAY - timedelta(days=1)), TODAY)
    assert (over.state, over.finding.gaps[0].code) == (State.GAP, "ruling_over")


def test_a_clause_that_asks_for_nothing_does_not_apply() -> None:
    assert standing_of(TELLS, Finding(), None, TODAY).state is State.NOT_APPLICABLE


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.text("ab", min_size=1)), min_size=1))
def test_the_newest_ruling_holds_in_whatever_order_they_are_read(made: list[tuple[date, str]]) -> None:
    rulings = [ruling(CONFIRMED, None, on, eid) for on, eid in made]
    assert (newest(rulings)["b"].made_on, newest(rulings)["b"].eid) == max(made)
    assert newest(reversed(rulings))["b"].made_on == max(on for on, _ in made)


def test_every_clause_is_counted_once() -> None:
    found = [standing_of(one, LACK, None, TODAY) for one in (BY_RECORDS, BY_PERSON, TELLS)]
    assert counted(found) == {State.GAP: 2, State.DUE: 0, State.MET: 0, State.NOT_APPLICABLE: 1}


@pytest.mark.parametrize(
    ("values", "clause", "told"),
    [
        ({"kind": CONFIRMED, "made_on": TODAY}, BY_PERSON, ["ruling.no_next_check"]),
        ({"kind": CONFIRMED, "made_on": TODAY, "next_check": TODAY}, BY_PERSON, ["date.before_start"]),
        ({"kind": CONFIRMED, "made_on": TODAY, "next_check": date(2027, 1, 1)}, BY_PERSON, []),
        ({"kind": CONFIRMED, "made_on": TODAY, "next_check": date(2027, 1, 1)}, BY_RECORDS, ["ruling.by_records"]),
        ({"kind": NOT_APPLICABLE, "made_on": TODAY + timedelta(days=1)}, BY_RECORDS, ["date.future"]),
        ({"kind": NOT_APPLICABLE, "made_on": TODAY}, TELLS, ["ruling.asks_nothing"]),
    ],
)
def test_a_ruling_is_checked(values: dict[str, object], clause: Clause, told: list[str]) -> None:
    assert [one.code for one in ruling_problems(values, clause, TODAY)] == told


def test_a_name_is_put_together_and_only_warned_of() -> None:
    name = name_of(" Panyu ", "gems", NAMING)
    assert name == "PanyugemsQI“one-stop”platform"
    assert name_problems('PanyuQI"one-stop"platform', NAMING) == []
    told = name_problems("all of QI", NAMING)
    assert [(one.code, one.warning) for one in told] == [("station.national_name", True), ("base.name_kind", True)]
