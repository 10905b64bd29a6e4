"""The manager's own words, letterhead and switches: on the sample at once, on papers after saving, never broken."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.domain.paper_templates import LETTERHEAD
from qi_desk.services import (
    document_words,
    intake,
    ledger_paper,
    paper_samples,
    paper_templates,
    paperwork,
    request_papers,
    request_steps,
    station_settings,
)
from qi_desk.services.document_words import Words
from qi_desk.services.paper_templates import Draft, papers
from qi_desk.services.papers import SlipCode
from tests.documents.test_papers import text_of
from tests.services.test_lifecycles import ASSESSED
from tests.support.stations import Bench, intake_of


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    yield
    document_words.adopt({})


def png(across: int, down: int) -> bytes:
    """A grey picture."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = (b"\x00" + b"\x80" * across) * down
    head = struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def draft(bench: Bench, key: str, **texts: str) -> Draft:
    shown = paper_templates.show(bench.house, bench.actor, key).draft
    return Draft({**shown.texts, **texts}, shown.hidden, shown.mark)


def save(bench: Bench, key: str, given: Draft) -> None:
    paper_templates.save(bench.house, bench.actor, key, given)


def accepted(bench: Bench) -> str:
    return intake.register_and_accept(bench.house, bench.actor, intake_of()).value.number


def printed(bench: Bench, number: str, form: str = "receipt_a4") -> str:
    order = paperwork.receipt(bench.house, bench.actor, number, form=form)
    return text_of(InlinePapers().make(order.form, order.view).pdf)


@pytest.mark.parametrize("key", [LETTERHEAD, *papers()])
def test_every_paper_has_a_sample_that_prints(bench: Bench, key: str) -> None:
    shown = paper_templates.show(bench.house, bench.actor, key)
    order = paper_samples.sample(bench.house, bench.actor, key, shown.draft)
    made = InlinePapers().make(order.form, order.view)
    assert made.missing == ()
    assert "{" not in text_of(made.pdf)
    assert all(one.text == one.shipped for one in shown.texts if key != LETTERHEAD)
    assert {one.name for one in shown.texts if one.required} <= {one.name for one in shown.texts if one.text}


def test_own_words_stand_on_the_receipt_and_go_again(bench: Bench) -> None:
    number = accepted(bench)
    own = "{station}提醒：请保管好本回执，{phone} 可查。"
    save(bench, "receipt.acceptance", draft(bench, "receipt.acceptance", title="服务受理单", notes=own))
    text = printed(bench, number)
    assert "服务受理单" in text.replace(" ", "")
    assert "番禺示范园服务站提醒：请保管好本回执，020-84800000 可查。" in text.replace("\n", "")
    row = next(one for one in paper_templates.templates(bench.house, bench.actor) if one.key == "receipt.acceptance")
    assert (row.own, row.changed_by, row.changed_at) == (True, "林示范", bench.clock.now())
    paper_templates.reset(bench.house, bench.actor, "receipt.acceptance")
    assert "服务受理单" not in printed(bench, number).replace(" ", "")


def test_the_sample_follows_what_is_typed_and_keeps_nothing(bench: Bench) -> None:
    given = draft(bench, "supplement", notes="演练：{due} 前补齐。")
    order = paper_samples.sample(bench.house, bench.actor, "supplement", given)
    assert order.view.notes.startswith("演练：2026年")
    assert order.view.station.practice
    assert Words("supplement")["notes"] != "演练：{due} 前补齐。"
    assert not any(one.own for one in paper_templates.templates(bench.house, bench.actor))


def test_own_words_of_a_form_keep_the_slots_it_fills(bench: Bench) -> None:
    save(bench, "supplement", draft(bench, "supplement", notes="{station}：{due} 前补齐。", title="补正单"))
    eid = intake.register(bench.house, bench.actor, intake_of()).value.eid
    told = {"mode": "phone", "items": "检测报告，核对型号", "due": bench.clock.now().date()}
    request_steps.ask_papers(bench.house, bench.actor, eid, told)
    view = request_papers.sheet(bench.house, bench.actor, eid, "notice.supplement").view
    assert (view.title, view.notes) == ("补正单", "番禺示范园服务站：2026年3月10日 前补齐。")


@pytest.mark.parametrize(
    ("texts", "field", "code"),
    [
        ({"title": " "}, "title", "template.empty"),
        ({"notes": "请在 {due 前"}, "notes", "template.brace"),
        ({"notes": "第一行\n{client} 您好"}, "notes", "template.slot"),
        ({"title": "题" * 40}, "title", "too_long"),
    ],
)
def test_a_broken_template_is_refused_and_nothing_changes(
    bench: Bench, texts: dict[str, str], field: str, code: str
) -> None:
    given = draft(bench, "supplement", **texts)
    for refused in (save, lambda *args: paper_samples.sample(args[0].house, args[0].actor, *args[1:])):
        with pytest.raises(Invalid) as error:
            refused(bench, "supplement", given)
        assert (field, code) in {(one.field, one.code) for one in error.value.problems}
    assert not any(one.own for one in paper_templates.templates(bench.house, bench.actor))


