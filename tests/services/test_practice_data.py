"""The practice station is whole, lawful in form, clearly invented, and the same every time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from qi_desk import resource_files
from qi_desk.domain import credit_code, people
from qi_desk.domain.moments import CHINA
from qi_desk.domain.visits import IN_HOUSE
from qi_desk.services.practice.library_values import PracticeBooking
from qi_desk.services.practice.values import PracticeClient, PracticeRequest, PracticeStation
from qi_desk.services.practice_data import practice_station

TODAY = date(2026, 3, 10)
NOW = datetime.combine(TODAY, time(10, 30), CHINA)


@pytest.fixture(scope="module")
def station() -> PracticeStation:
    return practice_station(TODAY)


def clients(station: PracticeStation) -> dict[str, PracticeClient]:
    return {client.key: client for client in station.enterprises + station.other_clients}


def moments_in(value: object) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from moments_in(part)
    elif is_dataclass(value):
        for declared in fields(value):
            yield from moments_in(getattr(value, declared.name))


def test_a_seed_gives_the_same_station_again_and_another_seed_another(station: PracticeStation) -> None:
    assert practice_station(TODAY) == station
    assert practice_station(TODAY, seed=8).enterprises != station.enterprises


def test_it_says_that_it_is_invented(station: PracticeStation) -> None:
    assert "虚构" in station.mark
    assert "演练" in station.profile.name


def test_three_hundred_enterprises_have_valid_codes_of_their_kind(station: PracticeStation) -> None:
    codes = [client.credit_code for client in station.enterprises]
    assert len(set(codes)) == len(codes) == 300
    assert [code for code in codes if credit_code.check(code)] == []
    kinds = resource_files.CodeFiles()
    for client in station.enterprises:
        assert credit_code.kind_matches(
            client.credit_code, kinds.row("client_kinds", client.kind)["credit_code_prefixes"]
        )
    assert len({client.name for client in station.enterprises}) == 300


def test_service_objects_without_a_code_are_there_too(station: PracticeStation) -> None:
    kinds = {client.kind for client in station.other_clients}
    assert {"park", "cluster", "chain", "team", "person"} <= kinds
    assert all(client.credit_code == "" for client in station.other_clients)


def test_people_have_every_sort_of_lawful_name(station: PracticeStation) -> None:
    names = [contact.name for client in clients(station).values() for contact in client.contacts]
    stopping = [name for name in names if (found := people.check(name)) and not found.warning]
    assert stopping == []
    assert any("·" in name for name in names)
    assert any(re.fullmatch(r"[A-Za-z'. -]+", name) for name in names)
    assert any(ord(char) > 0xFFFF for name in names for char in name)


def test_every_phone_is_from_the_invented_ranges(station: PracticeStation) -> None:
    phones = [contact.phone for client in clients(station).values() for contact in client.contacts]
    phones += [visit.phone for visit in station.visits if visit.phone]
    phones += [row.phone for row in station.experts] + [row.contact_phone for row in station.institutions]
    phones += [row.phone for row in station.people]
    assert [phone for phone in phones if not re.fullmatch(r"13[89]0000\d{4}", phone)] == []


def test_the_staff_lacks_training_in_one_case_only(station: PracticeStation) -> None:
    assert Counter(person.role for person in station.people) == {"manager": 1, "specialist": 5}
    trained = {training.person for training in station.trainings if training.kind == "pre_post" and training.passed}
    assert {person.key for person in station.people} - trained == {"new-hire"}
    assert {person.key for person in station.people if not person.trained} == {"new-hire"}


def test_the_library_shows_lapsed_qualifications_and_marks(station: PracticeStation) -> None:
    assert (len(station.experts), len(station.institutions), len(station.equipment)) == (40, 24, 32)
    ends = [held.valid_to for row in station.institutions for held in row.qualifications]
    assert min(ends) < TODAY < max(ends)
    assert len({row.name for row in station.institutions}) == 24
    for row in station.equipment:
        assert (row.mark == "red") == (row.calibration_due < TODAY)
        assert bool(row.limit_text) == (row.mark == "yellow")
    assert {row.mark for row in station.equipment} == {"green", "yellow", "red"}


def test_codes_are_codes_of_their_lists(station: PracticeStation) -> None:
    lists = resource_files.CodeFiles()
    for visit in station.visits:
        assert visit.type in lists.ids("visit_types")
        assert visit.state in lists.ids("visit_states")
        assert visit.priority in lists.ids("queue_priorities")
        assert visit.outcome in ("", *lists.ids("visit_outcomes"))
        assert set(visit.assist) <= set(lists.ids("assist_needs"))
    for request in station.requests:
        assert set(request.items) <= set(lists.ids("catalogue"))
        assert request.channel in lists.ids("channels")
        assert request.source in ("", *lists.ids("sources"))
        assert request.state in lists.ids("request_states")
        assert request.end_reason in ("", *lists.ids("end_reasons"))
    for client in clients(station).values():
        assert client.street in lists.ids("streets")
        assert set(client.tags) <= set(lists.ids("enterprise_tags"))


def test_nothing_happened_later_than_now(station: PracticeStation) -> None:
    assert max(moments_in(replace(station, bookings=()))) <= NOW
    assert all(booking.made_at <= NOW for booking in station.bookings)


def test_no_booking_is_in_the_way_of_another(station: PracticeStation) -> None:
    by_device: dict[str, list[PracticeBooking]] = {}
    for booking in station.bookings:
        by_device.setdefault(booking.equipment, []).append(booking)
    assert len(station.bookings) > 200
    for booked in by_device.values():
        assert all(one.ends < two.begins for one, two in pairwise(sorted(booked, key=lambda one: one.begins)))
    assert {"done", "booked", "missed"} <= {booking.state for booking in station.bookings}


def test_past_visits_are_over_and_took_place_in_office_hours_on_weekdays(station: PracticeStation) -> None:
    past = [visit for visit in station.visits if visit.arrived_at.date() < TODAY]
    assert len({visit.arrived_at.date() for visit in past}) == 30
    assert {visit.state for visit in past} == {"done", "left"}
    for visit in past:
        assert visit.arrived_at.weekday() < 5
        assert time(9) <= visit.arrived_at.time() <= time(17)
        if visit.state == "done":
            assert visit.served_at
            assert visit.finished_at
            assert visit.left_at
            assert visit.queued_at < visit.called[0] < visit.served_at < visit.finished_at < visit.left_at


def test_nobody_serves_two_visitors_at_once(station: PracticeStation) -> None:
    by_person: dict[str, list[tuple[datetime, datetime]]] = {}
    for visit in station.visits:
        if visit.served_at and visit.finished_at:
            by_person.setdefault(visit.received_by, []).append((visit.served_at, visit.finished_at))
    for spans in by_person.values():
        spans.sort()
        assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))


def test_today_is_still_going_on(station: PracticeStation) -> None:
    today = [visit for visit in station.visits if visit.arrived_at.date() == TODAY]
    states = Counter(visit.state for visit in today)
    assert states == {"done": 5, "left": 1, "held": 1, "serving": 2, "missed": 1, "waiting": 5}
    in_house = [visit.client or visit.name for visit in today if visit.state in IN_HOUSE]
    assert len(set(in_house)) == len(in_house)


def test_tickets_of_a_day_differ_and_run_with_the_arrivals(station: PracticeStation) -> None:
    seen: dict[tuple[date, str], list[int]] = {}
    for visit in station.visits:
        seen.setdefault((visit.arrived_at.date(), visit.ticket[0]), []).append(int(visit.ticket[1:]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen.values())


def test_requests_lead_back_to_their_client_contact_and_visit(station: PracticeStation) -> None:
    visits = {visit.key: visit for visit in station.visits}
    assert len(visits) == len(station.visits)
    for request in station.requests:
        client = clients(station)[request.client]
        assert request.contact in {contact.key for contact in client.contacts}
        if request.visit:
            visit = visits[request.visit]
            assert visit.client == request.client
            assert visit.served_at
            assert visit.finished_at
            assert visit.served_at - timedelta(seconds=1) <= request.registered_at <= visit.finished_at


def test_requests_stand_in_many_states_and_each_is_consistent(station: PracticeStation) -> None:
    assert len(station.requests) == 160
    assert len({request.state for request in station.requests}) >= 10
    assert [problem for request in station.requests for problem in inconsistencies(request)] == []


def inconsistencies(request: PracticeRequest) -> Iterator[tuple[str, str]]:
    if (request.accepted_at is None) != (request.state in ("registered", "supplement", "assessing", "refused")):
        yield request.key, "accepted"
    if (request.closed_at is not None) != (request.state in ("closed", "archived", "terminated", "refused")):
        yield request.key, "closed"
    if request.accepted_at and request.accepted_at < request.registered_at:
        yield request.key, "accepted before registered"
    if request.closed_at and request.closed_at < (request.accepted_at or request.registered_at):
        yield request.key, "closed before accepted"
    if (request.urgency == "3") != bool(request.urgency_reason):
        yield request.key, "urgency"
    if not request.description or "{" in request.description:
        yield request.key, "description"
    if request.state == "supplement" and not any(row.state == "missing" for row in request.materials):
        yield request.key, "nothing missing"


def test_it_keeps_to_the_calendar_it_is_given() -> None:
    holiday = {TODAY - timedelta(days=days) for days in range(1, 11)}
    station = practice_station(TODAY, is_working=lambda day: day.weekday() < 5 and day not in holiday)
    assert holiday & {visit.arrived_at.date() for visit in station.visits} == set()
    assert station.visits[-1].arrived_at.date() == TODAY


def test_it_stands_at_the_hour_asked_for() -> None:
    late = practice_station(TODAY, at=time(16, 0))
    assert max(moments_in(replace(late, bookings=()))) <= datetime.combine(TODAY, time(16, 0), CHINA)
    assert late.visits[-1].arrived_at == datetime.combine(TODAY, time(15, 58), CHINA)
