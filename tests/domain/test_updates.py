"""What a release's list may say, and which release this program takes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_desk.domain.errors import BadFile, NotAllowed
from qi_desk.domain.updates import (
    DEB,
    FOLDER,
    MOST_BYTES,
    Manifest,
    Package,
    Remembered,
    Running,
    body_of,
    further,
    is_version,
    judge,
    order,
    read,
    split,
)
from tests.support.releases import MADE, PLATFORM, Signer, manifest_of

RUNNING = Running("0.1.0", PLATFORM, FOLDER, 29)
KNOWN = Remembered(1, "11" * 32, MADE - timedelta(days=30))
NOW = MADE + timedelta(days=10)

VERSIONS = st.lists(st.integers(0, 99999), min_size=2, max_size=4).map(lambda parts: ".".join(map(str, parts)))
MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
NAMES = st.text("abcXYZ019._+~-", max_size=60).map(lambda end: f"q{end}")
PACKAGES = st.builds(
    Package,
    st.sampled_from(["linux-x86_64", "linux-aarch64", "windows-amd64"]),
    st.sampled_from(["folder", "deb", "windows"]),
    NAMES,
    st.integers(1, 2**31),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.integers(1, 2**32),
)
NOTES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
MANIFESTS = st.builds(
    Manifest,
    VERSIONS,
    st.integers(1, 2**31),
    MOMENTS,
    MOMENTS,
    st.integers(1, 2**31),
    st.integers(1, 2**31),
    st.lists(NOTES, max_size=5).map(tuple),
    st.lists(PACKAGES, max_size=4).map(tuple),
)


def refused(manifest: Manifest, running: Running = RUNNING, known: Remembered = KNOWN, now: datetime = NOW) -> str:
    with pytest.raises(NotAllowed) as met:
        judge(manifest, running, known, now)
    return met.value.code


@given(MANIFESTS)
def test_a_list_reads_back_as_it_was_written(manifest: Manifest) -> None:
    found = read(body_of(manifest))
    assert replace(found, digest="") == manifest
    assert len(found.digest) == 64


@given(MANIFESTS, st.data())
@settings(max_examples=40)
def test_nothing_can_be_said_besides(manifest: Manifest, data: st.DataObject) -> None:
    said = json.loads(body_of(manifest))
    said[data.draw(st.text(min_size=1, max_size=5).filter(lambda name: name not in said))] = 1
    with pytest.raises(BadFile):
        read(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "0.2.0-rc1"),
        ("version", "../0.2"),
        ("version", "02.1"),
        ("version", 2),
        ("counter", 0),
        ("counter", True),
        ("counter", 2**31 + 1),
        ("counter", 1.0),
        ("made_at", "2026-03-01"),
        ("expires", None),
        ("expires", "2026-03-01T08:00:00+08:00"),
        ("schema", "40"),
        ("notes", "受理页更快。"),
        ("notes", ["x" * 301]),
        ("notes", ["two\nlines"]),
        ("notes", ["x"] * 41),
        ("packages", {}),
    ],
)
def test_what_does_not_fit_is_no_list(name: str, value: object) -> None:
    said = json.loads(body_of(manifest_of()))
    said[name] = value
    with pytest.raises(BadFile):
        read(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("file", "../../etc/passwd"),
        ("file", ".hidden"),
        ("file", "a/b"),
        ("file", "a\\b"),
        ("file", "包.deb"),
        ("file", "a" * 121),
        ("size", 0),
        ("size", 2**31 + 1),
        ("size", -5),
        ("sha256", "AB" * 32),
        ("sha256", "ab"),
        ("platform", "linux-i686"),
        ("way", "snap"),
        ("unpacked", 0),
    ],
)
def test_a_package_that_does_not_fit_is_none(name: str, value: object) -> None:
    said = json.loads(body_of(manifest_of()))
    said["packages"][0][name] = value
    with pytest.raises(BadFile):
        read(json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def test_a_file_too_long_to_be_a_list_is_not_looked_at() -> None:
    with pytest.raises(BadFile):
        split(b"qi-desk update 1\n" + b"x" * MOST_BYTES)


@given(st.integers(0, 700))
def test_a_list_cut_anywhere_is_none_or_has_no_signature(length: int) -> None:
    data = Signer().sign(manifest_of())
    cut = data[: min(length, len(data) - 1)]
    try:
        found = split(cut)
    except BadFile:
        return
    assert found.signatures == ()


def test_versions_are_ordered_as_people_count() -> None:
    ordered = ["0.1", "0.1.1", "0.2", "0.9", "0.10", "1.0", "1.0.0.1", "10.0"]
    assert sorted(ordered, key=order) == ordered
    assert order("1.0") == order("1.0.0")
    assert not any(map(is_version, ("", "1", "1.", "v1.0", "1.0\n", "1.0/..", "٣.١")))


def test_a_newer_release_gives_its_package() -> None:
    assert judge(manifest_of(), RUNNING, KNOWN, NOW).file == "qi-desk-0.2.0.tar.xz"


def test_of_several_packages_it_is_the_one_for_this_computer() -> None:
    ways = [Package(PLATFORM, way, f"q-{way}", 5, "ab" * 32, 5) for way in ("deb", "folder")]
    assert judge(manifest_of(*ways), replace(RUNNING, way=DEB), KNOWN, NOW).file == "q-deb"
    assert judge(manifest_of(*ways), RUNNING, KNOWN, NOW).file == "q-folder"
    assert refused(manifest_of(*ways), replace(RUNNING, platform="linux-aarch64")) == "update.other_platform"


def test_what_is_not_newer_is_refused() -> None:
    assert refused(manifest_of(version="0.0.9")) == "update.older"
    assert refused(manifest_of(version="0.1")) == "update.same"
    assert refused(manifest_of(product="another")) == "update.other_product"


def test_a_list_older_than_one_taken_before_is_refused_though_its_version_is_newer() -> None:
    taken = Remembered(3, "33" * 32, MADE)
    assert refused(manifest_of(counter=2), known=taken) == "update.replayed"
    assert refused(manifest_of(counter=3), known=taken) == "update.replayed"
    assert judge(manifest_of(counter=4), RUNNING, taken, NOW)


def test_the_same_list_may_be_taken_again() -> None:
    manifest = read(body_of(manifest_of()))
    taken = Remembered(manifest.counter, manifest.digest, manifest.made_at)
    assert judge(manifest, RUNNING, taken, NOW)


def test_an_expired_list_is_refused() -> None:
    assert judge(manifest_of(), RUNNING, KNOWN, MADE + timedelta(days=180, seconds=-1))
    assert refused(manifest_of(), now=MADE + timedelta(days=180)) == "update.expired"


def test_a_clock_a_year_behind_neither_refuses_a_good_list_nor_lets_an_expired_one_in() -> None:
    behind = NOW - timedelta(days=365)
    assert judge(manifest_of(), RUNNING, KNOWN, behind)
    # A list that had expired when a later one was made: it is no earlier now than then.
    old = manifest_of(counter=7, made_at=MADE - timedelta(days=400), expires=MADE - timedelta(days=220))
    assert refused(old, known=Remembered(6, "66" * 32, MADE), now=behind) == "update.expired"


def test_a_clock_a_year_ahead_refuses_and_names_both_dates() -> None:
    with pytest.raises(NotAllowed) as met:
        judge(manifest_of(), RUNNING, KNOWN, NOW + timedelta(days=365))
    assert met.value.code == "update.expired"
    assert met.value.values["now"].year == 2027
    assert met.value.values["until"].isoformat() == "2026-08-28"


def test_a_file_the_new_program_cannot_open_is_never_given_to_it() -> None:
    assert refused(manifest_of(schema=28)) == "update.data_newer"
    assert refused(manifest_of(least_schema=30)) == "update.too_far"
    assert judge(manifest_of(least_schema=29), RUNNING, KNOWN, NOW)


REMEMBERED = st.builds(Remembered, st.integers(0, 9), st.sampled_from(["", "aa", "bb"]), MOMENTS)


@given(REMEMBERED, REMEMBERED)
def test_putting_one_place_back_lowers_nothing(one: Remembered, other: Remembered) -> None:
    assert further(one, other) == further(other, one)
    assert further(one, other).counter == max(one.counter, other.counter)
