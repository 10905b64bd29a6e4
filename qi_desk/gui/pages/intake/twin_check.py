"""Before a client gets a new file: is it one we know under another name?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qi_desk import wording
from qi_desk.domain.twins import Likeness
from qi_desk.gui import words
from qi_desk.gui.pages.merging.side_by_side import likeness
from qi_desk.services import twins
from qi_desk.services.twins import TwinView

if TYPE_CHECKING:
    from qi_desk.gui.pages.intake.page import IntakePage
    from qi_desk.services.intake_input import Intake


class TwinCheck(QObject):
    """Asks once for each name; a name that is only alike is told beside the field and stops nobody."""

    def __init__(self, page: IntakePage) -> None:
        super().__init__(page)
        self._page = page
        self._distinct: set[str] = set()

    def ask(self, typed: Intake, then: Callable[[], None]) -> None:
        """Go on with `then`, at once or after the person decided; `then` reads the page again."""
        client = typed.client
        if client.eid or not client.name.strip() or client.name in self._distinct:
            then()
            return

        def found(known: tuple[TwinView, ...]) -> None:
            self._decide(typed, known, then)

        self._page.work.ask(
            twins.of_entry,
            client.name,
            owner=self,
            done=found,
            exclusive="twins",
            code=client.credit_code,
            kind=client.kind,
        )

    def _decide(self, typed: Intake, known: tuple[TwinView, ...], then: Callable[[], None]) -> None:
        from qi_desk.gui.pages.merging.twin_dialog import TwinDialog

        twin = known[0] if known else None
        if twin is None or twin.likeness is Likeness.CODE:
            then()
        elif twin.likeness is Likeness.SIMILAR:
            self._distinct.add(typed.client.name)
            self._page.note_client(f"{likeness(twin)}：{twin.name}")
            then()
        else:

            def take() -> None:
                self._page.take_client(twin.eid, then)

            def other() -> None:
                self._distinct.add(typed.client.name)
                then()

            TwinDialog(_entry(typed), twin, self._page, take, other).open()


def _entry(typed: Intake) -> dict[str, str]:
    """What is being entered, by the labels of the side-by-side."""
    client, contact = typed.client, typed.contact
    return {
        wording.label("enterprise.name"): client.name,
        wording.label("enterprise.kind"): words.label("client_kinds", client.kind),
        wording.label("enterprise.credit_code"): client.credit_code,
        wording.label("enterprise.address"): client.address,
        wording.label("entity.contact"): f"{contact.name} {contact.phone}".strip(),
    }
