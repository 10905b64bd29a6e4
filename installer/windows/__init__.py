"""The desk for Windows 10 and 11: frozen on a Windows machine, packed by NSIS on any."""

from __future__ import annotations

WINDOWS_MODULES = (
    "keyring.backends.Windows",
    "win32ctypes.core",
    "win32ctypes.pywin32.pywintypes",
    "win32ctypes.pywin32.win32cred",
)
"""Chosen by name at run time: the Credential Manager, and the library that speaks to it."""

PROGRAMS = ("qi-desk-window", "qi-desk")
"""The executables: the window, and the command line with a console."""
