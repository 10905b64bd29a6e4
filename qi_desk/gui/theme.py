"""Themes: tokens become a palette on Fusion first, then a small style sheet; fonts are ours and sized in points."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from qi_desk import paths

STYLE = "fusion"
"""The Qt style under palette and sheet: the same on every system."""

TEXT_POINTS = {"standard": 10.5, "large": 12.0, "largest": 14.0}
"""Text sizes a person may choose (适老化: up to 14 pt at the desk)."""

FAMILIES = ["Noto Sans SC", "HanaMinB"]
FIRST_FONT = "NotoSansSC-Regular.ttf"
LATER_FONTS = ("NotoSansSC-Bold.ttf", "HanaMinB.ttf")


class Tone(StrEnum):
    """What a label or button means; the style sheet colours it."""

    NORMAL = ""
    TITLE = "title"
    MUTED = "muted"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    PRIMARY = "primary"
    FLAT = "flat"
    LINK = "link"
    RAIL = "rail"
    CHIP = "chip"


_in_force = {"name": "light"}


@cache
def tokens(name: str) -> dict[str, str]:
    """Meaning to colour (#RRGGBB) of the theme `name`: light, dark or contrast."""
    parsed = tomllib.loads((paths.resources() / "themes" / f"{name}.toml").read_text(encoding="utf-8"))
    return {meaning: parsed["colours"][colour] for meaning, colour in parsed["meanings"].items()}


def resolve(name: str) -> str:
    """The theme behind "system": what the desktop says, light where it says nothing."""
    if name != "system":
        return name
    from PySide6.QtCore import Qt

    dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def colour(meaning: str) -> QColor:
    """The colour of a meaning in the theme in use."""
    return QColor(tokens(current())[meaning])


def current() -> str:
    """The theme in use."""
    return _in_force["name"]


def apply(app: QApplication, name: str, text: str = "standard") -> None:
    """Put the theme and the text size in force: palette, font, then the sheet (which must come last)."""
    name = _in_force["name"] = resolve(name)
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(TEXT_POINTS[text])
    app.setFont(font)
    app.setPalette(_palette(tokens(current())))
    QDir.setSearchPaths("icons", [str(paths.resources() / "icons")])
    app.setStyleSheet(_sheet(name, TEXT_POINTS[text]))


def load_first_font() -> None:
    """The one font the first window needs."""
    _load(FIRST_FONT)


def load_remaining_fonts() -> None:
    """Bold and the rare characters: after the first paint."""
    for name in LATER_FONTS:
        _load(name)


@cache
def _load(name: str) -> int:
    file = paths.fonts() / name
    return QFontDatabase.addApplicationFont(str(file)) if file.is_file() else -1


def _palette(tone: dict[str, str]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "window",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.BrightText: "danger",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "border",
    }
    palette = QPalette()
    for role, meaning in roles.items():
        palette.setColor(role, QColor(tone[meaning]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tone["muted"]))
    return palette


@cache
def _sheet(name: str, points: float) -> str:
    template = (paths.resources() / "styles" / "app.qss").read_text(encoding="utf-8")
    template = template.replace("@title_size", f"{points * 1.45:.1f}pt")
    arrows = "icons:light" if name == "light" else "icons:dark"
    for meaning in sorted(tokens(name), key=len, reverse=True):
        template = template.replace(f"@{meaning}", tokens(name)[meaning])
    return template.replace("@icons", arrows)


def mark(widget: QWidget, tone: Tone) -> None:
    """Give a widget its meaning before it is first shown, which is when the style sheet looks at it."""
    widget.setProperty("tone", tone.value)


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Give a widget another meaning and polish it anew, if the style sheet looked at it already."""
    mark(widget, tone)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again; before it is first shown that happens anyhow."""
    from PySide6.QtCore import Qt

    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
