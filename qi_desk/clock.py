"""The PC's clock, asked in one place."""

from __future__ import annotations

from datetime import datetime

from qi_desk.domain.moments import CHINA


class SystemClock:
    """The clock of the operating system, in China time."""

    def now(self) -> datetime:
        """The moment."""
        return datetime.now(CHINA)
