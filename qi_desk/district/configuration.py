"""The operator's configuration file: where a district is and how it serves, so that no command has to be told."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.durable_files import file_errors

PLACE = Path("/etc/qi-district/config.toml")
NAMED = "QI_DISTRICT_CONFIG"
"""The environment's name for another file."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where the district is (`database` empty for the file in `data`), where it listens, an official certificate with
    its key, where backups go and how many stay; `address` is what desks are to be told."""

    data: str = "district"
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8730
    address: str = ""
    tls_cert: str = ""
    tls_key: str = ""
    backups: str = ""
    keep: int = 14


def read(named: Path | None = None) -> Configuration:
    """The file named, or the environment's, or that of the package; the defaults where there is none. Raises
    Invalid("configuration.unreadable") with the line or the name that is wrong."""
    said = os.environ.get(NAMED, "")
    file = named or (Path(said) if said else PLACE)
    if named is None and not said and not file.exists():
        return Configuration()
    with file_errors():
        text = file.read_bytes()
    try:
        return _taken(tomllib.loads(text.decode()))
    except ValueError as error:
        raise Invalid([Problem("", "configuration.unreadable", {"file": str(file), "why": str(error)})]) from error


def _taken(found: dict[str, Any]) -> Configuration:
    known = {one.name: type(one.default) for one in fields(Configuration)}
    for name, value in found.items():
        if name not in known or type(value) is not known[name]:
            raise ValueError(name)
    return Configuration(**found)
