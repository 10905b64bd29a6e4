"""Reasons of the matching in words, the same on screen, on paper and in an error."""

from __future__ import annotations

from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain.matching.ranking import Reason


def said(reason: Reason) -> str:
    """One reason as a person reads it."""
    values: dict[str, Any] = dict(reason.values)
    if reason.code in ("bar.state", "reason.warned") and values.get("state"):
        return wording.code_label(f"{values['kind']}_states", values["state"])
    if "price" in values:
        values["yuan"] = f"{(values['price'] or 0) / 100:g}"
    if "document" in values:
        values["document"] = wording.texts().get(f"document.{values['document']}", values["document"])
        values["name"] = f"“{values['name']}”" if values.get("name") else "\u200b"
    if "valid_to" in values:
        values["valid_to"] = until(values["valid_to"])
    if values.get("number") == "":
        values["number"] = "\u200b"
    return wording.fill(wording.texts().get(reason.code, reason.code), values).replace("\u200b", "").strip()


def until(day: date | None) -> str:
    """An end as a person reads it."""
    return wording.fill("{day}", {"day": day}) if day is not None else wording.texts()["level.unlimited"]


def level_said(level: str) -> str:
    """How a paper stands, in a word."""
    return wording.texts().get(f"level.{level}", level)


def document_said(document: str) -> str:
    """What sort of paper it is."""
    return wording.texts().get(f"document.{document}", document)
