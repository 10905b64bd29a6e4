"""What the server's package consists of and what its guide says, as far as no machine has to be made for it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from installer.district import package
from installer.district.trial import GUIDE, blocks
from qi_desk import cli
from qi_desk.district import command, configuration

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "installer/district"
SHIPPED = configuration.read(HERE / "debian/config.toml")


def test_every_command_the_guide_prints_is_understood() -> None:
    typed = [line for one in blocks(GUIDE.read_text(encoding="utf-8")) for line in one.lines]
    ours = [re.sub(r"^.*\| ", "", line) for line in typed if "qi-district " in line]
    ours = [line for line in ours if line.startswith("qi-district ")]
    assert len(ours) >= 8
    for line in ours:
        command.parser().parse_args(shlex.split(line)[1:])
    for line in (line for line in typed if line.startswith("qi-desk ")):
        cli.parser().parse_args(shlex.split(line)[1:])


def test_every_command_of_the_program_stands_in_the_guide() -> None:
    told = GUIDE.read_text(encoding="utf-8")
    actions = command.parser()._subparsers
    assert actions is not None
    verbs = [name for action in actions._group_actions for name in action.choices or ()]
    assert len(verbs) > 10
    assert [name for name in verbs if f"`{name}" not in told] == []


def test_the_lines_the_guide_changes_are_in_the_configuration() -> None:
    text = (HERE / "debian/config.toml").read_text(encoding="utf-8")
    typed = re.findall(r"sed -i '(s.*?)' /etc/qi-district/config\.toml", GUIDE.read_text(encoding="utf-8"))
    for line in dict.fromkeys(typed):
        done = subprocess.run(["sed", line], input=text, capture_output=True, text=True, check=True).stdout
        assert done != text, line
        text = done
    file = configuration.Configuration.__dataclass_fields__
    assert {name for name in file if re.search(rf"(?m)^(# )?{name} = ", text)} == set(file)
    assert 'host = "0.0.0.0"' in text
    assert re.search(r'(?m)^database = "postgresql\+psycopg:///qi-district\?host=/run/postgresql"$', text)


def test_units_and_configuration_speak_of_the_same_places() -> None:
    assert (SHIPPED.data, SHIPPED.backups, SHIPPED.host) == (
        "/var/lib/qi-district",
        "/var/backups/qi-district",
        "127.0.0.1",
    )
    units = {one.name: one.read_text(encoding="utf-8") for one in (HERE / "systemd").iterdir()}
    for name in ("qi-district.service", "qi-district-backup.service"):
        assert f"ConditionPathExists={SHIPPED.data}/epoch" in units[name]
        assert "StateDirectory=qi-district\n" in units[name]
        assert "ExecStart=/opt/qi-district/bin/qi-district " in units[name]
    assert f"ReadWritePaths={SHIPPED.backups}" in units["qi-district-backup.service"]


def hardening(name: str) -> set[str]:
    text = (HERE / "systemd" / name).read_text(encoding="utf-8")
    return {line for line in text.partition("CapabilityBoundingSet")[2].splitlines()[1:] if "=" in line}


def test_the_backup_is_shut_in_as_the_server_is() -> None:
    # pg_dump may lower its own limits; the server has no need to.
    server, backup = hardening("qi-district.service"), hardening("qi-district-backup.service")
    assert {line.replace(" @resources", "") for line in server} - {"WantedBy=multi-user.target"} == backup


@pytest.mark.parametrize("name", ["debian/postinst", "debian/prerm", "debian/postrm", "debian/command", "build", "try"])
def test_scripts_are_read_by_a_plain_shell(name: str) -> None:
    subprocess.run(["dash", "-n", HERE / name], check=True)
    assert (HERE / name).stat().st_mode & 0o111


def test_nothing_left_out_is_imported_by_the_server(tmp_path: Path) -> None:
    """All the server may import is there, lazy imports too, when the desk's own packages are gone."""
    library = tmp_path / "lib"
    package._program(library, "9.9.9")
    names = [
        ".".join(one.relative_to(library).with_suffix("").parts)
        for one in sorted((library / "qi_desk/district").glob("*.py"))
        if one.stem != "__init__"
    ]
    code = (
        "import importlib, sys; [importlib.import_module(one) for one in sys.argv[1:]]; import qi_desk; "
        "from qi_desk import wording, resource_files; wording.texts(); resource_files.catalogue(); "
        "assert not {'PySide6', 'reportlab', 'sqlcipher3', 'keyring'} & set(sys.modules); print(qi_desk.__version__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=tmp_path,
        env={"PYTHONPATH": str(library)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "9.9.9\n"


@pytest.mark.long
def test_the_same_checkout_makes_the_same_package(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        assert package.main(["--out", str(tmp_path / name)]) == 0
        made += [one.read_bytes() for one in (tmp_path / name).glob("*.deb")]
    assert made[0] == made[1]
