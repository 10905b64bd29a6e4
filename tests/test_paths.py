"""Where things are: a checkout and an installation differ only here."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk import paths


def test_a_checkout_reads_the_folders_beside_the_package() -> None:
    assert (paths.resources() / "catalogue" / "services.toml").is_file()
    assert paths.migrations() == paths.data_root() / "db" / "station"
    assert paths.migrations("district").name == "district"


def test_an_installation_reads_the_data_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "qi_desk"
    package.mkdir()
    assert paths.data_root(package) == tmp_path
    (package / "_data" / "resources").mkdir(parents=True)
    assert paths.data_root(package) == package / "_data"


def test_practice_and_real_station_never_share_a_folder() -> None:
    real, practice = paths.default_station_dir(), paths.practice_dir()
    assert real != practice
    assert real not in practice.parents
    assert practice not in real.parents


@pytest.mark.parametrize("place", [paths.default_station_dir, paths.practice_dir, paths.state_dir, paths.log_dir])
def test_places_of_a_person_are_absolute_and_outside_the_package(place: object) -> None:
    assert callable(place)
    folder = place()
    assert folder.is_absolute()
    assert paths.data_root() not in folder.parents


def test_fonts_of_a_checkout_are_among_its_resources() -> None:
    assert (paths.fonts() / "NotoSansSC-Regular.ttf").is_file()
    assert paths.fonts().parent == paths.resources()


def test_fonts_are_found_in_the_package_beside_an_installed_program(tmp_path: Path) -> None:
    program = tmp_path / "apps" / "qi-desk" / "files" / "qi-desk"
    places = paths._font_folders(tmp_path / "resources", program)
    assert paths._first_folder(places) == tmp_path / "resources" / "fonts"
    beside = tmp_path / "apps" / "qi-desk-fonts" / "files"
    beside.mkdir(parents=True)
    assert paths._first_folder(places) == beside
    (tmp_path / "resources" / "fonts").mkdir(parents=True)
    assert paths._first_folder(places) == tmp_path / "resources" / "fonts"


def test_a_program_near_the_root_has_a_place_for_fonts_too() -> None:
    assert paths._font_folders(Path("/r"), Path("/qi-desk"))[1] == Path("/qi-desk-fonts/files")
