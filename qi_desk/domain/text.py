"""What every text field does to what was typed, pasted or scanned, before any rule looks at it."""

from __future__ import annotations

import re
import unicodedata

from qi_desk.domain.errors import Invalid, Problem

_WIDE_ASCII = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# Full-width comma, brackets, colon, semicolon, question and exclamation mark are proper Chinese writing.
_KEPT_WIDE = frozenset("，（）：；？！～［］｛｝＂＇＜＞")
_FIELD_FOLD = {wide: narrow for wide, narrow in _WIDE_ASCII.items() if chr(wide) not in _KEPT_WIDE}
_SPACES = dict.fromkeys([0x09, 0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F], 0x20)
_FIELD_TABLE = _FIELD_FOLD | _SPACES
# Invisible marks that address books, web pages and scanners leave around a pasted value.
_INVISIBLE = dict.fromkeys(
    [0xFEFF, 0x00AD, 0x200B, 0x2060, 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_TIDY = re.compile(
    r"[!-~\u4e00-\u9fff，。（）：；！？、《》“”](?:[ -~\u4e00-\u9fff，。（）：；！？、《》“”]*"
    r"[!-~\u4e00-\u9fff，。（）：；！？、《》“”])?"
)
"""Texts that are as they should be already: most of them."""

_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def fold(text: str) -> str:
    """`text` with every full-width ASCII form made narrow, character for character: for codes and numbers.

    The result has as many code points as the input, so that positions found in one hold in the other.
    """
    return text.translate(_WIDE_ASCII)


def clean(text: str, multiline: bool = False) -> str:
    r"""`text` as it may be stored: NFC, narrow letters and digits, plain spaces, no invisible marks, trimmed.

    Chinese punctuation keeps its width. Line ends become `\n` where `multiline`, else a space. Idempotent.
    Raises Invalid (text.control_character, with the code points as `U+0007`) for characters that are no text:
    controls, lone surrogates, non-characters.
    """
    if _TIDY.fullmatch(text):
        return text
    whole = _LINE_END.sub("\n", text).translate(_INVISIBLE)
    refused = _REFUSED.findall(whole)
    if refused:
        marks = tuple(f"U+{ord(mark):04X}" for mark in dict.fromkeys(refused))
        raise Invalid([Problem("", "text.control_character", {"characters": marks})])
    plain = unicodedata.normalize("NFC", whole.translate(_FIELD_TABLE))
    if not multiline:
        return plain.replace("\n", " ").strip()
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip()


def is_blank(text: str | None) -> bool:
    """True for nothing, and for text that only looks like something: spaces, invisible marks, controls."""
    if text is None:
        return True
    return all(unicodedata.category(char) in _UNSEEN for char in text)
