"""The dialogs of the archive: what the catalogue says, loans, holds, and the steps of a list to be destroyed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain import moments
from qi_desk.domain.archives import ARCHIVE_ITEM, ARCHIVE_LOAN, DISPOSAL, ITEM_FIELDS
from qi_desk.domain.errors import Problem
from qi_desk.gui import words
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services import archives, disposals
from qi_desk.services.archive_sources import Proposal
from qi_desk.services.archive_views import ItemRow
from qi_desk.services.client_file import Editable
from qi_desk.services.disposals import DisposalView

if TYPE_CHECKING:
    from qi_desk.gui.pages.archive.page import ArchivePage

_FILED = (*ITEM_FIELDS, "waiver")
_LOAN = ("borrower", "organisation", "due_on", "why")
_LIST = ("reason", "way")


class ArchiveEditing(RecordEditing):
    """The dialogs of the page."""

    def __init__(self, work: Workplace, page: ArchivePage) -> None:
        super().__init__(work, page)
        self._page = page

    def reopen(self, how: Mapping[str, Any]) -> None:
        what, eid = str(how["what"]), str(how.get("eid", ""))
        if what == "item":
            self.edit_item(eid)
        elif what == "loan":
            self.lend(eid)
        elif what == "list":
            self.propose([str(one) for one in how["items"]])

    def file_one(self, one: Proposal) -> None:
        """Look at what the catalogue will say, then file."""
        fields = _FILED if one.lacks else ITEM_FIELDS
        self.open_dialog("归档", partial(self._item_form, fields), partial(self._file, one), {"what": "none"})
        self.begin(one.values)
        if one.lacks:
            self.present.form.fields.show_problems([Problem("waiver", lack) for lack in one.lacks[:1]])

    def _item_form(self, fields: Sequence[str], parent: QWidget) -> RecordForm:
        return RecordForm(ARCHIVE_ITEM, fields, parent)

    def _file(self, one: Proposal, values: dict[str, Any]) -> None:
        dialog = self.present

        def filed(codes: tuple[str, ...]) -> None:
            dialog.saved(codes)
            self._page.say(f"已归档：{'、'.join(codes)}")

        self.act(archives.file_matters, [(one.kind, one.eid)], values, done=filed, failed=dialog.refuse)

    def edit_item(self, eid: str) -> None:
        """Change what the catalogue says."""
        self.read("archive_item", eid, self._item_read)

    def _item_read(self, edit: Editable) -> None:
        how = {"what": "item", "eid": edit.eid}
        self.open_dialog("改归档文件", partial(self._item_form, ITEM_FIELDS), partial(self._change, edit), how)
        self.begin(edit.values, edit.masked)

    def _change(self, edit: Editable, values: dict[str, Any]) -> None:
        self.save_with(archives.change, edit.eid, values, edit.seen)

    def lend(self, eid: str) -> None:
        """Who takes it, why, until when."""
        form = partial(_form, ARCHIVE_LOAN, _LOAN)
        self.open_dialog("借出档案", form, partial(self._lend, eid), {"what": "loan", "eid": eid})
        today = moments.china_date(self._work.house.clock.now())
        self.begin({"due_on": today.isoformat()}, new=True)

    def _lend(self, eid: str, values: dict[str, Any]) -> None:
        self.save_with(archives.lend, eid, values)

    def give_back(self, row: ItemRow) -> None:
        """It is back."""
        text = f"《{row.title}》由 {row.loan} 归还，核对完好？"
        self._work.dialogs.confirm(self._page, "归还档案", text, "已归还", partial(self._back, row.eid))

    def _back(self, eid: str) -> None:
        self.act(archives.give_back, eid)

    def hold(self, row: ItemRow) -> None:
        """Put a legal hold on an item, or lift it."""
        if row.held:
            text = f"解除冻结：{row.hold_reason}。解除后到期可以列入销毁。"
            self._work.dialogs.confirm(self._page, "解除冻结", text, "解除", partial(self._hold, row.eid, ""))
        else:
            self._work.dialogs.ask_text(
                self._page, "冻结档案", "为什么冻结（如涉诉、调查中）", partial(self._hold, row.eid)
            )

    def _hold(self, eid: str, reason: str) -> None:
        self.act(archives.hold, eid, reason)

    def propose(self, items: Sequence[str]) -> None:
        """A list of what is to be destroyed."""
        how = {"what": "list", "items": list(items)}
        form = partial(_form, DISPOSAL, _LIST)
        self.open_dialog(f"拟销毁 {len(items)} 件", form, partial(self._propose, list(items)), how)
        self.begin({"reason": "保管期限届满，经查无继续保存价值", "way": "shred"}, new=True)

    def _propose(self, items: list[str], values: dict[str, Any]) -> None:
        self.save_with(disposals.propose, items, values.get("reason", ""), values.get("way", ""))

    def next_step(self, one: DisposalView) -> None:
        """Whatever the state of the list asks for."""
        steps: dict[str, Callable[[DisposalView], None]] = {
            "proposed": self._ask_opinion,
            "appraised": self._ask_approval,
            "approved": self._ask_witness,
        }
        step = steps.get(one.state)
        if step is not None:
            step(one)

    def _ask_opinion(self, one: DisposalView) -> None:
        label = f"鉴定意见（{len(one.items)} 件，已有 {len(one.opinions)} 人鉴定，须两人）"
        self._work.dialogs.ask_text(self._page, "鉴定", label, partial(self._appraise, one.eid))

    def _appraise(self, eid: str, text: str) -> None:
        self.act(disposals.appraise, eid, text)

    def _ask_approval(self, one: DisposalView) -> None:
        text = f"{len(one.items)} 件档案，鉴定人：{'、'.join(each.name for each in one.opinions)}。怎么批？"
        choices = (("yes", "同意销毁"), ("no", "不予销毁，写明理由"))
        self._work.dialogs.choose(self._page, "批准销毁", text, choices, partial(self._approved, one.eid))

    def _approved(self, eid: str, answer: str) -> None:
        if answer == "yes":
            self.act(disposals.approve, eid)
        else:
            self._work.dialogs.ask_text(self._page, "不予销毁", "理由", partial(self._refuse, eid))

    def _refuse(self, eid: str, why: str) -> None:
        self.act(disposals.refuse, eid, why)

    def _ask_witness(self, one: DisposalView) -> None:
        label = f"{len(one.items)} 件已当场以“{words.label('disposal_ways', one.way)}”方式销毁。监销人姓名"
        self._work.dialogs.ask_text(self._page, "登记销毁", label, partial(self._destroy, one.eid))

    def _destroy(self, eid: str, witness: str) -> None:
        self.act(disposals.destroy, eid, witness)


def _form(entity: Any, fields: Sequence[str], parent: QWidget) -> RecordForm:
    return RecordForm(entity, fields, parent)
