"""个人信息请求: nobody is looked for before they showed who they are; what may go goes everywhere, what must stay says
which rule keeps it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.services import attachments, merging, sweeping
from qi_desk.services.drafts_port import Draft
from qi_desk.services.privacy import copies, deciding, requests
from qi_desk.services.privacy.papers import answer_sheet, copy_for_person
from qi_desk.services.registers import entries
from tests.services.privacy.people import (
    ANSWER,
    NAME,
    PHONE,
    VERIFIED,
    asked_for_service,
    asks,
    came,
    confirm_all,
    decisions,
    found,
    only,
    record,
    today,
    view,
)
from tests.services.test_merging import pair
from tests.storage.test_prints import LINE, PDF
from tests.support.stations import Bench


def test_the_day_to_answer_by_is_fifteen_working_days_ahead(bench: Bench) -> None:
    eid = asks(bench, "access")
    kept = record(bench, "personal_request", eid)
    assert kept["due"] == date(2026, 3, 31)
    assert (kept["phone"], kept["checked_by"]) == (PHONE, bench.specialist)
    assert view(bench, eid).level == "warning"


def test_nobody_is_looked_for_before_they_showed_who_they_are(bench: Bench) -> None:
    values = {"kind": "access", "name": NAME, "phone": PHONE, "details": "查", "received_on": today(bench)}
    eid = entries.enter(bench.house, bench.actor, "personal_request", values).value
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        requests.search(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"personal\.not_checked"):
        copy_for_person(bench.house, bench.actor, eid)
    with pytest.raises(Invalid):
        requests.verify(bench.house, bench.actor, eid, {})
    requests.refuse(bench.house, bench.actor, eid, "证件与本人不符")
    assert view(bench, eid).deeds == ()


def test_every_kind_of_record_is_looked_through_and_no_value_is_copied(bench: Bench) -> None:
    came(bench)
    asked_for_service(bench)
    places = found(bench, asks(bench, "access"))
    assert set(places) == {
        "visit.name",
        "visit.phone",
        "contact.name",
        "contact.phone",
        "request.contact_name",
        "request.contact_phone",
    }
    assert {one["likeness"] for one in places.values()} == {"sure"}
    assert not any(PHONE in str(one.values) or NAME in str(one.values) for one in places.values())
    assert places["contact.name"]["place"] == "广州示范精密仪器有限公司"
    assert places["visit.name"]["place"] == only(bench, "visit")["number"]
    assert places["visit.phone"]["kept_until"] == today(bench) + timedelta(days=180)


def test_a_namesake_waits_for_a_word_and_is_never_answered_about(bench: Bench) -> None:
    came(bench, phone="13900005678")
    eid = asks(bench, "delete")
    assert {one["likeness"] for one in found(bench, eid).values()} == {"name"}
    deciding.remove(bench.house, bench.actor, eid)
    assert only(bench, "visit")["name"] == NAME
    with pytest.raises(NotAllowed, match=r"personal\.doubtful"):
        requests.answer(bench.house, bench.actor, eid, ANSWER)
    deciding.not_theirs(bench.house, bench.actor, found(bench, eid)["visit.name"].eid)
    assert set(decisions(bench, eid).values()) == {("not_theirs", None)}
    requests.answer(bench.house, bench.actor, eid, ANSWER)
    assert only(bench, "visit")["phone"] == "13900005678"
    with pytest.raises(NotAllowed, match=r"personal\.decided"):
        deciding.confirm(bench.house, bench.actor, next(iter(found(bench, eid).values())).eid)


def test_what_may_go_goes_and_what_must_stay_names_its_rule(bench: Bench) -> None:
    visit = came(bench)
    request = asked_for_service(bench)
    eid = asks(bench, "delete")
    with pytest.raises(NotAllowed, match=r"personal\.undecided"):
        requests.answer(bench.house, bench.actor, eid, ANSWER)
    deciding.remove(bench.house, bench.actor, eid)
    assert decisions(bench, eid) == {
        "visit.name": ("removed", None),
        "visit.phone": ("removed", None),
        "contact.name": ("removed", None),
        "contact.phone": ("removed", None),
        "request.contact_name": ("kept", "open"),
        "request.contact_phone": ("kept", "open"),
    }
    kept = record(bench, "visit", visit)
    assert (kept["name"], kept["phone"], kept["organisation"]) == (None, None, "示范公司")
    contact = only(bench, "contact")
    assert (contact["name"], contact["phone"], contact["consent"]) == ("-", None, False)
    assert record(bench, "request", request)["contact_name"] == NAME
    with bench.house.store.read() as look:
        assert {hit.kind for hit in look.find(PHONE)} <= {"request"}
    requests.answer(bench.house, bench.actor, eid, ANSWER)
    assert record(bench, "personal_request", eid)["state"] == "answered"


def test_a_finished_matter_keeps_the_name_for_its_period_and_lets_the_number_go(bench: Bench) -> None:
    request = asked_for_service(bench)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("request", request, {"state": "closed", "closed_at": unit.now})
        unit.commit()
    bench.clock.pass_time(days=1)
    eid = asks(bench, "delete")
    deciding.remove(bench.house, bench.actor, eid)
    told = decisions(bench, eid)
    assert told["request.contact_name"] == ("kept", "period")
    assert told["request.contact_phone"] == ("removed", None)
    assert found(bench, eid)["request.contact_name"]["kept_until"] == date(2031, 3, 10)
    bench.clock.pass_time(days=5 * 366)
    later = asks(bench, "delete")
    name = found(bench, later)["request.contact_name"]
    deciding.confirm(bench.house, bench.actor, name.eid)
    deciding.remove(bench.house, bench.actor, later)
    assert record(bench, "request", request)["contact_name"] == "-"


def test_a_hold_keeps_everything(bench: Bench) -> None:
    visit = came(bench)
    with bench.house.store.write(bench.actor) as unit:
        values = {"subject_kind": "visit", "subject": visit, "title": "来访", "held": True, "hold_reason": "诉讼"}
        day = today(bench)
        unit.create("archive_item", {**values, "starts_on": day, "dated": day, "period": "D5", "year": 2026})
        unit.commit()
    eid = asks(bench, "delete")
    deciding.remove(bench.house, bench.actor, eid)
    assert set(decisions(bench, eid).values()) == {("kept", "hold")}
    assert record(bench, "visit", visit)["phone"] == PHONE


def test_with_the_consent_goes_what_rests_on_it(bench: Bench) -> None:
    visit = came(bench)
    asked_for_service(bench)
    eid = asks(bench, "withdraw")
    deciding.remove(bench.house, bench.actor, eid)
    told = decisions(bench, eid)
    assert told["contact.phone"] == ("removed", None)
    assert told["visit.phone"] == told["request.contact_phone"] == ("kept", "no_consent")
    assert record(bench, "visit", visit)["phone"] == PHONE
    assert only(bench, "contact")["consent"] is False


def test_what_is_wrong_is_put_right_and_the_rest_says_why_not(bench: Bench) -> None:
    asked_for_service(bench)
    eid = asks(bench, "correct")
    places = found(bench, eid)
    with pytest.raises(Invalid):
        deciding.correct(bench.house, bench.actor, places["contact.phone"].eid, "没有号码")
    deciding.correct(bench.house, bench.actor, places["contact.phone"].eid, "138 0000 9999")
    deciding.keep(bench.house, bench.actor, places["contact.name"].eid, "与身份证一致")
    with pytest.raises(NotAllowed, match=r"personal\.nothing_asked"):
        deciding.remove(bench.house, bench.actor, eid)
    requests.answer(bench.house, bench.actor, eid, ANSWER)
    assert only(bench, "contact")["phone"] == "13800009999"
    told = decisions(bench, eid)
    assert told["contact.phone"] == ("corrected", None)
    assert told["request.contact_name"] == ("kept", "as_is")


def test_a_void_record_is_emptied_and_stays_void(bench: Bench) -> None:
    visit = came(bench)
    with bench.house.store.write(bench.actor) as unit:
        unit.void("visit", visit, "duplicate")
        unit.commit()
    eid = asks(bench, "delete")
    deciding.remove(bench.house, bench.actor, eid)
    kept = record(bench, "visit", visit)
    assert (kept.void, kept["name"], kept["phone"]) == ("duplicate", None, None)
    with bench.house.store.read() as look:
        assert look.find(NAME, kinds=("visit",)) == ()


def test_a_file_that_became_part_of_another_is_emptied_and_stays_its_part(bench: Bench) -> None:
    kept, gone = pair(bench)
    with bench.house.store.write(bench.actor) as unit:
        unit.change("enterprise", gone, {"quality_officer": NAME})
        unit.commit()
    merger = merging.merge(bench.house, bench.actor, kept, gone).value
    eid = asks(bench, "delete")
    confirm_all(bench, eid)
    deciding.remove(bench.house, bench.actor, eid)
    emptied = record(bench, "enterprise", gone)
    assert (emptied["quality_officer"], emptied.void) == (None, "merged")
    with bench.house.store.read() as look:
        standing = look.standing("enterprise", gone)
        assert standing is not None
        assert standing.eid == kept
    merging.take_back(bench.house, bench.actor, merger)
    assert record(bench, "enterprise", gone)["quality_officer"] is None
    assert record(bench, "enterprise", kept)["quality_officer"] is None


def test_what_else_the_desk_keeps_goes_and_is_counted(bench: Bench) -> None:
    visit = came(bench)
    drafts, prints = bench.house.store.drafts, bench.house.store.prints
    prints.add([(LINE.__class__(**{**_values(LINE), "subject": visit}), PDF)])
    drafts.keep(Draft("k", bench.specialist, "visit", "来访", {"phone": PHONE}, bench.clock.now()))
    eid = asks(bench, "delete")
    deciding.remove(bench.house, bench.actor, eid)
    kept = record(bench, "personal_request", eid)
    assert (kept["prints_gone"], kept["drafts_gone"]) == (1, 1)
    with pytest.raises(Missing, match=r"print\.forgotten"):
        prints.pdf(LINE.id)
    assert prints.get(LINE.id).subject == visit
    assert drafts.of(bench.specialist) == ()
    drafts.keep(Draft("k", bench.specialist, "visit", "来访", {"phone": PHONE}, bench.clock.now()))
    requests.answer(bench.house, bench.actor, eid, ANSWER)
    assert record(bench, "personal_request", eid)["drafts_gone"] == 2
    assert any(heading == "清除到了哪里" for heading, _ in view(bench, eid).derived)


def _values(line: object) -> dict[str, object]:
    return {name: getattr(line, name) for name in line.__dataclass_fields__}  # type: ignore[attr-defined]


def test_the_filed_paper_is_masked_and_the_person_s_is_not(bench: Bench) -> None:
    came(bench)
    eid = asks(bench, "access")
    filed = answer_sheet(bench.house, bench.as_specialist(), eid)
    assert NAME not in str(filed.view)
    assert PHONE not in str(filed.view)
    own = copy_for_person(bench.house, bench.actor, eid)
    assert NAME in str(own.view)
    assert PHONE in str(own.view)
    assert own.paper_kind == "personal_copy"
    with bench.house.store.read() as look:
        (line, *_) = look.history(limit=1)
    assert (line.event, line.eid, line.why) == ("revealed", eid, "legal")


def test_kept_papers_and_dead_attachments_go_in_time(bench: Bench) -> None:
    visit = came(bench)
    bench.house.store.prints.add([(LINE, PDF)])
    gone = attachments.add(bench.house, bench.actor, "visit", visit, "a.txt", b"first").value
    stays = attachments.add(bench.house, bench.actor, "visit", visit, "b.txt", b"second").value
    attachments.withdraw(bench.house, bench.actor, gone)
    assert sweeping.to_sweep(bench.house, bench.actor).total == 0
    bench.clock.pass_time(days=31)
    assert sweeping.to_sweep(bench.house, bench.actor) == sweeping.Sweep(0, 0, 1, 0)
    bench.clock.pass_time(days=370)
    assert sweeping.sweep(bench.house, bench.actor).value == sweeping.Sweep(1, 1, 1, 0)
    assert sweeping.to_sweep(bench.house, bench.actor).total == 0
    assert bench.house.files.holds(record(bench, "attachment", gone)["sha256"]) is False
    assert attachments.read(bench.house, bench.actor, stays) == b"second"


def test_contents_that_a_standing_attachment_names_too_stay(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_PAGE", 2)
    visit = came(bench)
    eids = [attachments.add(bench.house, bench.actor, "visit", visit, f"{n}.txt", b"same").value for n in range(6)]
    for eid in eids[:5]:
        attachments.withdraw(bench.house, bench.actor, eid)
    bench.clock.pass_time(days=31)
    assert sweeping.to_sweep(bench.house, bench.actor).files == 0
    assert attachments.read(bench.house, bench.actor, eids[5]) == b"same"
    attachments.withdraw(bench.house, bench.actor, eids[5])
    bench.clock.pass_time(days=31)
    assert sweeping.to_sweep(bench.house, bench.actor).files == 1


def test_a_draft_nobody_came_back_to_goes_and_one_that_belongs_to_a_record_stays(bench: Bench) -> None:
    drafts, now = bench.house.store.drafts, bench.clock.now()
    drafts.keep(Draft("new", bench.specialist, "intake", "", {"phone": PHONE}, now))
    drafts.keep(Draft("record", bench.specialist, "meeting", "", {"eid": came(bench)}, now))
    bench.clock.pass_time(days=6)
    assert sweeping.to_sweep(bench.house, bench.actor).drafts == 0
    bench.clock.pass_time(days=2)
    assert sweeping.sweep(bench.house, bench.actor).value == sweeping.Sweep(0, 0, 0, 1)
    assert [one.key for one in drafts.of(bench.specialist)] == ["record"]


def test_who_asked_may_take_it_back_and_nothing_is_changed(bench: Bench) -> None:
    visit = came(bench)
    eid = asks(bench, "delete")
    requests.withdraw(bench.house, bench.as_specialist(), eid)
    assert set(decisions(bench, eid).values()) == {("dropped", None)}
    assert record(bench, "visit", visit)["phone"] == PHONE
    assert view(bench, eid).deeds == ()
    assert VERIFIED
