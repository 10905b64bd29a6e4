"""Text that can be taken out of the PDF again, rare names included.

WORKAROUND: reportlab 5.1 writes characters beyond the BMP into the ToUnicode map as five hex digits, which every
reader takes for other text. The map wants UTF-16BE, in blocks of at most a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import ttfonts

_BLOCK = 100


def to_unicode_map(fontname: str, subset: Sequence[int]) -> str:
    """The CMap stream that names the character behind each code of an embedded subset."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({fontname})",
        f"/Ordering ({fontname})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{max(len(subset), 1) - 1:02X}>",
        "endcodespacerange",
    ]
    # Code 0 is nothing's: the archive wants no mapping to U+0000.
    pairs = [(code, chr(point).encode("utf-16-be").hex().upper()) for code, point in enumerate(subset) if point]
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{text}>" for code, text in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def mend() -> None:
    """Let reportlab write the right map."""
    ttfonts.makeToUnicodeCMap = to_unicode_map
