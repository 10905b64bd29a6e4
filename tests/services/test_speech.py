"""The station's own words over the book's: kept when the district publishes, checked before they hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qi_desk import paths, resource_files
from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Invalid, PaperError
from qi_desk.services import speech
from qi_desk.services.feedback import complaints, papers
from qi_desk.services.prints import handing
from qi_desk.services.speech import PhraseView
from tests.gui.fakes import RememberingPrinter
from tests.services.feedback.cases import complained
from tests.support.stations import Bench

KEY = "reception-rain-1"


@pytest.fixture
def published() -> Iterator[None]:
    yield
    resource_files.adopt({})


def said(bench: Bench, key: str = KEY) -> PhraseView:
    found = speech.words(bench.house, bench.as_specialist())
    return next(one for one in found.phrases if one.key == key)


def test_the_book_is_there_without_anything_written(bench: Bench) -> None:
    found = speech.words(bench.house, bench.actor)
    assert len(found.phrases) == len(resource_files.phrase_book().phrases) >= 110
    assert len(found.watched) == len(resource_files.forbidden_entries()) >= 30


def test_the_manager_words_it_anew_and_gives_it_back(bench: Bench) -> None:
    book = said(bench).text
    speech.write_phrase(bench.house, bench.actor, KEY, {"text": "伞放这边，{称呼}先擦擦。"})
    assert (said(bench).text, said(bench).own, said(bench).moments) == (
        "伞放这边，{称呼}先擦擦。",
        True,
        ("reception.rain",),
    )
    speech.give_back_phrase(bench.house, bench.actor, KEY)
    assert (said(bench).text, said(bench).own) == (book, False)
    speech.write_phrase(bench.house, bench.actor, KEY, {"text": "又改了。"})
    assert said(bench).text == "又改了。"


def test_a_template_with_a_slip_does_not_hold(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        speech.write_phrase(bench.house, bench.actor, KEY, {"text": "您好{称呼"})
    assert [(one.field, one.code) for one in refused.value.problems] == [("text", "phrase.brace")]
    assert not said(bench).own


def test_a_new_phrase_is_offered_at_its_moments(bench: Bench) -> None:
    values = {"situation": "本站", "moments": ["reception.hot"], "text": "冰柜里有水。"}
    key = speech.write_phrase(bench.house, bench.actor, "", values).value
    assert [one.key for one in speech.words(bench.house, bench.actor).at("reception.hot")][-1] == key
    speech.hide_phrase(bench.house, bench.actor, key, True)
    assert key not in [one.key for one in speech.words(bench.house, bench.actor).at("reception.hot")]


def test_what_the_district_publishes_never_overwrites_the_stations_own(bench: Bench, published: None) -> None:
    speech.write_phrase(bench.house, bench.actor, KEY, {"text": "本站写的。"})
    text = (paths.resources() / resource_files.PHRASES).read_text(encoding="utf-8")
    newer = text.replace("路上淋着了吧？", "淋着了没有？").replace("现在不用排队", "今天不用排队")
    resource_files.adopt({resource_files.PHRASES: newer})
    assert said(bench).text == "本站写的。"
    assert said(bench).newer.startswith("淋着了没有？")
    assert said(bench, "reception-empty-2").text.startswith("今天不用排队")


def test_what_is_not_said_is_added_changed_and_switched_off(bench: Bench) -> None:
    values = {"kind": "含糊", "said": "看心情吧", "instead": "最迟哪天答复写在单子上。"}
    key = speech.write_entry(bench.house, bench.actor, "", values).value
    assert key in [entry.id for entry in speech.words(bench.house, bench.actor).watched]
    speech.write_entry(bench.house, bench.actor, "promise-1", {"off": True})
    assert "promise-1" not in [entry.id for entry in speech.words(bench.house, bench.actor).watched]
    speech.write_entry(bench.house, bench.actor, "promise-1", {"off": False})
    assert "promise-1" in [entry.id for entry in speech.words(bench.house, bench.actor).watched]
    with pytest.raises(Invalid):
        speech.write_entry(bench.house, bench.actor, "", {**values, "said": "（甲/乙"})


def test_a_paper_with_a_gap_in_it_leaves_on_no_printer(bench: Bench) -> None:
    eid = complained(bench, medium="letter")
    told = {"acknowledge_mode": "phone", "first_word": "我们在〔请填：日期〕前答复。"}
    complaints.acknowledge(bench.house, bench.actor, eid, told)
    order = papers.complaint(bench.house, bench.actor, eid, papers.ACKNOWLEDGEMENT)
    paper = InlinePapers().make(order.form, order.view)
    printer = RememberingPrinter()
    with pytest.raises(PaperError, match=r"paper\.gaps") as refused:
        handing.hand_out(bench.house, bench.actor, order, paper, printer)
    assert refused.value.values["gaps"] == ("〔请填：日期〕",)
    with pytest.raises(PaperError, match=r"paper\.gaps"):
        handing.save_to_file(bench.house, bench.actor, order, paper, lambda _pdf, _number: "x")
    assert printer.sent == []
