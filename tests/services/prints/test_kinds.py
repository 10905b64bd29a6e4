"""The one declaration of the desk's papers: everything it names is there."""

from __future__ import annotations

import inspect

import pytest

from qi_desk import resource_files
from qi_desk.documents import make
from qi_desk.domain.errors import Missing
from qi_desk.domain.records import ENTITIES
from qi_desk.services.prints.kinds import Asked, PaperKind, order_for, paper_kinds, use_case
from qi_desk.settings.paper_forms import FORMS
from tests.support.stations import Bench

KINDS = paper_kinds(resource_files.CodeFiles())
TAKEN = {"nothing": 0, "record": 1, "kind": 1, "day": 1, "period": 2}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_paper_names_what_there_is(kind: PaperKind) -> None:
    assert set(kind.forms) <= set(FORMS)
    assert kind.group in resource_files.code_list("paper_groups").ids
    assert not kind.about or kind.about in ENTITIES
    assert bool(kind.about) == (kind.takes in ("record", "kind"))
    assert not kind.source or kind.issued in ENTITIES[kind.source].names()
    assert not kind.batch or kind.about


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.makes], ids=lambda kind: kind.id)
def test_its_use_case_takes_what_is_said(kind: PaperKind) -> None:
    function = use_case(kind.makes)
    assert hasattr(function, "__wrapped__")
    parameters = list(inspect.signature(function).parameters.values())[2:]
    needed = [one for one in parameters if one.default is inspect.Parameter.empty and one.name != "kind"]
    assert len(needed) == TAKEN[kind.takes]
    assert (kind.takes == "kind") == ("kind" in {one.name for one in parameters})
    if kind.blank:
        assert hasattr(use_case(kind.blank), "__wrapped__")


def test_every_drawing_has_a_maker_and_a_name() -> None:
    labels = resource_files.code_list("paper_forms").ids
    for name, form in FORMS.items():
        assert name in make.MAKERS
        assert name in labels
        assert not form.values or form.values in make.MAKERS


def test_what_the_catalogue_cannot_make_says_so(bench: Bench) -> None:
    for kind in ("recovery_sheet", "no_such_paper"):
        with pytest.raises(Missing, match=r"paper\.elsewhere"):
            order_for(bench.house, bench.actor, Asked(kind))


def test_lists_and_blank_forms_are_made_at_once(bench: Bench) -> None:
    for kind in KINDS:
        if kind.makes and kind.takes == "nothing" and kind.id != "drill_result":
            assert order_for(bench.house, bench.actor, Asked(kind.id)).paper_kind == kind.id
        if kind.blank:
            assert order_for(bench.house, bench.actor, Asked(kind.id, blank=True)).form in kind.forms
