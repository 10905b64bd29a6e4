"""How copies of a station are listed, wherever they are."""

from __future__ import annotations

from qi_desk.domain.backups import Backup
from qi_desk.gui import words

_MIB = 1024 * 1024


def size_of(backup: Backup) -> str:
    """The size of a copy, as people read it."""
    return f"{max(backup.size / _MIB, 0.1):,.1f} MB"


def held_by(backup: Backup) -> str:
    """What a copy holds."""
    held = backup.records
    return f"企业 {held.get('enterprise', 0):,}，需求 {held.get('request', 0):,}，来访 {held.get('visit', 0):,}"


def made_when(backup: Backup) -> str:
    """When and why a copy was made."""
    return f"{words.moment(backup.made_at)}　{words.label('backup_reasons', backup.why)}"
