"""Personal names: what an acceptable one is, and where its surname ends.

A lawful visitor may have a dot in the name (阿依·古丽), a Latin name, a character no keyboard offers: none of
that is ever refused (trap 25). Salutation and sex are never inferred from a name or a number.
"""

from __future__ import annotations

import re
import unicodedata

from qi_desk.domain import text as texts
from qi_desk.domain.errors import Problem

DOT = "·"
LONGEST = 50
"""Code points a name may have."""

_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
    "仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
    "段干百里呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山公坚左丘公伯西门公祖第五公乘贯丘公皙"
    "南荣东里东宫仲长子书子桑即墨达奚褚师纳兰完颜叶赫那拉爱新歐陽司馬諸葛東方尉遲長孫鮮于獨孤"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))
"""Surnames of two characters; matching data, not display text."""

_DOTS = re.compile(r"\s*[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u0387\u16eb\u2e31]\s*")
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_HAN = f"\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff{_PRIVATE}"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}{DOT}]) +(?=[{_HAN}{DOT}])")
_HAN_CHAR = re.compile(f"[{_HAN}]")
_JOINERS = frozenset(" ·.-'’‑,\u200c\u200d")
_PLACEHOLDERS = frozenset("?？□■〓*＊�")


def is_han(char: str) -> bool:
    """True for a Chinese character, of the supplementary planes and of private use (rare names) too."""
    return _HAN_CHAR.match(char) is not None


def normalise(text: str) -> str:
    """A name as it is stored: cleaned, one kind of dot, no spaces between Chinese characters.

    Raises Invalid like `text.clean`.
    """
    name = _DOTS.sub(DOT, " ".join(texts.clean(text).split()))
    return _BETWEEN_HAN.sub("", name)


def check(text: str) -> Problem | None:
    """What is wrong with a personal name, or None; blank text passes.

    people.length (over 50 code points) and people.no_letter stop; people.placeholder (a question mark or box
    where a rare character belongs), people.private_use (a character only this machine can show) and
    people.characters (digits, symbols) warn.
    """
    name = normalise(text)
    if not name:
        return None
    if len(name) > LONGEST:
        return Problem("", "people.length", {"length": len(name), "limit": LONGEST})
    if _PLACEHOLDERS & set(name):
        return Problem("", "people.placeholder", warning=True)
    if not any(_is_letter(char) for char in name):
        return Problem("", "people.no_letter")
    if any(unicodedata.category(char) == "Co" for char in name):
        return Problem("", "people.private_use", warning=True)
    strange = tuple(dict.fromkeys(char for char in name if not _is_letter(char) and char not in _JOINERS))
    return Problem("", "people.characters", {"characters": strange}, warning=True) if strange else None


def split(text: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name; ("", name) for dotted, Latin and other names.

    A compound surname is one only where a given name follows: 欧阳 alone is 欧 and 阳.
    """
    name = normalise(text)
    if len(name) < 2 or not all(is_han(char) for char in name):
        return "", name
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or is_han(char)
