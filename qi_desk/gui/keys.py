"""The keys of the house, in one place; none of them is used by a Chinese input method."""

from __future__ import annotations

from dataclasses import dataclass

HELP = "F1"
NEW_VISITOR = "F2"
SEARCH = "F3"
CHOOSE = "F4"
REFRESH = "F5"
CALL_NEXT = "F6"
RECALL = "F7"
MISSED = "F8"
SAVE = "F9"
PRINT = "F10"
ON_SITE = "F11"
SHUTTER = "F12"
PALETTE = "Ctrl+K"
FOLLOW_UP = "Ctrl+L"
STRIP = "Ctrl+B"
CUSTOMER = "Ctrl+R"
LOCK = "Ctrl+Shift+L"
SUBMIT = "Ctrl+Return"
BACK = "Esc"
UNDO = "Ctrl+Z"
PRIVATE_TO_INPUT_METHODS = frozenset({"Ctrl+Space", "Shift", "Shift+Space", "Ctrl+.", "Ctrl+;", "Ctrl+Shift"})


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the key sheet."""

    key: str
    label: str


def page_key(place: int) -> str:
    """The key that opens the page at `place` of the rail, from 0; empty for those past the tenth."""
    return f"Alt+{(place + 1) % 10}" if place < 10 else ""


EVERYWHERE = (
    Key(HELP, "使用手册，翻到这一页；提示条亮着时翻到这条提示"),
    Key(NEW_VISITOR, "新来访登记"),
    Key(SEARCH, "查找；空着时是常用查找和最近打开的（Ctrl+S 存，Ctrl+D 去掉）"),
    Key("扫单据条码", "在任何一栏都可以扫，直接打开那一件"),
    Key(REFRESH, "刷新"),
    Key(ON_SITE, "在场人员名单"),
    Key(SHUTTER, "遮屏"),
    Key(PALETTE, "命令面板"),
    Key(STRIP, "话术栏开合"),
    Key("::", "在文字栏里插入用语：:: 加首字母，回车"),
    Key(CUSTOMER, "转屏给客户，再按转回（只有一台显示器时）"),
    Key(LOCK, "锁定"),
    Key(UNDO, "撤销上一步"),
    Key("Enter", "下一项"),
    Key("Ctrl+Enter", "提交"),
    Key(BACK, "返回"),
)

IN_DIALOGS = (
    Key(SAVE, "保存、确定（按钮上写着）"),
    Key(PRINT, "打印预览里：打印"),
    Key("Ctrl+S", "打印预览里：存成文件"),
    Key("Enter", "下一栏；列表里：选定"),
    Key(HELP, "这个小窗口怎么用"),
    Key(BACK, "返回；写了没存的先问一声"),
)
"""What the dialogs have in common."""

IN_MANUAL = (
    Key(SEARCH, "查手册（Ctrl+F 也行）"),
    Key("↑↓", "在查到的内容、目录里移动"),
    Key("Enter", "打开查到的"),
    Key("Alt+← →", "返回、前进"),
    Key(HELP, "回到目录"),
    Key(PRINT, "打印这一章"),
    Key("Ctrl+O", "打印整本手册"),
    Key(BACK, "清掉查找；再按关上手册"),
)
"""What the manual's own window answers to."""
