"""The data files keep the shape and the facts they promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qi_desk import paths, resource_files
from qi_desk.domain.credit_code import ALPHABET
from qi_desk.domain.speech.phrases import problems_of, slots_of

COUNTS = [
    "ME",
    "9",
    "ST",
    "14",
    "CA",
    "10",
    "TE",
    "10",
    "QM",
    "11",
    "IP",
    "9",
    "BR",
    "5",
    "EQ",
    "5",
    "IN",
    "4",
    "PO",
    "4",
    "SC",
    "3",
    "TR",
    "3",
    "OT",
    "5",
]
ITEMS_PER_CATEGORY = {name: int(count) for name, count in zip(COUNTS[::2], COUNTS[1::2], strict=True)}
"""D1: how many items each category has."""


def test_the_catalogue_holds_thirteen_categories_with_all_their_items() -> None:
    catalogue = resource_files.catalogue()
    assert {row.id: len(row.items) for row in catalogue.categories} == ITEMS_PER_CATEGORY
    assert len({item.id for item in catalogue.items}) == sum(ITEMS_PER_CATEGORY.values())


def test_items_belong_to_the_category_their_id_names() -> None:
    catalogue = resource_files.catalogue()
    assert all(item.id[:2] == item.category for item in catalogue.items)
    found = catalogue.category_of("ME02")
    assert found is not None
    assert found.id == "ME"
    item = catalogue.item("ME02")
    assert item is not None
    assert item.label == "校准"
    assert catalogue.item("ME99") is None


def test_the_core_is_the_five_elements() -> None:
    core = {row.id for row in resource_files.catalogue().categories if row.core}
    assert core == {"ME", "ST", "CA", "TE", "QM"}


def test_every_one_of_the_panyu_nine_has_a_category_of_its_name() -> None:
    categories = resource_files.catalogue().categories
    for row in resource_files.code_list("panyu_nine").codes:
        labels = [category.label for category in categories if str(category.panyu) == row.id]
        assert any(label.startswith(row.label) for label in labels), row.label


def test_the_crosswalk_names_only_what_the_rule_sets_have() -> None:
    for category in resource_files.catalogue().categories:
        assert category.pillar in resource_files.code_list("pillars").ids
        assert category.national in ("", *resource_files.code_list("national_classes").ids)
        assert bool(category.national) == bool(re.fullmatch(r"5\.[12]\.[1-5]", category.national_clause))
        assert category.provincial in ("", "8.5", *(f"A.{place}" for place in range(1, 9)))
        assert category.guangzhou


def test_every_item_is_described_and_every_category_says_what_to_bring() -> None:
    for category in resource_files.catalogue().categories:
        assert category.materials
        assert all(material.form in resource_files.code_list("material_forms").ids for material in category.materials)
        assert all(len(item.description) >= 8 for item in category.items)


@pytest.mark.parametrize("name", resource_files.code_lists())
def test_a_code_list_names_its_origin_and_its_codes_once(name: str) -> None:
    codes = resource_files.code_list(name)
    assert codes.title
    assert codes.origin
    assert codes.version
    assert codes.codes
    assert len({row.label for row in codes.codes}) == len(codes.codes)
    columns = {frozenset(row.extra) for row in codes.codes}
    assert len(columns) == 1


def test_client_kinds_say_who_must_have_a_credit_code() -> None:
    kinds = {row.id: row.extra for row in resource_files.code_list("client_kinds").codes}
    required = {name for name, extra in kinds.items() if extra["credit_code_required"]}
    assert required == {"enterprise", "sole_trader", "social_organisation"}
    assert sorted(extra["number"] for extra in kinds.values()) == list(range(1, 12))


def test_channels_are_passive_or_active_as_their_letter_says() -> None:
    for row in resource_files.code_list("channels").codes:
        assert row.extra["direction"] == {"P": "passive", "A": "active"}[row.id[0]]


def test_ticket_letters_differ() -> None:
    letters = [row.extra["ticket"] for row in resource_files.code_list("visit_types").codes]
    assert len(set(letters)) == len(letters)
    assert all(letter in ALPHABET for letter in letters)


def test_panyu_has_sixteen_streets_and_guangzhou_eleven_districts() -> None:
    streets = resource_files.code_list("streets")
    assert len(streets.codes) == 16
    assert all(code.startswith("440113") for code in streets.ids)
    assert len(resource_files.code_list("districts").codes) == 11


def test_the_port_for_services_gives_rows_and_refuses_unknown_lists() -> None:
    codes = resource_files.CodeFiles()
    assert "P01" in codes.ids("channels")
    assert codes.row("queue_priorities", "booked")["weight"] > 0
    assert codes.rows("urgencies")[2]["reason_required"] is True
    with pytest.raises(KeyError):
        codes.ids("no_such_list")
    with pytest.raises(KeyError):
        codes.row("channels", "P99")


def test_limits_name_their_origin_and_urgent_ones_are_not_slower() -> None:
    limits = {row.id: row for row in resource_files.deadlines()}
    assert len(limits) == len(resource_files.deadlines())
    assert {row.id for row in limits.values() if row.origin != "本站承诺时限"} == {
        "outreach_answer",
        "rating_correct",
        "rating_verify",
        "visitor_identity",
    }
    assert {row.unit for row in limits.values()} == {"working_day", "natural_day", "minute", "second"}
    assert limits["first_reply"].amount == 1
    assert limits["finish_urgent"].amount <= 2
    assert limits["finish_critical"].amount <= limits["finish_urgent"].amount <= limits["finish_ordinary"].amount


def test_there_are_phrases_for_every_moment_and_their_slots_are_declared() -> None:
    book = resource_files.phrase_book()
    assert len(book.phrases) >= 110
    assert len({phrase.id for phrase in book.phrases}) == len(book.phrases)
    moments = resource_files.code_list(resource_files.MOMENTS).ids
    assert [moment for moment in moments if not book.at(moment)] == []
    templates = {phrase.id: phrase.text for phrase in book.phrases}
    for phrase in book.phrases:
        assert set(phrase.moments) <= set(moments), phrase.id
        for text in (phrase.text, phrase.cantonese, phrase.english):
            assert problems_of(text, book.slots, templates) == [], phrase.id
        assert set(slots_of(phrase.text)) >= set(slots_of(phrase.english)), phrase.id


def test_a_phrase_can_be_spoken_in_one_breath() -> None:
    long = [phrase.id for phrase in resource_files.phrase_book().phrases if len(phrase.text) > 40]
    assert long == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("title =", "broken"),
        ('title = "t"\norigin = "o"\n', "version"),
        ('title = "t"\norigin = "o"\nversion = "1"\n[[code]]\nid = "a"\n', "label"),
        (
            (
                'title = "t"\norigin = "o"\nversion = "1"\n'
                '[[code]]\nid = "a"\nlabel = "1"\n[[code]]\nid = "a"\nlabel = "2"\n'
            ),
            "twice",
        ),
    ],
)
def test_a_list_out_of_shape_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "broken.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    resource_files.read.cache_clear()
    with pytest.raises(resource_files.ResourceError, match=complaint):
        resource_files.code_list("broken")
