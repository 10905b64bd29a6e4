"""Builds resources/pinyin/readings.txt from pypinyin's tables (MIT), which no desk carries at run time.

One line per list of readings, `fan pan | bo` TAB the characters that have just these. The likeliest comes
first: what pypinyin's phrases say most often, then its order. Behind the bar stand readings that no phrase
uses of a character that many use. Tones are dropped, u with dots is v as input methods have it.

    python tools/build_pinyin.py
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parents[1] / "resources" / "pinyin" / "readings.txt"
SEEN_ENOUGH = 3
"""Fewer phrases than this say nothing about which reading of a character is the likely one."""
SEEN_OFTEN = 12
"""From this many phrases on, a reading that none of them uses is an odd one."""


_DOTTED_U = str.maketrans(dict.fromkeys("üǖǘǚǜ", "v"))


def toneless(reading: str) -> str:
    """`lǜ` as `lv`, `ńg` as `ng`: a syllable in the letters a to z."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFC", reading).translate(_DOTTED_U))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


def likeliest_first(char: str, readings: Iterable[str], seen: Counter[tuple[str, str]]) -> tuple[str, ...]:
    """The distinct readings of `char`, ranked by the phrases that use them, odd ones after `|`."""
    distinct = list(dict.fromkeys(filter(None, map(toneless, readings))))
    sightings = sum(seen[char, reading] for reading in distinct)
    if sightings >= SEEN_ENOUGH:
        distinct.sort(key=lambda reading: -seen[char, reading])
    used = [reading for reading in distinct if seen[char, reading] or sightings < SEEN_OFTEN]
    odd = [reading for reading in distinct if reading not in used]
    return (*used, "|", *odd) if odd else tuple(used)


def main() -> None:
    """Writes the table."""
    seen: Counter[tuple[str, str]] = Counter()
    for phrase, syllables in phrases_dict.items():
        if len(phrase) == len(syllables):
            seen.update((char, toneless(options[0])) for char, options in zip(phrase, syllables, strict=True))
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for code, readings in sorted(pinyin_dict.items()):
        groups[likeliest_first(chr(code), readings.split(","), seen)].append(chr(code))
    lines = [f"{' '.join(readings)}\t{''.join(chars)}\n" for readings, chars in sorted(groups.items()) if readings]
    source = f"pypinyin {version('pypinyin')} (MIT)"
    head = f"# Readings without tones, from {source}; made by tools/build_pinyin.py\n"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(head + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
