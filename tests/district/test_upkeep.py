"""The operator's commands over a whole district, with and without a configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qi_desk.district import office, schema
from qi_desk.district.command import main
from tests.district.test_schema import age


class Operator:
    """Types commands, with a configuration of their own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.data, self.backups = folder / "data", folder / "backups"
        self.config = folder / "config.toml"
        self.config.write_text(
            f'data = "{self.data}"\nbackups = "{self.backups}"\nkeep = 1\naddress = "https://qi.example:8730"\n',
            encoding="utf-8",
        )

    def types(self, *words: str) -> tuple[int, str, str]:
        code = main(["--config", str(self.config), *words])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def gets(self, *words: str) -> dict[str, object]:
        code, out, err = self.types(*words)
        assert (code, err) == (0, "")
        answer: dict[str, object] = json.loads(out)
        return answer


@pytest.fixture
def operator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Operator:
    return Operator(tmp_path, capsys)


def test_a_district_through_its_whole_life(operator: Operator) -> None:
    assert operator.gets("init")["schema"] == schema.SCHEMA
    told = operator.gets("certificate", "qi.example", "127.0.0.1")
    assert told["names"] == ["qi.example", "127.0.0.1"]
    code = operator.gets("code", "PY03")
    assert (len(str(code["code"])), code["address"]) == (34, "https://qi.example:8730")
    warned = operator.gets("check")
    assert warned["last_backup"] == ""
    assert "备份" in str(warned["warnings"])
    first, second = operator.gets("backup"), operator.gets("backup")
    assert second["removed"] == 1
    assert not Path(str(first["file"])).exists()
    assert operator.gets("check")["warnings"] == []
    assert operator.gets("restore", str(second["file"]))["schema"] == schema.SCHEMA
    checked = operator.gets("check")
    assert (checked["ok"], checked["warnings"]) == (True, [])


def test_an_older_store_is_refused_with_the_command_to_type(operator: Operator) -> None:
    operator.gets("init")
    one = office.opened(operator.data)
    age(one.engine)
    one.close()
    for words in (("serve",), ("check",), ("backup",)):
        code, _, err = operator.types(*words)
        assert (code, "qi-district upgrade" in err) == (1, True)
    code, out, err = operator.types("upgrade")
    told = json.loads(out)
    assert (code, told["steps"], "qi-district restore" in err) == (0, list(range(2, schema.SCHEMA + 1)), True)
    assert operator.gets("upgrade") == {"schema": schema.SCHEMA, "steps": [], "backup": ""}
    code, _, err = operator.types("restore", told["backup"])
    assert (code, "qi-district upgrade" in err) == (0, True)
    assert operator.types("upgrade")[0] == 0
    assert operator.gets("check")["ok"] is True


def test_a_certificate_near_its_end_is_warned_of(operator: Operator) -> None:
    operator.gets("init")
    operator.gets("backup")
    operator.gets("certificate", "qi.example", "--days", "20")
    assert "证书" in str(operator.gets("check")["warnings"])
    operator.gets("certificate")
    assert operator.gets("check")["warnings"] == []


@pytest.mark.parametrize("text", ['data = "x', "port = true", 'colour = "red"', "port = '8730'"])
def test_a_configuration_with_a_mistake_is_refused_with_its_place(operator: Operator, text: str) -> None:
    operator.config.write_text(text, encoding="utf-8")
    code, _, err = operator.types("check")
    assert (code, str(operator.config) in err) == (1, True)


def test_the_key_of_a_district_is_never_written_over(operator: Operator) -> None:
    operator.gets("init")
    key = (operator.data / office.KEY_FILE).read_bytes()
    (operator.data / office.FILE).rename(operator.data / "elsewhere.db")
    for words in (("init",), ("serve",)):
        code, _, err = operator.types(*words)
        assert (code, "密钥" in err) == (1, True)
        (operator.data / office.FILE).unlink()
    assert (operator.data / office.KEY_FILE).read_bytes() == key


def test_a_database_that_does_not_answer_is_told_as_such(operator: Operator) -> None:
    url = f"postgresql+psycopg:///nowhere?host={operator.folder}"
    operator.config.write_text(f'data = "{operator.data}"\ndatabase = "{url}"\n', encoding="utf-8")
    code, out, err = operator.types("init")
    assert (code, out, "数据库连不上" in err, "Traceback" in err) == (1, "", True, False)


def test_a_folder_that_is_named_has_nothing_of_the_configuration(operator: Operator, tmp_path: Path) -> None:
    operator.config.write_text('database = "postgresql+psycopg:///nowhere"\n', encoding="utf-8")
    code, _, _ = operator.types("--data", str(tmp_path / "own"), "init")
    assert code == 0
    assert (tmp_path / "own" / office.FILE).exists()
