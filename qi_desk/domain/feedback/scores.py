"""How ratings become figures: grades, valid answers, scores, and what silence counts for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ASKED = ("overall", "efficiency", "competence", "attitude", "integrity", "solving")
"""What a client is asked (F12, Q1-Q6), each by the five grades of D11; 0 and None are blank."""

BEST = 5
CONTENT_FROM = 3
BAD_UP_TO = 2
"""Grades of D11: 3 (基本满意) and above are content, 1 and 2 are a bad rating (差评)."""

_FULL = 100
_BLANKS_BELOW = 30


@dataclass(frozen=True, slots=True)
class Score:
    """What one answered sheet is worth. `blank` and `percent` are whole percents; `percent` leaves blank items out and
    is None where nothing was answered; `valid` where fewer than 30 % of the items are blank."""

    blank: int
    valid: bool
    percent: int | None


def score(grades: Mapping[str, int | None]) -> Score:
    """The score of one sheet: items answered over their full mark (F12)."""
    given = [grade for name in ASKED if (grade := grades.get(name))]
    missing = len(ASKED) - len(given)
    percent = round(_FULL * sum(given) / (BEST * len(given))) if given else None
    return Score(round(_FULL * missing / len(ASKED)), missing * _FULL < _BLANKS_BELOW * len(ASKED), percent)


def is_bad(grades: Mapping[str, int | None]) -> bool:
    """Whether a sheet calls for verifying: a bad grade overall or in integrity."""
    return any(1 <= (grades.get(name) or 0) <= BAD_UP_TO for name in ("overall", "integrity"))


@dataclass(frozen=True, slots=True)
class Tally:
    """Ratings of a period. Rates are whole percents, None where there is nothing to divide by. `asked` is everybody
    asked whose time to answer is over or who answered; silence stays in `unrated` and in no rate of content."""

    asked: int
    rated: int
    unrated: int
    valid: int
    content: int
    bad: int
    by_grade: Mapping[int, int]
    percent: int | None
    by_item: Mapping[str, int | None]

    @property
    def answer_rate(self) -> int | None:
        """Who answered among those asked."""
        return _share(self.rated, self.asked)

    @property
    def content_rate(self) -> int | None:
        """Who is content (grade 3 and above) among those who gave a valid answer."""
        return _share(self.content, self.valid)


def tally(sheets: Iterable[Mapping[str, int | None]], unrated: int) -> Tally:
    """The figures of answered `sheets`, with `unrated` people who were asked and did not answer in time."""
    answered = tuple(sheets)
    valid = [sheet for sheet in answered if score(sheet).valid and sheet.get("overall")]
    grades = [sheet.get("overall") or 0 for sheet in valid]
    scores = [found for sheet in valid if (found := score(sheet).percent) is not None]
    return Tally(
        asked=len(answered) + unrated,
        rated=len(answered),
        unrated=unrated,
        valid=len(valid),
        content=sum(grade >= CONTENT_FROM for grade in grades),
        bad=sum(1 <= grade <= BAD_UP_TO for grade in grades),
        by_grade={grade: grades.count(grade) for grade in range(BEST, 0, -1)},
        percent=round(sum(scores) / len(scores)) if scores else None,
        by_item={name: _mean(valid, name) for name in ASKED},
    )


def _mean(sheets: Iterable[Mapping[str, int | None]], name: str) -> int | None:
    given = [grade for sheet in sheets if (grade := sheet.get(name))]
    return round(_FULL * sum(given) / (BEST * len(given))) if given else None


def _share(part: int, whole: int) -> int | None:
    return round(_FULL * part / whole) if whole else None
