"""Rules for passwords, and the brake on guessing that survives kills and clocks."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.moments import CHINA
from qi_desk.security.passwords import DELAYS, FILE, SignInGuard, problems_of

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=CHINA)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("abcdefghi", "password.short"),
        ("Password123", "password.common"),
        ("\uff30assword12\uff13", "password.common"),
        ("aaaabbbbcccc", "password.few_characters"),
        ("My-ZhangSan-99", "password.name"),
        ("我在番禺服务站上班呢好吗", "password.name"),
    ],
)
def test_weak_passwords_are_refused(password: str, code: str) -> None:
    found = problems_of(password, names=("zhangsan", "番禺服务站", "三", " "))
    assert [problem.code for problem in found] == [code]


@pytest.mark.parametrize("password", ["blue kettle 7 rain", "四月的雨落在窗台上边了", "tR9!pL2@xQ"])
def test_good_passwords_pass(password: str) -> None:
    assert problems_of(password, names=("zhangsan", "番禺服务站")) == []


def test_practice_stations_ask_for_less() -> None:
    assert problems_of("1234", names=("1234",), practice=True) == []
    assert problems_of("123", practice=True)[0].values == {"least": 4}


def fail(guard: SignInGuard, times: int, at: datetime = NOON) -> datetime:
    """Let `u1` fail so often, waiting each time as long as asked; returns the moment of the last failure."""
    for _ in range(times):
        at += timedelta(seconds=guard.wait_seconds("u1", at))
        assert guard.begin("u1", at) == 0
    return at


def test_the_delay_grows_and_stays_at_its_longest(tmp_path: Path) -> None:
    guard, at, seen = SignInGuard(tmp_path), NOON, []
    for _ in range(len(DELAYS) + 2):
        at = fail(guard, 1, at)
        seen.append(guard.wait_seconds("u1", at))
    assert seen == [*DELAYS, DELAYS[-1], DELAYS[-1]]


def test_waiting_counts_nothing_and_other_people_do_not_wait(tmp_path: Path) -> None:
    guard = SignInGuard(tmp_path)
    fail(guard, 3)
    assert guard.begin("u1", later(2)) == 3
    assert guard.failures("u1") == 3
    assert guard.begin("u2", later(2)) == 0


def test_success_resets_and_withdrawing_does_not_count(tmp_path: Path) -> None:
    guard = SignInGuard(tmp_path)
    at = fail(guard, 3)
    guard.withdraw("u1")
    assert guard.wait_seconds("u1", at) == 0
    guard.succeeded("u1")
    assert guard.failures("u1") == 0
    assert SignInGuard(tmp_path).failures("u1") == 0


def test_a_kill_between_try_and_answer_does_not_forget_the_try(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from datetime import datetime\n"
        "from qi_desk.security.passwords import SignInGuard\n"
        "guard = SignInGuard(Path(sys.argv[1]))\n"
        "for _ in range(3): guard.begin('u1', datetime.fromisoformat(sys.argv[2]))\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path), NOON.isoformat()], check=False)
    assert done.returncode == -9
    assert SignInGuard(tmp_path).wait_seconds("u1", NOON) == DELAYS[2]


@given(jumps=st.lists(st.integers(-7200, 7200), max_size=12))
def test_no_play_with_the_clock_ends_the_wait_early(tmp_path_factory: pytest.TempPathFactory, jumps: list[int]) -> None:
    """Whatever the clock is set to, the wait ends only a whole delay after the last failure, or after a whole
    delay was seen to pass on a clock set back."""
    folder = tmp_path_factory.mktemp("guard")
    last = fail(SignInGuard(folder), 5)
    seen = [last]
    for jump in jumps:
        now = last + timedelta(seconds=jump)
        seen.append(now)
        if SignInGuard(folder).wait_seconds("u1", now) == 0:
            behind = [moment for moment in seen if moment < last]
            passed = now - (last if now >= last else min(behind))
            assert passed >= timedelta(seconds=DELAYS[4])


def test_setting_the_clock_back_and_forth_gains_nothing(tmp_path: Path) -> None:
    last = fail(SignInGuard(tmp_path), 5)
    back = last - timedelta(hours=1)
    assert SignInGuard(tmp_path).wait_seconds("u1", back) == 60
    assert SignInGuard(tmp_path).wait_seconds("u1", back + timedelta(seconds=20)) == 40
    assert SignInGuard(tmp_path).wait_seconds("u1", last) == 60
    assert SignInGuard(tmp_path).wait_seconds("u1", back + timedelta(seconds=60)) == 0


def test_a_clock_that_was_wrong_by_years_locks_nobody_for_years(tmp_path: Path) -> None:
    guard = SignInGuard(tmp_path)
    fail(guard, 5, NOON.replace(year=2099))
    assert guard.wait_seconds("u1", NOON) == 60
    assert guard.begin("u1", later(60)) == 0
    assert guard.wait_seconds("u1", later(60)) == DELAYS[5]


def test_a_damaged_file_begins_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"accounts": {"u1": 5}}')
    assert SignInGuard(tmp_path).begin("u1", NOON) == 0


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
def test_a_full_disk_locks_nobody_out_and_still_counts(tmp_path: Path) -> None:
    import resource

    guard = SignInGuard(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        at = fail(guard, 3)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert guard.wait_seconds("u1", at) == DELAYS[2]
    assert list(tmp_path.iterdir()) == []
