"""What clients say finds its category: measured on the third of the labelled needs that no word was chosen by."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.services.needs import station_lexicon

NEEDS = Path(__file__).parent / "needs.tsv"


def needs() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The labelled needs: those words were chosen by, and every third of each category, held out."""
    counted: dict[str, int] = defaultdict(int)
    seen: list[tuple[str, str]] = []
    held: list[tuple[str, str]] = []
    for line in NEEDS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, text = line.split("\t")
        counted[code[:2]] += 1
        (held if counted[code[:2]] % 3 == 0 else seen).append((code, text))
    return seen, held


def test_there_are_enough_of_every_category() -> None:
    seen, held = needs()
    assert len(seen) + len(held) >= 200
    assert len({code[:2] for code, _ in held}) == 13


def test_the_right_category_is_among_the_first_three_of_what_was_held_out() -> None:
    _, held = needs()
    right = [code[:2] in [one.code for one in station_lexicon().categories(text)[:3]] for code, text in held]
    assert sum(right) / len(right) >= 0.95


def test_the_right_item_is_proposed() -> None:
    _, held = needs()
    right = [code in [one.code for one in station_lexicon().propose(text, 5)] for code, text in held]
    assert sum(right) / len(right) >= 0.9


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_proposal_names_its_words(text: str) -> None:
    for one in station_lexicon().propose(text):
        assert all(word in one.words for word in one.words)
        assert one.score > 0
