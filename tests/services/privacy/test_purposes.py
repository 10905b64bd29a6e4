"""Every personal field has its purpose, its basis and its period, and the list holds nothing else."""

from __future__ import annotations

import pytest

from qi_desk import resource_files
from qi_desk.domain.fields import Type
from qi_desk.domain.records import entity
from qi_desk.services.privacy.purposes import Datum, data, declared, period_said
from tests.support.stations import Bench

CODES = resource_files.CodeFiles()
DATA = data(CODES)


def test_every_personal_field_is_there_and_none_is_left_over() -> None:
    assert sorted(one.what for one in DATA) == sorted(declared())


@pytest.mark.parametrize("one", DATA, ids=lambda one: one.what)
def test_what_it_says_is_there(one: Datum) -> None:
    names = entity(one.kind).names()
    assert one.name_in in names
    assert one.phone_in in ("", *names)
    assert one.basis in CODES.ids("personal_bases")
    assert len(one.purpose) >= 6
    deadlines = {row.id for row in resource_files.deadlines()}
    assert one.kept in deadlines | set(CODES.ids("retention_classes"))
    reference, _, since = one.since.rpartition(".")
    about = entity(entity(one.kind).field(reference).target or "") if reference else entity(one.kind)
    assert not since or about.field(since).type in (Type.DAY, Type.MOMENT)


def test_only_what_shows_something_binds_and_never_what_rests_on_consent() -> None:
    for one in DATA:
        if one.basis in ("consent", "separate"):
            assert not one.bound, one.what
        if one.bound:
            assert one.since, one.what


def test_periods_are_worded(bench: Bench) -> None:
    for one in DATA:
        assert "〔" not in period_said(one, bench.house)
    visit = next(one for one in DATA if one.what == "visit.phone")
    assert period_said(visit, bench.house) == "180 天，自事项办结或发生起（本站设定）"
