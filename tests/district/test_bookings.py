"""Overlap is impossible: by the judge, by the store where the judge is gone round, and by eight who claim at once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from qi_desk.district.bookings import CONFIRMED, LOST, BookingJudge, release
from qi_desk.district.statements import Statements
from qi_desk.services.district_line import Claim
from tests.domain.booking.test_rules import at


def claim(name: str, begin: int, minutes: int = 60, resource: str = "E1") -> Claim:
    """A claim that begins so many minutes after nine."""
    begins = at(12, 9) + timedelta(minutes=begin)
    return Claim(name, resource, (begins, begins + timedelta(minutes=minutes)), at(10, 9))


def slots(engine: Engine) -> dict[str, list[tuple[int, int]]]:
    with engine.connect().execution_options(looking=True) as connection:
        rows = connection.exec_driver_sql(
            "SELECT resource, begins, ends FROM slot ORDER BY resource, begins"
        ).fetchall()
    found: dict[str, list[tuple[int, int]]] = {}
    for resource, begins, ends in rows:
        found.setdefault(resource, []).append((begins, ends))
    return found


def given_back(engine: Engine, booking: str) -> None:
    with engine.begin() as connection:
        release(Statements(connection), booking)


def assert_nobody_overlaps(engine: Engine) -> None:
    for spans in slots(engine).values():
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_who_comes_first_has_the_place_and_is_told_so_again(store: Engine) -> None:
    judge = BookingJudge(store)
    first, second, beside = claim("B1", 0), claim("B2", 30), claim("B3", 60)
    assert judge.judge("A", [first, second, beside]) == {"B1": CONFIRMED, "B2": LOST, "B3": CONFIRMED}
    given_back(store, "B1")
    assert judge.judge("A", [second, first]) == {"B2": LOST, "B1": CONFIRMED}
    assert judge.judge("B", [claim("B4", 0)]) == {"B4": LOST}


@pytest.mark.parametrize(("begins", "ends"), [(10, 20), (5, 11), (19, 30), (12, 13), (0, 40), (20, 20)])
def test_the_store_refuses_what_the_judge_would_not_say(store: Engine, begins: int, ends: int) -> None:
    with store.begin() as connection:
        connection.exec_driver_sql("INSERT INTO slot (booking, resource, begins, ends) VALUES ('B1', 'E1', 10, 20)")
        connection.exec_driver_sql("INSERT INTO slot (booking, resource, begins, ends) VALUES ('B2', 'E1', 20, 25)")
    wrong = f"INSERT INTO slot (booking, resource, begins, ends) VALUES ('B9', 'E1', {begins}, {ends})"
    with pytest.raises(IntegrityError), store.begin() as connection:
        connection.exec_driver_sql(wrong)
    with pytest.raises(IntegrityError), store.begin() as connection:
        connection.exec_driver_sql("UPDATE slot SET begins = 15 WHERE booking = 'B2'")
    assert len(slots(store)["E1"]) == 2


def test_random_claims_of_three_desks_never_overlap(store: Engine) -> None:
    chance, judge = random.Random(5), BookingJudge(store)
    sent: list[Claim] = []
    verdicts: dict[str, str] = {}
    for number in range(300):
        one = claim(f"B{number}", chance.randrange(0, 4000, 15), chance.choice((15, 60, 240)), chance.choice("EFG"))
        sent.append(one)
        batch = [one, *chance.sample(sent, k=min(3, len(sent)))]
        for booking, said in judge.judge(chance.choice("ABC"), list(dict.fromkeys(batch))).items():
            assert verdicts.setdefault(booking, said) == said
        if chance.random() < 0.1:
            back = chance.choice(sent).eid
            given_back(store, back)
            if verdicts.get(back) == CONFIRMED:
                # Asked about again, its place may be another's.
                del verdicts[back]
    assert_nobody_overlaps(store)
    assert {CONFIRMED, LOST} == set(verdicts.values())


def test_eight_who_claim_at_once(store: Engine) -> None:
    judge = BookingJudge(store)

    def ask(desk: int) -> list[str]:
        return [judge.judge(str(desk), [claim(f"B{desk}-{slot}", slot * 60)])[f"B{desk}-{slot}"] for slot in range(20)]

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(ask, range(8)))
    assert_nobody_overlaps(store)
    for slot in range(20):
        assert [answers[slot] for answers in said].count(CONFIRMED) == 1


def test_a_booking_that_was_moved_is_judged_at_its_new_time(store: Engine) -> None:
    judge = BookingJudge(store)
    assert judge.judge("A", [claim("B1", 0), claim("B2", 120)]) == {"B1": CONFIRMED, "B2": CONFIRMED}
    assert judge.judge("A", [claim("B1", 150)]) == {"B1": LOST}
    assert judge.judge("B", [claim("B3", 0)]) == {"B3": CONFIRMED}
    assert judge.judge("A", [claim("B1", 300)]) == {"B1": CONFIRMED}
    assert_nobody_overlaps(store)
