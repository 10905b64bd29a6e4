"""The manager's words on papers at a second desk of the station: there with the next exchange, and never at a sister
station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk.district.office import Office
from qi_desk.services import document_words, paper_templates
from qi_desk.services.document_words import Words
from qi_desk.services.paper_templates import Draft
from tests.district.meeting import Enrol, exchange
from tests.district.test_joining import joined


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    yield
    document_words.adopt({})


def test_own_words_reach_the_other_desk_and_no_other_station(
    enrol: Enrol, office: Office, port: int, tmp_path: Path
) -> None:
    one, sister = enrol("PY03"), enrol("PY04")
    exchange(one)
    two = joined(office, port, tmp_path / "second", one)
    try:
        shown = paper_templates.show(one.house, one.actor, "supplement").draft
        mine = Draft({**shown.texts, "title": "补正单"}, ("stamp",))
        paper_templates.save(one.house, one.actor, "supplement", mine)
        exchange(one)
        document_words.adopt({})
        exchange(sister)
        assert Words("supplement")["title"] == "一次性告知（补正）单"
        exchange(two)
        assert (Words("supplement")["title"], Words("supplement").hidden) == ("补正单", ("stamp",))
        row = next(r for r in paper_templates.templates(two.house, two.actor) if r.key == "supplement")
        assert (row.own, row.changed_by) == (True, "林示范")
    finally:
        two.door.leave()
