"""Releases of the program, as anybody may leave them on a stick or on a district's disk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from qi_desk.domain.errors import Expected
from qi_desk.domain.updates import FOLDER, Remembered, Running, body_of, judge
from qi_desk.security import update_signing
from qi_desk.updating.marks import FILE, UpdateMarks
from qi_desk.updating.unpacking import unpack
from tests.fuzz.mutations import json_near
from tests.fuzz.targets import Target
from tests.fuzz.typed import place
from tests.support.releases import PLATFORM, Signer, archive_of, manifest_of, sealed, tree_of

_SIGNER = Signer(bytes(range(32)))


def _list(data: bytes) -> None:
    """Bytes that call themselves a list."""
    update_signing.opened(data, [_SIGNER.trusted()])


def _said(data: bytes) -> None:
    """A list whose signature holds and which says anything."""
    manifest = update_signing.opened(sealed(data, _SIGNER), [_SIGNER.trusted()])
    judge(manifest, Running("0.1.0", PLATFORM, FOLDER, 29), Remembered(), datetime(2026, 3, 10, tzinfo=UTC))


def _marks(data: bytes) -> None:
    folder = place() / "update-marks"
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_bytes(data)
    UpdateMarks([folder]).known()


@cache
def _counted() -> list[int]:
    return [0]


def _archive(data: bytes) -> None:
    """Bytes that call themselves an archive: nothing outside the target comes of them."""
    _counted()[0] += 1
    folder: Path = place() / "update-archive" / str(_counted()[0])
    folder.mkdir(parents=True)
    (folder / "a.tar.xz").write_bytes(data)
    with suppress(Expected):
        unpack(folder / "a.tar.xz", folder / "target", 1 << 20)
    assert {one.name for one in folder.iterdir()} <= {"a.tar.xz", "target"}


def _lists() -> Sequence[bytes]:
    return [_SIGNER.sign(manifest_of()), sealed(body_of(manifest_of()), _SIGNER, Signer(bytes(32)))]


TARGETS = (
    Target("update_list", _list, _lists),
    Target("update_said", _said, lambda: [body_of(manifest_of())], json_near),
    Target(
        "update_marks",
        _marks,
        lambda: [b'{"counter": 2, "digest": "", "made_at": "2026-03-01T08:00:00+00:00"}'],
        json_near,
    ),
    Target("update_archive", _archive, lambda: [archive_of(tree_of("0.2.0"), links=[("l", "qi-desk")])]),
)
