"""Versions beside each other: the real launcher, small programs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from qi_desk import paths
from qi_desk.domain.errors import BadFile, Conflict, Expected, NotAllowed, StoreFull
from qi_desk.updating import folder as folders
from qi_desk.updating.folder import FolderInstallation, settle
from qi_desk.updating.trial import try_out
from tests.updating.small_program import PROVES, archive, lay_tree, settled, start, version_started

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the launcher is a shell script")

ROOM = 1_000_000


def put_in(one: FolderInstallation, tmp_path: Path, version: str = "0.2.0", proof: str = PROVES) -> None:
    file = tmp_path / f"{version}.tar.xz"
    file.write_bytes(archive(version, proof))
    one.put_in(file, version, ROOM, lambda program: try_out(program, version))


def versions(root: Path) -> set[str]:
    return {folder.name for folder in (root / "versions").iterdir()}


@pytest.fixture
def one(tmp_path: Path) -> FolderInstallation:
    return settled(tmp_path)


@pytest.fixture
def two(one: FolderInstallation, tmp_path: Path) -> FolderInstallation:
    """The second version was put in; this is how it sees the folder once it is started."""
    put_in(one, tmp_path)
    return FolderInstallation(one.root, "0.2.0")


def test_an_unpacked_archive_is_settled(one: FolderInstallation) -> None:
    assert version_started(one.root) == "0.1.0"
    assert start(one.root, "root") == (0, str(one.root))
    assert one.in_use() == ("0.1.0", "")
    assert one.waiting() == ""


def test_settling_again_changes_nothing_and_takes_no_other_folder(one: FolderInstallation, tmp_path: Path) -> None:
    settle(tmp_path / "unpacked", one.root, "0.1.0")
    assert version_started(one.root) == "0.1.0"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(Conflict) as met:
        settle(tmp_path / "unpacked", tmp_path / "documents", "0.1.0")
    assert met.value.code == "update.not_empty"


def test_a_link_to_the_launcher_leads_to_its_folder(one: FolderInstallation, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "qi-desk").symlink_to(one.root / "qi-desk")
    assert start(tmp_path / "bin", "root") == (0, str(one.root))


def test_a_new_version_is_started_next_time_and_the_old_one_kept(one: FolderInstallation, tmp_path: Path) -> None:
    put_in(one, tmp_path)
    assert one.waiting() == "0.2.0"
    assert one.in_use() == ("0.2.0", "0.1.0")
    assert versions(one.root) == {"0.1.0", "0.2.0"}
    assert version_started(one.root) == "0.2.0"


def test_once_it_opened_the_data_the_old_one_goes(two: FolderInstallation) -> None:
    assert version_started(two.root) == "0.2.0"
    two.started()
    two.opening()
    two.tidy()
    assert versions(two.root) == {"0.1.0", "0.2.0"}, "not before the data were opened"
    assert two.arrived() == ""
    two.proved()
    assert two.in_use() == ("0.2.0", "")
    assert two.arrived() == "0.2.0"
    two.told()
    assert two.arrived() == ""
    two.tidy()
    assert versions(two.root) == {"0.2.0"}
    assert version_started(two.root) == "0.2.0"
    assert not (two.root / "openings").exists()


def test_after_three_starts_that_came_to_nothing_the_old_one_is_back(two: FolderInstallation) -> None:
    for _ in range(3):
        assert version_started(two.root) == "0.2.0"
    assert version_started(two.root) == "0.1.0"
    assert version_started(two.root) == "0.1.0"
    old = FolderInstallation(two.root, "0.1.0")
    assert old.given_up() == "0.2.0"
    assert old.in_use() == ("0.1.0", "")
    old.told()
    assert old.given_up() == ""
    old.tidy()
    assert versions(two.root) == {"0.1.0"}


def test_starting_without_signing_in_counts_for_nothing(two: FolderInstallation) -> None:
    for _ in range(9):
        assert version_started(two.root) == "0.2.0"
        two.started()


def test_data_it_could_not_open_three_times_bring_the_old_one_back(two: FolderInstallation) -> None:
    for _ in range(3):
        assert version_started(two.root) == "0.2.0"
        two.started()
        two.opening()
        two.not_opened(its_fault=True)
    assert version_started(two.root) == "0.1.0"


def test_a_full_disk_or_another_program_is_not_its_fault(two: FolderInstallation) -> None:
    for _ in range(9):
        assert version_started(two.root) == "0.2.0"
        two.started()
        two.opening()
        two.not_opened(its_fault=False)


def test_a_version_that_cannot_even_be_found_gives_way_at_once(two: FolderInstallation) -> None:
    shutil.rmtree(two.root / "versions" / "0.2.0")
    assert version_started(two.root) == "0.1.0"
    assert FolderInstallation(two.root, "0.1.0").given_up() == "0.2.0"


@pytest.mark.parametrize("said", ["", "\n", "garbage", "../../bin", "9.9.9", "9.9.9 8.8.8", "0.1.0/../0.1.0"])
def test_where_nothing_readable_says_which_any_whole_version_is_started(one: FolderInstallation, said: str) -> None:
    (one.root / "current").write_text(said, encoding="ascii")
    assert version_started(one.root) == "0.1.0"


def test_a_folder_that_cannot_be_written_starts_all_the_same(two: FolderInstallation) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    two.root.chmod(0o500)
    try:
        assert [version_started(two.root) for _ in range(5)] == ["0.2.0"] * 5
    finally:
        two.root.chmod(0o700)


def test_without_any_version_it_says_so(one: FolderInstallation) -> None:
    shutil.rmtree(one.root / "versions")
    code, said = start(one.root)
    assert (code, said) == (1, "")


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        ("exit 3", "exit 3"),
        ("echo nonsense", "exit 0"),
        ('echo "[]"', "exit 0"),
        ('echo "{\\"ok\\": true, \\"version\\": \\"0.9.9\\"}"', "version 0.9.9"),
        ('echo "{\\"error\\": {\\"code\\": \\"store.newer\\"}}"; exit 1', "store.newer"),
        ('echo "{\\"error\\": 5}"; exit 1', "exit 1"),
        ("kill -9 $$", "exit"),
    ],
)
def test_a_version_that_fails_its_trial_is_not_put_in(
    one: FolderInstallation, tmp_path: Path, proof: str, why: str
) -> None:
    with pytest.raises(NotAllowed) as met:
        put_in(one, tmp_path, proof=proof)
    assert met.value.code == "update.trial_failed"
    assert why in met.value.values["why"]
    assert versions(one.root) == {"0.1.0"}
    assert version_started(one.root) == "0.1.0"


def test_a_trial_is_told_the_copy_and_its_key_by_pipe_alone(one: FolderInstallation, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    proof = (
        f'cat >{heard}; echo "$@" >>{heard}; env >>{heard}; echo "{{\\"ok\\": true, \\"version\\": \\"$version\\"}}"'
    )
    (tmp_path / "p.tar.xz").write_bytes(archive("0.2.0", proof))

    def trial(program: Path) -> None:
        try_out(program, "0.2.0", tmp_path / "copy", "d" * 32, b"\x5a" * 32)

    one.put_in(tmp_path / "p.tar.xz", "0.2.0", ROOM, trial)
    asked, arguments, *environment = heard.read_text(encoding="utf-8").splitlines()
    told, _, words = asked.rpartition("}")
    assert "5a" * 32 in told
    assert "5a5a" not in words + arguments + "".join(environment)
    assert not any(line.startswith("QI_DESK_ROOT=") for line in environment)


def test_an_archive_without_a_program_is_refused(one: FolderInstallation, tmp_path: Path) -> None:
    from tests.support.releases import archive_of

    (tmp_path / "p.tar.xz").write_bytes(archive_of({"readme": b"x"}))
    with pytest.raises(BadFile):
        one.put_in(tmp_path / "p.tar.xz", "0.2.0", ROOM, lambda _: None)
    assert versions(one.root) == {"0.1.0"}


def test_a_disk_without_room_is_told_before_anything_is_unpacked(one: FolderInstallation, tmp_path: Path) -> None:
    (tmp_path / "p.tar.xz").write_bytes(archive("0.2.0"))
    with pytest.raises(StoreFull) as met:
        one.put_in(tmp_path / "p.tar.xz", "0.2.0", 1 << 60, lambda _: None)
    assert met.value.code == "update.no_room"
    assert versions(one.root) == {"0.1.0"}


def test_two_at_once_the_second_is_told(one: FolderInstallation, tmp_path: Path) -> None:
    (tmp_path / "p.tar.xz").write_bytes(archive("0.2.0"))
    met: list[str] = []

    def again(_program: Path) -> None:
        try:
            put_in(FolderInstallation(one.root, "0.1.0"), tmp_path)
        except Expected as error:
            met.append(error.code)

    one.put_in(tmp_path / "p.tar.xz", "0.2.0", ROOM, again)
    assert met == ["update.busy"]
    assert version_started(one.root) == "0.2.0"


def test_a_still_newer_one_takes_the_place_of_the_one_that_waits(one: FolderInstallation, tmp_path: Path) -> None:
    put_in(one, tmp_path)
    put_in(one, tmp_path, "0.3.0")
    assert one.in_use() == ("0.3.0", "0.1.0")
    one.tidy()
    assert versions(one.root) == {"0.1.0", "0.3.0"}


def test_the_same_one_again_repairs_it(one: FolderInstallation, tmp_path: Path) -> None:
    put_in(one, tmp_path)
    (one.root / "versions/0.2.0/_internal/version").write_bytes(b"rotten")
    put_in(one, tmp_path)
    assert (one.root / "versions/0.2.0/_internal/version").read_bytes() == b"0.2.0"
    assert one.in_use() == ("0.2.0", "0.1.0")


def test_what_was_left_by_a_cut_goes(one: FolderInstallation, tmp_path: Path) -> None:
    (one.root / "versions/.0.2.0.part/_internal").mkdir(parents=True)
    (one.root / "versions/.0.2.0.part/_internal/version").write_bytes(b"half")
    put_in(one, tmp_path)
    assert versions(one.root) == {"0.1.0", "0.2.0"}


def test_the_launcher_is_brought_up_to_date_once_nothing_goes_back(two: FolderInstallation) -> None:
    (two.root / "qi-desk").write_bytes((two.root / "qi-desk").read_bytes() + b"# an older one\n")
    two.tidy()
    assert b"an older one" in (two.root / "qi-desk").read_bytes()
    two.proved()
    two.tidy()
    shipped = paths.resources() / "updates" / "launcher.sh"
    assert (two.root / "qi-desk").read_bytes() == shipped.read_bytes()
    assert version_started(two.root) == "0.2.0"


def test_a_version_that_is_not_on_trial_writes_nothing(one: FolderInstallation) -> None:
    before = sorted(one.root.iterdir())
    one.opening()
    one.started()
    one.not_opened(its_fault=True)
    one.proved()
    assert sorted(one.root.iterdir()) == before


def test_tidying_leaves_everything_while_nothing_readable_says_what_is_in_use(two: FolderInstallation) -> None:
    (two.root / "current").write_bytes(b"\xff\xff")
    two.tidy()
    assert versions(two.root) == {"0.1.0", "0.2.0"}


def test_settling_from_another_place_copies_links_as_links(tmp_path: Path) -> None:
    tree = lay_tree(tmp_path / "unpacked", "0.1.0")
    (tree / "_internal" / "link").symlink_to("version")
    settle(tree, tmp_path / "程序 目录", "0.1.0")
    assert (tmp_path / "程序 目录/versions/0.1.0/_internal/link").is_symlink()
    assert version_started(tmp_path / "程序 目录") == "0.1.0"
    assert folders.PROGRAM == "qi-desk"
