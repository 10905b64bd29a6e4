"""What the window does over any page: paper, exchange with the district, key sheet, palette, shutter, customer's
screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from qi_desk.domain.errors import Expected
    from qi_desk.gui.handing_over import HandingOver
    from qi_desk.gui.main_window import MainWindow
    from qi_desk.gui.pages.district.dialog import DistrictDialog


class WindowDeeds(QObject):
    """One for the window, as long as somebody is signed in."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.work = window.work
        window.desk.window_wanted.connect(self.take)
        self._handing: HandingOver | None = None

    def take(self, name: str, params: Mapping[str, Any]) -> None:
        """A page wants something of the window."""
        deeds = {
            "paper": self.show_paper,
            "paper_fault": self._fault,
            "papers": self._show_papers,
            "look": self._change_look,
            "district": self._district,
            "quick": self._quick,
            "rating": self._rating,
            "rating_offer": self._offer_rating,
            "signature": self._signature,
            "verify": self._verify,
            "blanks": self._blanks,
            "templates": self._templates,
            "record": self._open_record,
            "restore": self._restore,
            "key_change": self._change_key,
            "exchange_now": self._exchange_now,
            "leave": self._leave,
        }
        if name in deeds:
            deeds[name](params)

    def _change_look(self, params: Mapping[str, Any]) -> None:
        self._window.change_look(params["theme"], params["text"])

    def _district(self, _params: Mapping[str, Any]) -> None:
        self.show_exchange()

    def _exchange_now(self, _params: Mapping[str, Any]) -> None:
        self._window.district.now()

    def _leave(self, _params: Mapping[str, Any]) -> None:
        """The program is to be replaced: out, with everything half-written kept."""
        self._window.close()

    def _quick(self, params: Mapping[str, Any]) -> None:
        from qi_desk.gui.pages.intake.quick import QuickAnswerDialog

        QuickAnswerDialog(self.work, self._window, params).open()

    def _rating(self, params: Mapping[str, Any]) -> None:
        self._window.customer.ask_rating(str(params["survey"]), str(params.get("what", "")))

    def _offer_rating(self, params: Mapping[str, Any]) -> None:
        """Somebody is about to leave: where they have a screen of their own, they are asked."""
        from qi_desk.services.feedback import surveys

        if not self._window.customer.standing:
            return

        def asked(survey: str) -> None:
            self._rating({"survey": survey, "what": params["what"]})

        self.work.act(surveys.ask, params["kind"], params["eid"], owner=self, done=asked, failed=self._already_rated)

    def _already_rated(self, _error: Expected) -> None:
        """Once a visit is enough: nobody is asked again, and nobody is told."""

    def _signature(self, params: Mapping[str, Any]) -> None:
        self._window.customer.ask_signature(str(params["what"]), params["done"])

    def _restore(self, _params: Mapping[str, Any]) -> None:
        self._window.sign_out(then=self._window.before.restore)

    def _change_key(self, _params: Mapping[str, Any]) -> None:
        self._window.sign_out(by=self.work.gate.change_key, then=self._window.before.tell_new_key)

    def tell_damage(self) -> None:
        """A page of the station's file does not hold: stop here, and put the newest sound state in its place."""
        text = (
            "后台核对发现资料文件有损坏的页。继续办理可能丢失刚写的内容，请现在恢复：\n"
            "程序会取最近一份完好的备份，再按操作日志补回之后写的每一步；坏的文件整份留底。"
        )
        self.work.dialogs.confirm(self._window, "资料文件有损坏", text, "退出并恢复", partial(self._restore, {}))

    def print_on_site(self) -> None:
        """F11."""
        from qi_desk.services import paperwork

        self.show_paper({"order": paperwork.on_site})

    def show_paper(self, params: Mapping[str, Any]) -> None:
        """Preview and print one paper."""
        from qi_desk.gui.pages.paper import PaperDialog

        dialog = PaperDialog(self.work, self._window, params)
        dialog.settled.connect(self._on_paper)
        dialog.failed.connect(partial(self._window.desk.ambience.printer, fails=True))
        dialog.sent.connect(self.handing.sent)
        dialog.open()
        dialog.begin()

    def _show_papers(self, params: Mapping[str, Any]) -> None:
        """Preview and print many papers as one job."""
        from qi_desk.gui.pages.prints.batch_dialog import BatchDialog

        dialog = BatchDialog(self.work, self._window, params)
        dialog.settled.connect(self._on_paper)
        dialog.sent.connect(self.handing.watch)
        dialog.open()
        dialog.begin()

    @property
    def handing(self) -> HandingOver:
        """What follows a paper from the printer to a hand."""
        if self._handing is None:
            from qi_desk.gui.handing_over import HandingOver

            self._handing = HandingOver(self.work, self._window.desk.hand, self._window)
            self._handing.again.connect(self._print_again)
        return self._handing

    def _print_again(self, line: str) -> None:
        from qi_desk.services.prints.kinds import Asked, order_for

        self.show_paper({"order": order_for, "args": (Asked("", line=line),)})

    def _fault(self, params: Mapping[str, Any]) -> None:
        self.handing.ask_fault(params["line"])

    def _on_paper(self, tone: str, said: str) -> None:
        self._window.desk.ambience.printer(fails=False)
        self.work.told.emit(tone, said, "", "")

    def show_exchange(self) -> None:
        """What stands between this desk and its district."""
        self._exchange()

    def _exchange(self) -> DistrictDialog:
        from qi_desk.gui.pages.district.dialog import DistrictDialog

        dialog = DistrictDialog(self.work, self._window, self._window.district)
        dialog.open()
        dialog.begin()
        return dialog

    def take_parcel(self, file: str) -> None:
        """Take in what the district packed for this desk, in the dialog that is open already or a new one."""
        from qi_desk.gui.pages.district.dialog import DistrictDialog

        there = [one for one in self._window.findChildren(DistrictDialog) if one.isVisible()]
        (there[-1] if there else self._exchange()).unpack_from(file)

    def _verify(self, params: Mapping[str, Any]) -> None:
        self.show_verify(str(params.get("code", "")))

    def _blanks(self, params: Mapping[str, Any]) -> None:
        number = str(params.get("number", ""))
        self.show_blanks(str(params.get("tab", "")), number)

    def _templates(self, _params: Mapping[str, Any]) -> None:
        self.show_templates()

    def show_templates(self) -> None:
        """The words, letterhead and switches of papers."""
        from qi_desk.gui.pages.templates.dialog import TemplatesDialog

        dialog = TemplatesDialog(self.work, self._window)
        dialog.open()
        dialog.begin()

    def _open_record(self, params: Mapping[str, Any]) -> None:
        from qi_desk.services.ports import Hit

        self._window.desk.finding.found.emit(Hit(params["kind"], params["eid"], "", ""))

    def show_blanks(self, tab: str = "", number: str = "") -> None:
        """Numbered blank forms, and the ledger of numbers."""
        from qi_desk.gui.pages.blanks.dialog import BlanksDialog

        dialog = BlanksDialog(self.work, self._window, tab, number)
        dialog.wanted.connect(self._window.desk.want)
        dialog.open()
        dialog.begin()

    def show_verify(self, code: str = "") -> None:
        """Judge a signed paper; `code` is what was scanned already."""
        from qi_desk.gui.pages.slips.dialog import VerifyDialog

        dialog = VerifyDialog(self.work, self._window)
        dialog.open()
        if code:
            dialog.take(code)

    def take_scanned(self, code: str) -> None:
        """What a scanner read: for the dialog in front that asks for it, for the one that judges papers where it is
        another station's, else a record is opened."""
        from PySide6.QtWidgets import QDialog

        from qi_desk.domain import numbers, slips

        if not (self.work.signed_in and self._window.desk.isVisible()):
            return
        asking = [one for one in self._window.findChildren(QDialog) if one.isVisible() and _takes_scans(one)]
        own = self.work.house.station_code
        if asking:
            asking[-1].take(code)  # type: ignore[attr-defined]
        elif slips.is_code(code) and numbers.parse(slips.read(code).slip.number).station != own:
            self.show_verify(code)
        else:
            self._window.desk.finding.open_number(code)

    def cover(self) -> None:
        """F12: nobody across the counter reads along, on neither screen."""
        from qi_desk.gui.widgets.overlays import Shutter

        self._window.customer.cover(True)
        shutter = Shutter(self._window, self._window.status.station)
        shutter.opened.connect(partial(self._window.customer.cover, False))

    def show_palette(self) -> None:
        """Ctrl+K."""
        from qi_desk.gui.palette import commands_of
        from qi_desk.gui.widgets.overlays import CommandPalette

        CommandPalette(self._window, commands_of(self._window)).open()


def _takes_scans(dialog: object) -> bool:
    return bool(getattr(dialog, "takes_scans", False))
