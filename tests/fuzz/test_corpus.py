"""What once broke a reader breaks it no more, and every reader still takes its sound samples."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.fuzz.run import CORPUS, turn
from tests.fuzz.targets import everything

KEPT = sorted(CORPUS.glob("*/*.bin"))


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_once_broke_a_reader(file: Path) -> None:
    everything()[file.parent.name].run(file.read_bytes())


@pytest.mark.parametrize("name", everything())
def test_anything_is_read_or_refused(name: str) -> None:
    target = everything()[name]
    for sample in target.seeds():
        target.run(sample)
    broken = turn(target, 20260310, Counter(), 40)
    assert broken is None, broken
