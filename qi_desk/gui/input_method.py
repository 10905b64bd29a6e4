"""Chinese input on Linux: the wheel's own way to fcitx and ibus, chosen before the application starts."""

from __future__ import annotations

import os
import sys

_PORTAL = "org.freedesktop.portal.IBus"


def prepare() -> None:
    """Ask for the ibus portal where the session has it and the person chose nothing else.

    The Qt wheels carry no fcitx plugin; with both variables set fcitx5 answers on the portal (measured).
    """
    chosen = os.environ.get("QT_IM_MODULE", "")
    if sys.platform != "linux" or (chosen and not chosen.startswith("fcitx")):
        return
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return
    if _bus_owns(_PORTAL):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"


def _bus_owns(name: str) -> bool:
    from PySide6.QtDBus import QDBusConnection

    interface = QDBusConnection.sessionBus().interface()
    return bool(interface.isServiceRegistered(name).value())