def test_letterhead_on_every_paper(bench: Bench) -> None:
    number = accepted(bench)
    texts = {"name": "示范园一站式服务中心", "second": "番禺区示范路1号 3 楼", "footer": "周一至周五 9:00-17:30"}
    save(bench, LETTERHEAD, Draft(texts, (), png(240, 240)))
    for form in ("receipt_a4", "receipt_a5", "receipt_80mm"):
        text = printed(bench, number, form).replace("\n", "")
        assert texts["name"] in text
        assert texts["footer"] in text
    ledger = ledger_paper.referral_ledger(bench.house, bench.actor)
    assert ledger.view.station.mark == png(240, 240)
    assert texts["second"] in text_of(InlinePapers().make(ledger.form, ledger.view).pdf)
    assert paper_templates.show(bench.house, bench.actor, LETTERHEAD).draft.mark == png(240, 240)


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (b"GIF89a", "template.mark_kind"),
        (png(60, 200), "template.mark_small"),
        (png(900, 200), "template.mark_wide"),
        (png(200, 200) + bytes(130_000), "template.mark_large"),
    ],
)
def test_a_mark_that_would_not_print_well_is_refused(bench: Bench, mark: bytes, code: str) -> None:
    with pytest.raises(Invalid) as error:
        save(bench, LETTERHEAD, Draft({}, (), mark))
    assert [one.code for one in error.value.problems] == [code]


def test_switches(bench: Bench) -> None:
    number = accepted(bench)
    whole = printed(bench, number)
    assert "020-84800001" in whole
    assert "（受理专用章）" in whole
    shown = draft(bench, "receipt.acceptance")
    save(bench, "receipt.acceptance", Draft(shown.texts, ("copies", "qr", "stamp", "supervision")))
    order = paperwork.receipt(bench.house, bench.actor, number)
    text = printed(bench, number)
    assert order.view.code == SlipCode()
    for gone in ("020-84800001", "（受理专用章）", "沿此线裁开"):
        assert gone not in text
    with pytest.raises(Invalid):
        save(bench, "supplement", Draft(draft(bench, "supplement").texts, ("copies",)))


def test_no_code_on_a_form_that_hides_it(bench: Bench) -> None:
    eid = intake.register(bench.house, bench.actor, intake_of()).value.eid
    request_steps.assess(bench.house, bench.actor, eid, ASSESSED)
    told = {"mode": "phone", "items": "检测报告，核对型号", "due": bench.clock.now().date()}
    request_steps.ask_papers(bench.house, bench.actor, eid, told)
    save(bench, "supplement", Draft(draft(bench, "supplement").texts, ("qr", "stamp")))
    view = request_papers.sheet(bench.house, bench.actor, eid, "notice.supplement").view
    assert (view.code, view.hidden) == (SlipCode(), ("qr", "stamp"))


def test_newer_shipped_words_are_noticed_and_do_not_come_over_the_own(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(bench, "supplement", draft(bench, "supplement", notes="本站自己的说明。"))
    newer = {**document_words.shipped("supplement"), "notes": "新版说明，{due} 前。"}
    monkeypatch.setattr(paper_templates, "shipped", lambda _form: newer)
    text = next(
        one for one in paper_templates.show(bench.house, bench.actor, "supplement").texts if one.name == "notes"
    )
    assert (text.text, text.shipped, text.newer) == ("本站自己的说明。", "新版说明，{due} 前。", True)
    assert Words("supplement")["notes"] == "本站自己的说明。"


def test_in_force_after_the_next_sign_in_and_after_the_station_s_entry_changed(bench: Bench) -> None:
    save(bench, "supplement", draft(bench, "supplement", notes="打 {phone}。"))
    document_words.adopt({})
    bench.reopen()
    assert Words("supplement")["notes"] == "打 020-84800000。"
    station_settings.change_station(bench.house, bench.actor, {"phone": "020-84809999"})
    assert Words("supplement")["notes"] == "打 020-84809999。"


def test_only_the_manager_changes_templates(bench: Bench) -> None:
    specialist = bench.as_specialist()
    given = draft(bench, "supplement")
    for change in (
        lambda: paper_templates.save(bench.house, specialist, "supplement", given),
        lambda: paper_templates.reset(bench.house, specialist, "supplement"),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert paper_templates.show(bench.house, specialist, "supplement").texts
    with pytest.raises(Missing):
        paper_templates.show(bench.house, specialist, "drill_result")
