"""The desk for Windows 10 and 11: frozen on a Windows machine, packed by NSIS on any."""

from __future__ import annotations

WINDOWS_MODULES = (
    "keyring.backends.Windows",
    "win32ctypes.core",
    "win32ctypes.pywin32.pywintypes",
    "win32ctypes.pywin32.win32cred",
)
"""Chosen by name at run time: the Credential Manager, and the library that speaks to it."""

THIRD_PARTY = "THIRD-PARTY.txt"
"""The notices beside the executables: whose work travels along, and the texts of its licences."""

LEFT_WITHOUT_USER = ("Qt6VirtualKeyboard*.dll", "Qt6Qml*.dll", "Qt6Quick*.dll", "Qt6Network.dll")
"""Libraries that only the plugins need which bundle.py leaves out; the first may not be shipped at all."""

PROGRAMS = ("qi-desk-window", "qi-desk")
"""The executables: the window, and the command line with a console."""
