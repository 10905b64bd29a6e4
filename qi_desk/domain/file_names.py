"""Names for files that every system takes: what is called so on a desk under Linux goes to a desk under Windows."""

from __future__ import annotations

MOST = 120
"""Characters of a name: 255 bytes of UTF-8 are what the shortest of the file systems takes, a Chinese one has three."""

_LOOKALIKES = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{name}{number}" for name in ("COM", "LPT") for number in "123456789")}
)
_BYTES = 240


def safe(name: str) -> str:
    """`name` as the name of one file: what Windows forbids becomes the full-width sign that looks alike, control
    characters go, a device's name (CON, LPT1) gets a line in front, the end is neither dot nor blank, and a long name
    is cut before its ending. "_" where nothing is left.
    """
    kept = "".join(one for one in name.translate(_LOOKALIKES) if one.isprintable()).strip().rstrip(". ")
    if kept.partition(".")[0].rstrip().upper() in _DEVICES:
        kept = f"_{kept}"
    return _cut(kept) or "_"


def _cut(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 12:
        stem, dot, ending = name, "", ""
    room = _BYTES - len(f"{dot}{ending}".encode())
    stem = stem[: MOST - len(dot) - len(ending)].encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{stem}{dot}{ending}"
