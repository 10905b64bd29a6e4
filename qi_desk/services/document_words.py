"""The words of documents, read in one place: the station's own wording first, then what is shipped in
`resources/documents/forms.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import moments

_FILE = "documents/forms.toml"
HIDDEN = "hidden"
"""Where own words say which switches are off."""

OwnWords = Mapping[str, Mapping[str, Any]]
"""The station's own texts by form and key, and under HIDDEN the switches turned off."""

_in_force: dict[str, OwnWords] = {"own": {}}


def adopt(own: OwnWords) -> None:
    """Use these own words from now on; an empty mapping puts the shipped ones back."""
    _in_force["own"] = own


def shipped(form: str) -> Mapping[str, Any]:
    """The shipped words of a form. Raises KeyError."""
    found: Mapping[str, Any] = resource_files.read(_FILE)[form]
    return found


class Words:
    """The words of one form by their key; `own` are the words to be tried out instead of those in force."""

    def __init__(self, form: str, own: Mapping[str, Any] | None = None) -> None:
        self._own = _in_force["own"].get(form, {}) if own is None else own
        self._texts = {**shipped(form), **self._own}

    def __getitem__(self, key: str) -> str:
        return str(self._texts[key])

    def get(self, key: str) -> str:
        """The text, empty where the form has none."""
        return str(self._texts.get(key, ""))

    def all(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the form has none."""
        return tuple(self._texts.get(key, ()))

    def lines(self, key: str, count: int) -> str:
        """The text so many times, each on a line: room to write by hand."""
        return "\n".join([self[key]] * count)

    def fill(self, key: str, **values: Any) -> str:
        """The text with its slots filled. Raises KeyError for a slot without a value."""
        return self[key].format(**values)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The switches (list `paper_switches`) the station turned off on this form."""
        return tuple(self._own.get(HIDDEN, ()))


COMMON = "common"


def day_text(day: date | None) -> str:
    """A day as documents write it; empty for none."""
    return Words(COMMON).fill("day", year=day.year, month=day.month, date=day.day) if day else ""


def moment_text(moment: datetime | None) -> str:
    """A moment as documents write it; empty for none."""
    return f"{day_text(moments.china_date(moment))} {moment:%H:%M}" if moment else ""


def joined(parts: Any) -> str:
    """A list in one line."""
    return Words(COMMON)["list_mark"].join(parts)
