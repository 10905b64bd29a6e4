"""Chinese paragraphs: no mark where a line may not begin or end with it, no number cut in two."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import paragraph as platypus
from reportlab.platypus.paragraph import Paragraph, ParaLines, cjkU, makeCJKParaLine

NO_START = frozenset("!'),.:;?]}°·’”‰′″℃、。〃々〉》」』】〕〗〞﹚！＂％＇），．：；？］｝～…—–")
"""Marks no line begins with (GB/T 15834)."""

NO_END = frozenset("([{‘“〈《「『【〔〖〝（［｛＄￥$#＃")
"""Marks no line ends with."""

_INSIDE = frozenset("-_./:@%+~")
_LONGEST_TOKEN = 60


def unbreakable(left: str, right: str) -> bool:
    """Whether no line may end between these two characters."""
    if right in NO_START or left in NO_END:
        return True
    if left == right and left in "—…":
        return True
    left_word, right_word = left.isascii() and left.isalnum(), right.isascii() and right.isalnum()
    return (left_word and (right_word or right in _INSIDE)) or (left in _INSIDE and right_word)


class ChinesePara(Paragraph):  # type: ignore[misc]
    """A Paragraph broken by the rules above."""

    def breakLines(self, width: Any) -> Any:
        """Always by characters."""
        return self.breakLinesCJK(width)

    def breakLinesCJK(self, maxWidths: Any) -> Any:
        """Lines for the widths given."""
        widths = maxWidths if isinstance(maxWidths, list | tuple) else [maxWidths]
        platypus._handleBulletWidth(self.bulletText, self.style, widths)
        if not self.frags:
            return super().breakLinesCJK(widths)
        if hasattr(self, "blPara") and getattr(self, "_splitpara", False):
            return self.blPara
        leading = getattr(self, "autoLeading", getattr(self.style, "autoLeading", ""))
        return _break(self.frags, widths, leading not in ("", "off"))


def _characters(frags: Any) -> list[Any]:
    found: list[Any] = []
    for frag in frags:
        text = frag.text
        if text:
            found.extend(cjkU(character, frag, "utf8") for character in text)
        else:
            found.append(cjkU(text, frag, "utf8"))
    return found


def _break(frags: Any, widths: Any, bounds: bool) -> ParaLines:
    characters = _characters(frags)
    lines: list[Any] = []
    start = 0
    while start < len(characters):
        room = widths[min(len(lines), len(widths) - 1)]
        end, forced = _fill(characters, start, room)
        if end < len(characters) and not forced:
            end = _step_back(characters, start, end)
        piece = characters[start:end]
        while len(piece) > 1 and str(piece[-1]) == " " and not forced:
            piece = piece[:-1]
        used = sum(character.width for character in piece)
        lines.append(makeCJKParaLine(piece, room, used, room - used, forced, bounds))
        start = end
        while start < len(characters) and str(characters[start]) == " " and not forced:
            start += 1
    return ParaLines(kind=1, lines=lines)


def _fill(characters: list[Any], start: int, room: float) -> tuple[int, bool]:
    used, end = 0.0, start
    while end < len(characters):
        if hasattr(characters[end].frag, "lineBreak"):
            return end + 1, True
        if used + characters[end].width > room + 1e-4 and end > start:
            break
        used += characters[end].width
        end += 1
    return end, False


def _step_back(characters: list[Any], start: int, end: int) -> int:
    if str(characters[end]) == " ":
        return end
    cut = end
    while cut > start + 1 and unbreakable(str(characters[cut - 1]), str(characters[cut])):
        cut -= 1
    too_long = cut <= start + 1 or end - cut > _LONGEST_TOKEN
    return end if too_long else cut
