"""Where things are on this machine. The only module that knows a checkout from an installation."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

APPLICATION = "qi-desk"

STATION_FILE = "station.db"
"""The database in a station's folder."""

KEY_FILE = "keys.json"
KEY_TWIN = "keys.json.bak"
"""Who can open the database; the twin stands in where the file does not hold."""

REKEYED_STORE, REKEYED_KEYS, REKEY_COMMITTED = "station.db.next", "keys.json.next", "rekey.part"
"""What stands in the folder while the station is sealed under another key: both files made ready, and from the moment
they are, the mark that they are to take their places."""

PRACTICE_FILE = "practice.json"
"""Marks a practice station, and says how to sign in there."""

DESK_FILE = "desk.json"
"""The settings of this PC alone."""

UNFINISHED_FILE = "founding.part"
"""Stands in the folder while a station is being made: what lies there nobody has worked with yet."""

_PACKAGE = Path(__file__).resolve().parent


def data_root(package: Path = _PACKAGE) -> Path:
    """The folder that holds `resources/` and `db/`: the package's `_data` if installed, else the checkout."""
    installed = package / "_data"
    return installed if (installed / "resources").is_dir() else package.parent


def resources() -> Path:
    """The folder of everything a station may change without touching code, and of what the program shows."""
    return data_root() / "resources"


def fonts() -> Path:
    """The folder of our fonts: among the resources, or in the package of their own that lies beside an installed
    program. Where they are in none of these, the first, so that what misses them names a place."""
    return _first_folder(_font_folders(resources(), Path(sys.executable).resolve()))


def _font_folders(beside: Path, program: Path) -> tuple[Path, ...]:
    packaged = Path("qi-desk-fonts") / "files"
    return beside / "fonts", program.parents[min(2, len(program.parents) - 1)] / packaged, Path("/opt/apps") / packaged


def _first_folder(places: Iterable[Path]) -> Path:
    found = tuple(places)
    return next((place for place in found if place.is_dir()), found[0])


def migrations(database: str = "station") -> Path:
    """The Alembic folder of `database`: "station" (the desk's file) or "district" (the server)."""
    return data_root() / "db" / database


def default_station_dir() -> Path:
    """The folder of the real station, unless the command line names another. Not created here."""
    return _user_data() / "station"


def updates_dir() -> Path:
    """The folder where an update of the program waits until it is put in. Not created here."""
    return _user_data() / "updates"


def settled_dir() -> Path:
    """Where the program is installed for one person unless another folder is named. Not created here."""
    return Path.home() / ".local" / "opt" / APPLICATION


def practice_dir() -> Path:
    """The folder of the practice station, never inside or above the real one. Not created here."""
    return _user_data() / "practice"


@cache
def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False, roaming=False)


@cache
def state_dir() -> Path:
    """What one person's use leaves behind (window sizes, last page): no business data, safe to delete."""
    from platformdirs import user_state_path

    return user_state_path(APPLICATION, appauthor=False, roaming=False)


@cache
def log_dir() -> Path:
    """The folder of the log files. Not created here: `logs.start` does."""
    from platformdirs import user_log_path

    return user_log_path(APPLICATION, appauthor=False)
