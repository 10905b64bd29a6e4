"""The world's errors, as one tree. Anything outside it is a defect of ours.

    Expected                 code, values
    +-- Invalid              problems, one per field
    +-- NotAllowed           this person may not do this, or not now
    +-- Conflict             somebody or something got there first
    +-- Missing              no such record, file or page
    +-- StoreError
    |   +-- WrongKey         password, recovery key or device secret does not open the store
    |   +-- StoreDamaged     the file is not a database, or a page fails its check
    |   +-- StoreFull        no room on the disk
    |   +-- StoreNewer       written by a later version of the program
    |   +-- StoreBusy        another process holds the file
    |   +-- StoreReadOnly    the folder or file can't be written
    +-- PaperError           a document can't be made or printed
    +-- BadFile              a file handed in can't be read as what it should be

An error carries a code and values; `qi_desk.wording` turns both into a sentence with the next step.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field: `field` as declared, `code` for the wording, `values` for its slots.

    `fix` is a value that would be right, if the rule can tell (a corrected credit code). `warning` problems
    are shown and do not stop the act.
    """

    field: str
    code: str
    values: dict[str, Any] = with_default(default_factory=dict)
    fix: str | None = None
    warning: bool = False


UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading data from outside as if it were sound may raise: JSON knows Infinity, any depth and any type."""


class Expected(Exception):
    """An error the world makes. `code` names its sentence in wording; `values` fill that sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Invalid(Expected):
    """Input that breaks a field's rule. Nothing was written."""

    def __init__(self, problems: list[Problem], code: str = "invalid") -> None:
        super().__init__(code, count=len(problems))
        self.problems = problems


class NotAllowed(Expected):
    """The actor may not do this, or the record's state does not offer it."""


class Conflict(Expected):
    """The record is not as the actor saw it, or a natural key is taken."""


class Missing(Expected):
    """The thing named does not exist."""


class StoreError(Expected):
    """The local store can't do what was asked; nothing was lost or overwritten."""


class WrongKey(StoreError):
    """The password, recovery key or device secret does not open the store."""


class StoreDamaged(StoreError):
    """The store's file is not readable as what it should be."""


class StoreFull(StoreError):
    """The disk has no room; the act was undone."""


class StoreNewer(StoreError):
    """The store was written by a later version of the program."""


class StoreBusy(StoreError):
    """Another program holds the store."""


class StoreReadOnly(StoreError):
    """The store's folder or file can't be written."""


class PaperError(Expected):
    """A document could not be made, rendered or handed to the printer."""


class BadFile(Expected):
    """A file handed in is not what it should be, or would do harm. Nothing was changed."""
