"""Starting and ending the window: paint first, load after, let go in order."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from qi_desk.gui import input_method, theme
from qi_desk.gui.jobs import InlineJobs, Jobs
from qi_desk.gui.main_window import MainWindow
from qi_desk.gui.workplace import Gates, Workplace

if TYPE_CHECKING:
    from pathlib import Path

    from qi_desk.gui.dialogs import Dialogs
    from qi_desk.services.papers import Papers, Printer


def make_application(theme_name: str, text: str) -> QApplication:
    """The Qt application with our fonts and theme; the one already there if there is one."""
    input_method.prepare()
    existing = QApplication.instance()
    # The style is named here, because asking for it later makes all of QStyle's enumerations before the first paint.
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], "-style", theme.STYLE])
    if existing is app and app.style().objectName() != theme.STYLE:
        app.setStyle(theme.STYLE)
    app.setApplicationName("qi-desk")
    # The entry of the menu this window belongs to, by which the panel shows its icon.
    app.setDesktopFileName("qi-desk")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.load_first_font()
    theme.apply(app, theme_name, text)
    return app


def make_window(
    gates: Gates,
    papers: Papers,
    printer: Printer,
    *,
    jobs: Jobs | InlineJobs | None = None,
    dialogs: Dialogs | None = None,
) -> MainWindow:
    """The window of one station, its first page chosen; not shown yet."""
    work = Workplace(gates, jobs or Jobs(), dialogs, papers, printer)
    window = MainWindow(work)
    window.begin()
    return window


def run(
    gates: Gates,
    papers: Papers,
    printer: Printer,
    close: Callable[[], None],
    wake: Path | None = None,
    came_up: Callable[[], None] | None = None,
    parcel: Path | None = None,
) -> int:
    """Open the window and stay until it is closed; `close` lets go of paper and store afterwards. The file `wake`, laid
    down by a program started later, brings the window to the front; `came_up` is called once it is there.
    `parcel` is a file of the courier to take in."""
    look = gates.first.desk
    app = make_application(look.get("look.theme"), look.get("look.text"))
    window = make_window(gates, papers, printer)
    window.painted.connect(lambda: _after_paint(app, window, wake, parcel))
    if came_up is not None:
        window.painted.connect(came_up)
    window.show()
    code = app.exec()
    window.work.jobs.close()
    close()
    return int(code)


def _after_paint(app: QApplication, window: MainWindow, wake: Path | None, parcel: Path | None) -> None:
    """What may wait until the person sees the sign-in page."""
    from qi_desk.gui.crash import CrashReporter

    crash = CrashReporter(window)
    crash.happened.connect(lambda number: _tell_crash(window, number))
    window.work.jobs.crashed.connect(crash.report)
    theme.load_remaining_fonts()
    from PySide6.QtCore import QLibraryInfo, QTranslator

    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    from qi_desk.gui import icons

    window.setWindowIcon(icons.application_icon())
    from qi_desk.gui.parcel_opening import ParcelOpening

    opening = ParcelOpening(window)
    if wake is not None:
        from qi_desk.gui.waking import Waking

        Waking(window, wake).file_wanted.connect(opening.open)
    if parcel is not None:
        opening.open(str(parcel))
    window.work.jobs.run(_warm, owner=window)


def _warm() -> None:
    """Load in the store's lane what the first page will need."""
    from importlib import import_module

    from qi_desk.gui import words

    import_module("qi_desk.gui.desk")
    words.initials("")


def _tell_crash(window: MainWindow, number: str) -> None:
    text = f"程序里出了一个没料到的错误，已经记下，编号 {number}。\n已保存的资料不受影响；请把编号告诉管理员。"
    window.work.dialogs.tell(window, "程序错误", text)
