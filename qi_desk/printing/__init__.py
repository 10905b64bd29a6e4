"""Handing a PDF to the operating system and knowing what became of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qi_desk.services.papers import Printer


def system_printer() -> Printer:
    """The printing of this operating system."""
    if sys.platform == "win32":
        from qi_desk.printing.windows import WindowsPrinter

        return WindowsPrinter()
    from qi_desk.printing.cups import CupsPrinter

    return CupsPrinter()
