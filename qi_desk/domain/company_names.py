"""Company names reduced to what tells them apart, to find twins before a second file is opened.

The registered name is never changed by this. 广州市番禺区明达机械有限公司 and 明达机械（番禺）有限责任公司
have one core; whether they are one company a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_BRACKETS = str.maketrans("[{<【〔《「『]}>】〕》」』", "(" * 8 + ")" * 8)
_NOT_NAME = re.compile(r"[^\w()]|_")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class NameVariants:
    """The words that don't tell companies apart, longest first, and the characters that count as another."""

    legal_forms: tuple[str, ...]
    regions: tuple[str, ...]
    characters: Mapping[int, str]

    @classmethod
    def from_table(cls, parsed: Mapping[str, Any]) -> NameVariants:
        """The value of parsed `resources/codes/name_variants.toml`. Raises KeyError for a missing list."""
        longest_first = {
            key: tuple(sorted(parsed[key], key=lambda word: (-len(word), word))) for key in ("legal_forms", "regions")
        }
        return cls(**longest_first, characters=str.maketrans(dict(parsed["characters"])))


def normalise(name: str, variants: NameVariants) -> str:
    """`name` in one width, case and script, without spaces and punctuation; brackets of any kind are `()`."""
    plain = unicodedata.normalize("NFKC", name).lower().translate(variants.characters)
    return _NOT_NAME.sub("", plain.translate(_BRACKETS))


def core(name: str, variants: NameVariants) -> str:
    """What is left of `name` without regions at its head or in brackets, and without legal form at its end.

    Never empty for a name with letters in it: the last word standing stays.
    """
    whole = normalise(name, variants)
    inside = _IN_BRACKETS.sub(lambda found: "" if _is_region(found[1], variants) else found[1], whole)
    bare = re.sub(r"[()]", "", inside) or re.sub(r"[()]", "", whole)
    return _without_region(_without_form(bare, variants), variants)


def _is_region(text: str, variants: NameVariants) -> bool:
    while text:
        region = next((region for region in variants.regions if text.startswith(region)), "")
        if not region:
            return False
        text = text[len(region) :]
    return True


def _without_form(text: str, variants: NameVariants) -> str:
    # One question to the whole list first: most rounds end here, and an import asks a hundred thousand times.
    if text.endswith(variants.legal_forms):
        for form in variants.legal_forms:
            if text.endswith(form) and len(text) > len(form):
                return _without_form(text[: -len(form)], variants)
    return text


def _without_region(text: str, variants: NameVariants) -> str:
    if text.startswith(variants.regions):
        for region in variants.regions:
            if text.startswith(region) and len(text) > len(region):
                return _without_region(text[len(region) :], variants)
    return text
