"""The fixed words of documents, from `resources/documents/forms.toml`: a station may change them without touching
code."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import moments

_FILE = "documents/forms.toml"


class Words:
    """The words of one form by their key."""

    def __init__(self, form: str) -> None:
        self._texts = resource_files.read(_FILE)[form]

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
