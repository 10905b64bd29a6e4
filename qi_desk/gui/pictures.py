"""Pictures of the pages, taken by the program itself, for documentation and review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qi_desk.domain.errors import Missing
from qi_desk.gui import theme
from qi_desk.gui.customer import pictures as customer
from qi_desk.gui.main_window import MainWindow
from qi_desk.gui.pages.registry import PAGES

_IMPORTED = """企业名称,信用代码,类型,地址,人数,联系人,电话
广州示范精密仪器有限公司,91440113MADEMQ012X,企业,番禺区示范路1号,86,陈演练,13800001234
看错一位的演练公司,9144O113MADEMQO12X,企业,,,,
练溪示范创客小组,,创业团队（未登记）,,4,周演练,13900005678
没有填代码的演练公司,,企业,,,,
人数写成文字的演练园区,,产业园区,,几十,,
"""
"""What the picture of an import shows; invented."""

_OF_MANAGER = frozenset(
    {
        "settings",
        "merge",
        "templates",
        "rule-set",
        *(f"evaluation-{tab}" for tab in ("scores", "rules", "staff", "partners")),
        *(page.name for page in PAGES if page.right),
    }
)
"""Pages pictured with the manager signed in; the others as the specialist sees them."""


def names() -> tuple[str, ...]:
    """What can be pictured."""
    return (*SPECIAL, *(page.name for page in PAGES))


def take(window: MainWindow, page: str, out: Path, size: tuple[int, int]) -> None:
    """Bring the window to `page` and write its picture. Raises Missing("page.unknown")."""
    shown = stage(window, page, size)
    picture = (shown or window).grab()
    save(picture.toImage(), out)
    leave(shown)


def stage(window: MainWindow, page: str, size: tuple[int, int]) -> QWidget | None:
    """Bring the window to `page`; answers what lies over it, if that is the picture. Raises Missing("page.unknown")."""
    if page not in names():
        raise Missing("page.unknown", page=page, known=", ".join(names()))
    window.resize(*size)
    window.show()
    settle()
    if page not in ("sign-in", "wizard"):
        _enter(window, 0 if page in _OF_MANAGER else 1)
    if page in SPECIAL:
        shown = SPECIAL[page](window)
    else:
        window.desk.go(page, {})
        shown = None
    if window.desk is not None:
        window.desk.show_moment()
    settle()
    return shown


def save(image: QImage, out: Path) -> None:
    """Write a picture, as small as it can be."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _few_colours(image).save(str(out))


def leave(shown: QWidget | None) -> None:
    """Close what was pictured over the window."""
    if isinstance(shown, QDialog):
        shown.close()
        settle()


