"""The journeys use the window of the GUI tests."""

from tests.gui.conftest import clock, closed_desk, desk, dialogs, door, printer, template, themed

__all__ = ["clock", "closed_desk", "desk", "dialogs", "door", "printer", "template", "themed"]
