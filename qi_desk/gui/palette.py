"""What the command palette offers: every page, and what the house can do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qi_desk.gui import keys, words
from qi_desk.gui.pages.registry import PAGES
from qi_desk.gui.widgets.overlays import Command

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow


def commands_of(window: MainWindow) -> list[Command]:
    """The commands, pages first."""
    deeds = (
        ("新来访登记", keys.NEW_VISITOR, window.new_visitor),
        ("叫下一位", keys.CALL_NEXT, partial(_on_page, window, "reception", keys.CALL_NEXT)),
        ("打印在场人员名单", keys.ON_SITE, window.deeds.print_on_site),
        ("现在与区里同步", "", window.district.now),
        ("与区里往来：待送、说法不同", "", window.deeds.show_exchange),
        ("核验回执", "", window.deeds.show_verify),
        ("空白表：留号出表、补录、作废", "", window.deeds.show_blanks),
        ("单据模板：抬头、文字、开关", "", window.deeds.show_templates),
        ("编号台账", "", partial(window.deeds.show_blanks, "numbers")),
        ("遮屏", keys.SHUTTER, window.deeds.cover),
        ("转屏给客户", keys.CUSTOMER, window.customer.turn),
        ("话术栏开合", keys.STRIP, window.desk.toggle_strip),
        ("锁定、换人", keys.LOCK, window.lock),
        ("退出登录", "", window.sign_out),
        ("使用手册：这一页怎么用", keys.HELP, window.help.open_here),
        ("按键表", "", partial(window.help.open_at, "keys")),
        ("出现提示怎么办", "", partial(window.help.open_at, "messages-common")),
    )
    situations = [
        Command(f"说：{label}", _found_by(label), "", partial(window.desk.ambience.pick, code))
        for code, label in words.choices("phrase_moments")
    ]
    pages = [
        Command(f"去 {page.title}", _found_by(page.title), keys.page_key(place), partial(window.desk.go, page.name, {}))
        for place, page in enumerate(PAGES)
        if page in window.desk.open_pages()
    ]
    return pages + [Command(label, _found_by(label), key, run) for label, key, run in deeds] + situations


def _found_by(label: str) -> str:
    return " ".join(words.initials(label))


def _on_page(window: MainWindow, name: str, key: str) -> None:
    window.desk.go(name, {})
    window.desk.page.slots()[key]()
