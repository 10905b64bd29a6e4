"""The pinyin table with the station's overrides, read once."""

from __future__ import annotations

from functools import cache

from qi_desk import paths, resource_files
from qi_desk.domain.pinyin import Readings


@cache
def readings() -> Readings:
    """Every reading of every character the table knows. Raises ResourceDamaged kinds of `resource_files.read`."""
    folder = paths.resources() / "pinyin"
    table = (folder / "readings.txt").read_text(encoding="utf-8")
    return Readings.parse(table, resource_files.read("pinyin/phrases.toml"))
