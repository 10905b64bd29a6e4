"""Archives of a version: sound ones are unpacked whole, everything else is refused and reaches nothing."""

from __future__ import annotations

import io
import lzma
import os
import stat
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import BadFile, StoreDamaged
from qi_desk.updating import unpacking
from qi_desk.updating.unpacking import unpack
from tests.support.releases import archive_of, tree_of

TREE = tree_of("0.2.0")
SOUND = archive_of(TREE, links=[("_internal/one.so", "deep/er/one.so"), ("_internal/er", "deep/er")])
MOST = 100_000


def laid(tmp_path: Path, data: bytes) -> Path:
    file = tmp_path / "package.tar.xz"
    file.write_bytes(data)
    return file


def found(folder: Path) -> dict[str, bytes]:
    every = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in every}


def refused(tmp_path: Path, data: bytes, most: int = MOST) -> str:
    outside = set(tmp_path.rglob("*"))
    with pytest.raises(BadFile) as met:
        unpack(laid(tmp_path, data), tmp_path / "target", most)
    assert met.value.code == "update.bad_archive"
    news = set(tmp_path.rglob("*")) - outside
    within = {path for path in news if path.is_relative_to(tmp_path / "target")}
    assert news - within <= {tmp_path / "package.tar.xz"}, "something was written outside"
    return str(met.value.values["why"])


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, link, mode
    return info


def test_a_sound_archive_is_unpacked_whole(tmp_path: Path) -> None:
    assert unpack(laid(tmp_path, SOUND), tmp_path / "target", MOST) == len(TREE)
    assert found(tmp_path / "target") == TREE
    assert (tmp_path / "target/_internal/one.so").read_bytes() == TREE["_internal/deep/er/one.so"]
    assert os.access(tmp_path / "target/qi-desk", os.X_OK)
    assert not os.access(tmp_path / "target/_internal/version", os.X_OK)


@given(st.integers(0, len(SOUND) - 1))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_an_archive_cut_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    place = tmp_path_factory.mktemp("cut")
    assert refused(place, SOUND[:length])


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_changed_byte_is_refused_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, place: int, flipped: int
) -> None:
    """The digest of the whole is checked before; this is what stands behind it."""
    changed = bytearray(SOUND)
    changed[place] ^= flipped
    folder = tmp_path_factory.mktemp("changed")
    try:
        unpack(laid(folder, bytes(changed)), folder / "target", MOST)
    except BadFile:
        return
    assert found(folder / "target") == TREE


@pytest.mark.parametrize(
    "odd",
    [
        member("../escaped"),
        member("qi-desk-0.2.0/../../escaped"),
        member("/etc/escaped"),
        member("qi-desk-0.2.0//escaped"),
        member("qi-desk-0.2.0/./escaped"),
        member("beside/escaped"),
        member("escaped"),
        member("qi-desk-0.2.0/C:escaped"),
        member("qi-desk-0.2.0/a\\..\\escaped"),
        member("qi-desk-0.2.0/" + "x" * 500),
        member("qi-desk-0.2.0/qi-desk"),
        member("qi-desk-0.2.0/_internal"),
        member("qi-desk-0.2.0/qi-desk/below-a-file"),
        member("qi-desk-0.2.0/hard", tarfile.LNKTYPE, "qi-desk-0.2.0/qi-desk"),
        member("qi-desk-0.2.0/pipe", tarfile.FIFOTYPE),
        member("qi-desk-0.2.0/device", tarfile.CHRTYPE),
    ],
    ids=lambda info: info.name[:40],
)
def test_what_has_no_business_there_is_refused(tmp_path: Path, odd: tarfile.TarInfo) -> None:
    refused(tmp_path, archive_of(TREE, more=[(odd, b"x" if odd.type == tarfile.REGTYPE else b"")]))


@pytest.mark.parametrize(
    "target",
    ["/etc/passwd", "..", "../../escaped", "deep/../../../escaped", "missing", "deep/er/../../..", "", "er/../.."],
)
def test_a_link_that_leads_out_or_nowhere_is_refused(tmp_path: Path, target: str) -> None:
    refused(tmp_path, archive_of(TREE, links=[("_internal/er", "deep/er"), ("_internal/odd", target)]))


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    through = archive_of(
        TREE, links=[("_internal/door", "deep")], more=[(member("qi-desk-0.2.0/_internal/door/in"), b"x")]
    )
    assert "no folder" in refused(tmp_path, through)
    assert not (tmp_path / "target/_internal/deep/in").exists()


def test_a_link_by_way_of_a_link_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, archive_of(TREE, links=[("_internal/er", "deep/er"), ("_internal/two", "er/one.so")]))


def test_no_one_else_s_bits_are_kept(tmp_path: Path) -> None:
    odd = member("qi-desk-0.2.0/setuid", mode=0o6777)
    unpack(laid(tmp_path, archive_of(TREE, more=[(odd, b"x")])), tmp_path / "target", MOST)
    assert stat.S_IMODE((tmp_path / "target/setuid").stat().st_mode) & 0o7022 == 0


def test_a_bomb_is_refused_by_what_comes_out_of_it(tmp_path: Path) -> None:
    bomb = archive_of({**TREE, "_internal/zeros": bytes(60_000_000)})
    assert len(bomb) < 20_000
    assert "more than" in refused(tmp_path, bomb)
    assert sum(len(content) for content in found(tmp_path / "target").values()) <= MOST


def test_a_bomb_in_the_headers_is_refused_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_TAR_OVERHEAD", 100_000)
    info = member("qi-desk-0.2.0/x")
    info.pax_headers = {"comment": "x" * 1_000_000}
    assert refused(tmp_path, archive_of(TREE, more=[(info, b"x")]))


def test_a_million_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_MOST_MEMBERS", 50)
    many = archive_of({**TREE, **{f"_internal/{number}": b"" for number in range(60)}})
    assert "members" in refused(tmp_path, many)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    plain = lzma.decompress(SOUND)
    for data in (b"", b"PK\3\4" + bytes(100), plain, lzma.compress(b"no tar at all")):
        with pytest.raises(BadFile):
            unpack(laid(tmp_path, data), tmp_path / f"target-{len(data)}", MOST)


def test_a_disk_that_gives_back_something_else_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is read back: here the disk loses a bit of one between writing and reading."""
    archive = laid(tmp_path, SOUND)
    forget = unpacking._forget

    def rotten(handle: int) -> None:
        forget(handle)
        if os.fstat(handle).st_size == len(TREE["qi-desk"]):
            os.pwrite(handle, b"?", 3)

    monkeypatch.setattr(unpacking, "_forget", rotten)
    with pytest.raises(StoreDamaged) as met:
        unpack(archive, tmp_path / "target", MOST)
    assert met.value.code == "store.io"


def test_reading_the_plain_bytes_never_gives_more_than_asked() -> None:
    plain = unpacking._Plain(io.BufferedReader(io.BytesIO(SOUND)), 10_000_000)  # type: ignore[arg-type]
    assert len(plain.read(7)) <= 7
    assert plain.readable()