def _few_colours(image: QImage) -> QImage:
    """The picture in the theme's colours and its most frequent others: a screen has few, the file is half as large."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(plain.constBits()).cast("B").cast("I")
    named = [QColor(colour).rgb() for colour in dict.fromkeys(theme.tokens(theme.current()).values())]
    colours = named + [colour for colour, _ in Counter(pixels).most_common(256) if colour not in named]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, colours[:256], Qt.ImageConversionFlag.AvoidDither)


def settle() -> None:
    """Let layouts, deletions and paints happen."""
    for _ in range(6):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def _enter(window: MainWindow, place: int) -> None:
    name, password = window.work.gate.practice_sign_ins()[place]
    account = next(entrant.account for entrant in window.work.gate.entrants() if entrant.sign_in == name)
    window.arrive(window.work.gate.enter(account, password))
    settle()


def _nothing(_window: MainWindow) -> None:
    return None


def _wizard(window: MainWindow) -> None:
    window.show_wizard()


def _dialog(window: MainWindow) -> QWidget | None:
    settle()
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    return found[-1] if found else window


def _walk_in(window: MainWindow) -> QWidget | None:
    window.new_visitor()
    return _dialog(window)


def _visit(window: MainWindow) -> QWidget | None:
    window.desk.go("reception", {})
    settle()
    served = [view for view in window.desk.page.visits() if view.matters and view.client]
    window.desk.show_visit(served[0].eid)
    return _dialog(window)


def _client_file(tab: str, window: MainWindow) -> QWidget | None:
    from qi_desk.services import expiry

    lines = expiry.radar(window.work.house, window.work.actor)
    line = next(line for line in lines if line.kind == "certificate")
    window.desk.go("enterprise", {"eid": line.client, "open": True, "tab": tab})
    settle()
    return None


def _record(window: MainWindow) -> QWidget | None:
    _client_file("", window)
    window.desk.page.file.edit_header()
    settle()
    return _dialog(window)


def _import(window: MainWindow) -> QWidget | None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "名录.csv"
        file.write_text(_IMPORTED, encoding="utf-8")
        window.desk.go("exchange", {})
        window.desk.page.load(str(file))
        settle()
    return None


def _merge(window: MainWindow) -> QWidget | None:
    from qi_desk.gui.pages.merging.dialog import MergeDialog
    from qi_desk.services import twins

    (first, other, *_), *_ = twins.groups(window.work.house, window.work.actor)
    dialog = MergeDialog(window.work, window, first.eid, other.eid, lambda _eid: None)
    dialog.open()
    dialog.begin()
    return _dialog(window)


def _archive_items(window: MainWindow) -> QWidget | None:
    window.desk.go("archive", {"tab": "items"})
    settle()
    return None


def _match(window: MainWindow) -> QWidget | None:
    from qi_desk.services import request_views
    from qi_desk.services.assignments import MAY_BE_GIVEN

    rows = request_views.page(window.work.house, window.work.actor, states=MAY_BE_GIVEN, limit=300).rows
    # What is asked for most is offered by most; which of it is open differs from day to day.
    row = next((row for row in rows if row.items[:1] in (("ME02",), ("TE03",), ("ME01",))), rows[0])
    window.desk.go("request", {"eid": row.eid})
    settle()
    window.desk.page.match()
    return _dialog(window)


def _booking_week(window: MainWindow) -> QWidget | None:
    window.desk.go("booking", {})
    settle()
    window.desk.page.change_view()
    settle()
    return None


def _book(window: MainWindow) -> QWidget | None:
    window.desk.go("booking", {})
    settle()
    window.desk.page.book_here()
    return _dialog(window)


def _free_times(window: MainWindow) -> QWidget | None:
    window.desk.go("booking", {})
    settle()
    window.desk.page.find_free()
    settle()
    dialog = _dialog(window)
    if dialog is not None:
        dialog.what.setText("硬度")  # type: ignore[attr-defined]
        dialog.look()  # type: ignore[attr-defined]
    return dialog


def _client_volume(window: MainWindow) -> QWidget | None:
    _client_file("", window)
    tabs = window.desk.page.file.tabs
    tabs.setCurrentIndex(tabs.count() - 1)
    settle()
    return None


def _dossier(window: MainWindow) -> QWidget | None:
    from qi_desk.services import archive_papers

    _client_file("", window)
    window.deeds.show_paper({"order": archive_papers.dossier, "args": (window.desk.page.file.eid,)})
    return _dialog(window)


def _quick(window: MainWindow) -> QWidget | None:
    from qi_desk.gui.pages.intake.quick import QuickAnswerDialog

    QuickAnswerDialog(window.work, window, {}).open()
    return _dialog(window)


def _paper(window: MainWindow) -> QWidget | None:
    from qi_desk.services import paperwork, request_views

    rows = request_views.page(window.work.house, window.work.actor, states=("accepted", "in_service")).rows
    window.deeds.show_paper({"order": paperwork.receipt, "args": (rows[0].eid,)})
    return _dialog(window)


def _prints(tab: str, window: MainWindow) -> QWidget | None:
    window.desk.go("print", {"tab": tab})
    settle()
    return None


def _batch(window: MainWindow) -> QWidget | None:
    _prints("day", window)
    window.deeds.take("papers", {"what": "day_slips", "title": "今天的全部回执和正本"})
    return _dialog(window)


def _outlet(window: MainWindow) -> QWidget | None:
    _prints("outlet", window)
    page = window.desk.page
    page.tabs.tables["outlet"].view.selectRow(0)
    page.open_current()
    return _dialog(window)


def _hand(window: MainWindow) -> QWidget | None:
    _prints("day", window)
    rows = (window.desk.page.tabs.models["day"].row_at(place) for place in range(99))
    line = next(row.line for row in rows if row is not None and row.open and row.line is not None)
    window.deeds.handing.sent(line)
    return None


def _again(window: MainWindow) -> QWidget | None:
    _prints("journal", window)
    window.desk.page.print_chosen()
    return _dialog(window)


def _kept(window: MainWindow) -> QWidget | None:
    _prints("journal", window)
    window.desk.page.open_current()
    settle()
    return _dialog(window)


def _meeting_write(window: MainWindow) -> None:
    """The editor over a record that was taken."""
    window.desk.go("meeting", {})
    settle()
    window.desk.page.write()
    settle()


def _balance(tab: str, window: MainWindow) -> None:
    window.desk.go("balance", {"tab": tab})
    settle()


def _blanks(tab: str, window: MainWindow) -> QWidget | None:
    window.deeds.show_blanks(tab)
    return _dialog(window)


def _templates(window: MainWindow) -> QWidget | None:
    window.deeds.show_templates()
    settle()
    dialog = _dialog(window)
    if dialog is not None:
        dialog.step(2)  # type: ignore[attr-defined]
        settle()
    return dialog


def _verify(window: MainWindow) -> QWidget | None:
    from qi_desk.services import paperwork, request_views

    work = window.work
    rows = request_views.page(work.house, work.actor, states=("accepted", "in_service")).rows
    order = paperwork.receipt(work.house, work.actor, rows[0].eid)
    window.deeds.show_verify(order.view.code.text)
    settle()
    dialog = _dialog(window)
    if dialog is not None:
        dialog.given["who"].set_value(order.view.client_masked)  # type: ignore[attr-defined]
        dialog.given["count"].set_value("99")  # type: ignore[attr-defined]
        dialog.compare()  # type: ignore[attr-defined]
    return dialog


def _manual(place: str, window: MainWindow) -> QWidget | None:
    window.desk.go("reception", {})
    if place:
        window.help.open_at(place)
    else:
        window.help.open_here()
    settle()
    return window.help.shown


def _figures(tab: str, window: MainWindow) -> QWidget | None:
    window.desk.go("figures", {"tab": tab})
    settle()
    return None


def _behind(window: MainWindow) -> QWidget | None:
    _figures("figures", window)
    page: Any = window.desk.page
    page.tabs.tables["figures"].choose("reply_on_time")
    page.open_figure(page.tabs.tables["figures"].current())
    return _dialog(window)


def _report(window: MainWindow) -> QWidget | None:
    """A report of the month before, submitted and counted anew."""
    from qi_desk.domain.figures.periods import step
    from qi_desk.services.figures import reports

    _figures("reports", window)
    page: Any = window.desk.page
    work = page.work
    made = reports.draft(work.house, work.actor, "month", step(page.bar.period, -1).code).value
    reports.submit(work.house, work.actor, made)
    page.reload()
    settle()
    page.open_report(page.tabs.tables["reports"].current())
    settle()
    shown = _dialog(window)
    shown.compare()  # type: ignore[union-attr]
    settle()
    return shown


def _manual_search(window: MainWindow) -> QWidget | None:
    shown = _manual("", window)
    window.help.shown.line.setText("打印机")  # type: ignore[union-attr]
    settle()
    return shown


def _evaluation(tab: str, window: MainWindow) -> None:
    window.desk.go("evaluation", {"tab": tab})
    settle()
    window.desk.page.tabs.tables[tab].view.selectRow(1)


def _rule_set(window: MainWindow) -> QWidget | None:
    from qi_desk.services.indicators import rule_set_views, rule_sets

    work = window.work
    used = next(one for one in rule_set_views.page(work.house, work.actor) if one.state == "in_force")
    draft = rule_sets.revise(work.house, work.actor, used.eid).value
    window.desk.go("evaluation", {"kind": "indicator_set", "eid": draft})
    settle()
    window.desk.page.editing.edit_set(draft)
    dialog = _dialog(window)
    dialog.tree.view.selectRow(15)  # type: ignore[union-attr]
    return dialog


def _palette(window: MainWindow) -> QWidget | None:
    window.deeds.show_palette()
    return _dialog(window)


def _shutter(window: MainWindow) -> None:
    window.deeds.cover()


SPECIAL: dict[str, Callable[[MainWindow], QWidget | None]] = {
    "sign-in": _nothing,
    "wizard": _wizard,
    "walk-in": _walk_in,
    "visit": _visit,
    "client-file": partial(_client_file, ""),
    "client-papers": partial(_client_file, "certificate"),
    "record": _record,
    "import": _import,
    "merge": _merge,
    "archive-items": _archive_items,
    "match": _match,
    "booking-week": _booking_week,
    "book": _book,
    "free-times": _free_times,
    "client-volume": _client_volume,
    "dossier": _dossier,
    "quick-answer": _quick,
    "paper": _paper,
    "prints-day": partial(_prints, "day"),
    "prints-journal": partial(_prints, "journal"),
    "prints-printers": partial(_prints, "outlet"),
    "prints-batch": _batch,
    "prints-printer": _outlet,
    "prints-kept": _kept,
    "prints-hand": _hand,
    "prints-again": _again,
    "verify": _verify,
    "manual": partial(_manual, ""),
    "manual-keys": partial(_manual, "keys"),
    "manual-message": partial(_manual, "messages-paper#error.printer.vanished"),
    "manual-search": _manual_search,
    "figures-spread": partial(_figures, "spread"),
    "figures-ledger": partial(_figures, "ledger"),
    "figures-reports": partial(_figures, "reports"),
    "figures-behind": _behind,
    "figures-report": _report,
    "balance-needs": partial(_balance, "needs"),
    "balance-arrivals": partial(_balance, "arrivals"),
    "blanks": partial(_blanks, "open"),
    "meeting-write": _meeting_write,
    "numbers": partial(_blanks, "numbers"),
    "templates": _templates,
    "evaluation-scores": partial(_evaluation, "indicator"),
    "evaluation-rules": partial(_evaluation, "set"),
    "evaluation-staff": partial(_evaluation, "staff"),
    "evaluation-partners": partial(_evaluation, "party"),
    "rule-set": _rule_set,
    "palette": _palette,
    "shutter": _shutter,
    **customer.SHOTS,
}
"""Pictures that are no page as it opens, by name."""
