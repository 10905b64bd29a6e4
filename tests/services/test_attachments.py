"""Files of a record through the real services: bad ones refused, the good ones sealed on the disk."""

from __future__ import annotations

import pytest

from qi_desk.domain.attachments import MOST_BYTES
from qi_desk.domain.errors import Invalid, Missing
from qi_desk.services import attachments, undo
from tests.services.test_request_service import registered
from tests.support.stations import Bench


def test_a_photo_is_added_seen_and_withdrawn(bench: Bench) -> None:
    eid = registered(bench)
    made = attachments.add(bench.house, bench.actor, "request", eid, "现场.JPG", b"\xff\xd8photo")
    (line,) = attachments.of_record(bench.house, bench.actor, eid)
    assert (line.name, line.media, line.size, line.here) == ("现场.JPG", "image/jpeg", 7, True)
    assert attachments.read(bench.house, bench.actor, made.value) == b"\xff\xd8photo"
    attachments.withdraw(bench.house, bench.actor, made.value)
    assert attachments.of_record(bench.house, bench.actor, eid) == ()
    again = attachments.add(bench.house, bench.actor, "request", eid, "现场.JPG", b"\xff\xd8photo")
    undo.undo(bench.house, bench.actor, again.undo or "")
    assert attachments.of_record(bench.house, bench.actor, eid) == ()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.exe", b"MZ", "attachment.kind"), ("无后缀", b"x", "attachment.kind"), ("a.png", b"", "attachment.empty")],
)
def test_what_would_do_harm_is_refused(bench: Bench, name: str, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        attachments.add(bench.house, bench.actor, "request", registered(bench), name, data)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_file_has_its_limit_and_its_record(bench: Bench) -> None:
    with pytest.raises(Invalid) as caught:
        attachments.add(bench.house, bench.actor, "request", registered(bench), "a.pdf", bytes(MOST_BYTES + 1))
    assert caught.value.problems[0].code == "attachment.size"
    with pytest.raises(Missing):
        attachments.add(bench.house, bench.actor, "request", "nobody", "a.pdf", b"x")
