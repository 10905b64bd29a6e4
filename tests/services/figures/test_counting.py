"""Counting from a real store: what was done by the window's own verbs comes out as figures, records behind each."""

from __future__ import annotations

import pytest

from qi_desk import wording
from qi_desk.domain.figures.measures import GROUPS, MEASURES, Figure
from qi_desk.domain.figures.periods import Period, Span, parse, period_of
from qi_desk.domain.figures.slices import SLICES
from qi_desk.services import confining, counter, intake, reception
from qi_desk.services.figures import counting
from qi_desk.services.figures.counting import Counted, Part
from qi_desk.services.intake_input import ClientInput
from qi_desk.services.ports import Query
from qi_desk.services.reception import WalkIn
from tests.services.test_confining import colleague
from tests.support.stations import MORNING, OTHER_CODE, Bench, intake_of

MARCH = period_of(Span.MONTH, MORNING.date())


def figure(bench: Bench, code: str, period: Period = MARCH, part: Part | None = None) -> Figure:
    return counting.count(bench.house, bench.actor, period, (code,), part)[code]


def served(bench: Bench, **changes: object) -> str:
    """A request that was registered, accepted and closed within two working hours."""
    made = intake.register_and_accept(bench.house, bench.actor, intake_of(**changes)).value
    bench.clock.pass_time(hours=2)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", made.eid, {"state": "closed", "closed_at": unit.now, "solved": "yes"}, event="close")
        unit.commit()
    return made.eid


def test_every_measure_and_every_way_has_its_words() -> None:
    for code in MEASURES:
        for table in ("measure", "measure_how", "measure_word"):
            assert wording.known(f"{table}.{code}"), (table, code)
    assert [group for group in GROUPS if not wording.known(f"measure_group.{group}")] == []
    assert [way for way in SLICES if not wording.known(f"measure_way.{way}")] == []
    assert {measure.group for measure in MEASURES.values()} == set(GROUPS)


def test_everything_is_counted_on_an_empty_station(bench: Bench) -> None:
    figures = counting.count(bench.house, bench.actor, MARCH)
    assert list(figures) == list(MEASURES)
    assert figures["staff"].value == 2
    assert figures["matters_closed"].value == 0
    assert figures["satisfaction"].value is None


def test_one_enterprise_served_twice_is_one_enterprise_two_matters_one_household_time(bench: Bench) -> None:
    served(bench)
    bench.clock.pass_time(hours=-2)
    served(bench)
    intake.register_and_accept(
        bench.house,
        bench.actor,
        intake_of(client=ClientInput(kind="enterprise", name="广州另一家有限公司", credit_code=OTHER_CODE)),
    )
    codes = ("enterprises_served", "matters_closed", "household_times", "requests_registered", "requests_open")
    figures = counting.count(bench.house, bench.actor, MARCH, codes)
    assert [figures[code].value for code in codes] == [1, 2, 1, 3, 1]
    assert figure(bench, "done_median").value == 2.0
    assert figure(bench, "reply_on_time") == Figure("reply_on_time", 100.0, 3, 3, 3)


def test_another_month_holds_nothing_of_it(bench: Bench) -> None:
    served(bench)
    assert figure(bench, "matters_closed", parse("2026-02")).value == 0
    assert figure(bench, "requests_open", parse("2026-02")).value == 0


def test_the_parts_of_a_way_and_the_records_behind_them(bench: Bench) -> None:
    eid = served(bench)
    served(bench, channel="P02", items=("ST03",))
    parts = counting.sliced(bench.house, bench.actor, MARCH, "channel", ("matters_closed", "done_at_once"))
    assert {key: one["matters_closed"].value for key, one in parts.items()} == {"P01": 1, "P02": 1}
    panyu = counting.sliced(bench.house, bench.actor, MARCH, "panyu", ("matters_closed",))
    assert {key: one["matters_closed"].value for key, one in panyu.items()} == {"3": 1, "4": 1, "2": 1}
    found = counting.behind(bench.house, bench.actor, MARCH, "matters_closed", Part("panyu", "3"))
    assert [(record.eid, top) for record, top in found.records] == [(eid, True)]
    assert figure(bench, "matters_closed", part=Part("panyu", "3")).value == 1


def test_what_cannot_be_taken_apart_is_not(bench: Bench) -> None:
    assert "channel" not in counting.ways("staff")
    assert "channel" not in counting.ways("complaint_rate"), "complaints come by no channel of requests"
    assert "park" in counting.ways("complaint_rate")


def test_a_matter_for_named_people_counts_for_all_and_is_shown_to_the_named(bench: Bench) -> None:
    owner = bench.as_specialist()
    made = intake.register_and_accept(bench.house, owner, intake_of()).value
    confining.confine(bench.house, owner, made.eid)
    other = colleague(bench)
    assert counting.count(bench.house, other, MARCH, ("requests_registered",))["requests_registered"].value == 1
    hidden = counting.behind(bench.house, other, MARCH, "requests_registered")
    assert (hidden.records, hidden.withheld) == ((), 1)
    shown = counting.behind(bench.house, owner, MARCH, "requests_registered")
    assert (len(shown.records), shown.withheld) == (1, 0)


def test_a_count_tells_what_it_knows_and_stops_when_told(bench: Bench) -> None:
    heard: list[Counted] = []

    def told(so_far: Counted, _done: float) -> bool:
        heard.append(so_far)
        return "requests_registered" not in so_far.figures

    found = counting.state(bench.house, bench.actor, MARCH, told=told)
    assert not found.whole
    assert "visits" in heard[0].figures
    assert len(heard[0].figures) < len(heard[-1].figures) < len(MEASURES)
    assert counting.state(bench.house, bench.actor, MARCH).whole


def test_an_unknown_measure_is_an_error(bench: Bench) -> None:
    with pytest.raises(KeyError):
        counting.count(bench.house, bench.actor, MARCH, ("no_such",))


def test_names_and_free_text_are_not_counted_from(bench: Bench) -> None:
    with bench.house.store.counting() as look:
        for kind, name in (("request", "description"), ("request", "contact_phone"), ("enterprise", "name")):
            with pytest.raises(ValueError, match=name):
                list(look.columns((name,), Query(kind)))


def test_visits_count_heads_where_somebody_was_attended_to(bench: Bench) -> None:
    for name, heads in (("陈演练", 2), ("李示例", 3)):
        reception.check_in(bench.house, bench.actor, WalkIn(subject="问校准", name=name, head_count=heads))
    assert [figure(bench, code).value for code in ("visits", "persons_served")] == [0, 0], "they still wait"
    counter.call_next(bench.house, bench.actor)
    with bench.house.store.read() as look:
        (called,) = look.select(Query("visit", equals={"state": "called"}))
    counter.serve(bench.house, bench.actor, called.eid)
    assert [figure(bench, code).value for code in ("visits", "persons_served")] == [1, called["head_count"]]
