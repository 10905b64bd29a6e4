"""The signed code of a paper: written, read back, and not one character of it can be another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import numbers, slips
from qi_desk.domain.errors import Invalid
from qi_desk.domain.moments import CHINA
from qi_desk.domain.numbers import Number
from qi_desk.domain.slips import SKEW, Key, Slip, Verdict
from qi_desk.security.slip_signing import StoreSigner

AT = datetime(2026, 3, 10, 9, 15, tzinfo=CHINA)
SIGNER = StoreSigner(bytes(range(32)), b"a store")
PUBLIC = SIGNER.public("A/1")
KEY = Key(slips.key_id(PUBLIC), "PY03", PUBLIC, AT, AT + timedelta(days=730), None)
NUMBER = numbers.compose(Number("PY03", "HZ", date(2026, 3, 10), "A", 1))
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-abcxyz 人*+"

every_slip = st.builds(
    Slip,
    practice=st.booleans(),
    number=st.builds(
        lambda kind, serial: numbers.compose(Number("PY03", kind, date(2026, 3, 10), "A", serial)),
        st.sampled_from(sorted(numbers.KINDS)),
        st.integers(1, 99_999),
    ),
    kind=st.sampled_from(["SJ", "SL", "BZ", "BJ", "TG"]),
    signed_at=st.datetimes(datetime(2024, 1, 1), datetime(2060, 12, 31)).map(
        lambda at: at.replace(second=0, microsecond=0, tzinfo=CHINA)
    ),
    due=st.none() | st.dates(date(2024, 1, 1), date(2060, 12, 31)),
    who=st.text(max_size=20).map(slips.digest),
    what=st.text(max_size=20).map(slips.digest),
    count=st.integers(0, slips.MOST_COUNTED),
    key=st.just(KEY.id),
)


def code_of(slip: Slip) -> str:
    return slips.written(slip, SIGNER.sign("A/1", slips.message(slip)))


def holds(code: str) -> bool:
    """Whether anybody would take the code for one of this key."""
    try:
        found = slips.read(code)
    except Invalid:
        return False
    return found.slip.key == KEY.id and SIGNER.check(PUBLIC, found.signature, found.message)


@given(every_slip)
def test_what_was_written_is_read(slip: Slip) -> None:
    code = code_of(slip)
    assert slips.read(code).slip == slip
    assert slips.read(code.lower()).slip == slip
    assert slips.read(f" {code[:40]}\r\n{code[40:]} ").slip == slip
    assert holds(code)
    assert len(code) <= 221, "more than a QR code of version 8 (M) holds"
    assert set(code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-")


@given(every_slip, st.data())
def test_one_changed_character_fails(slip: Slip, data: st.DataObject) -> None:
    code = code_of(slip)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(sorted(set(CHARACTERS) - {code[place]})))
    assert not holds(code[:place] + other + code[place + 1 :])


def test_every_character_of_one_code_counts() -> None:
    code = code_of(Slip(False, NUMBER, "SL", AT, AT.date(), *[slips.digest("x")] * 2, 3, KEY.id))
    changed = [
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-"
        if other != code[place]
    ]
    assert holds(code)
    assert not [one for one in changed if holds(one)]


@given(every_slip, st.data())
def test_a_lost_or_doubled_character_fails(slip: Slip, data: st.DataObject) -> None:
    code = code_of(slip)
    place = data.draw(st.integers(0, len(code) - 1))
    assert not holds(code[:place] + code[place + 1 :])
    assert not holds(code[:place] + code[place] + code[place:])


@pytest.mark.parametrize("text", ["", "QI1R", "PY03-XQ-20260310-A-0007-K 7KQ4MZ", "QI1R:" * 40, "\x00", "人" * 195])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(Invalid, match=r"slip\.shape"):
        slips.read(text)
    assert not slips.is_code(text)


def slip_at(at: datetime, *, practice: bool = False) -> Slip:
    digest = slips.digest("x")
    return Slip(practice, NUMBER, "SL", at, None, digest, digest, 0, KEY.id)


def judged(slip: Slip, key: Key | None = KEY, *, signed: bool = True, now: datetime = AT) -> tuple[str, ...]:
    verdict, reasons = slips.judge(slip, key, signed=signed, now=now)
    return (verdict.value, *reasons)


def test_a_wrong_signature_is_said_before_anything_else() -> None:
    assert judged(slip_at(AT), signed=False) == ("false", "slip.signature")


@given(st.integers(-60 * 24 * 800, 60 * 24 * 800))
def test_revoking_spares_what_was_signed_before(minutes: int) -> None:
    revoked = AT + timedelta(days=100, seconds=30)
    key = Key(KEY.id, "PY03", PUBLIC, AT, KEY.valid_until, revoked)
    at = AT + timedelta(minutes=minutes)
    verdict, reasons = slips.judge(slip_at(at), key, signed=True, now=AT + timedelta(days=4000))
    inside = KEY.valid_from - SKEW <= at <= KEY.valid_until + SKEW
    assert (verdict is Verdict.GENUINE) == (at < revoked and inside)
    assert ("slip.revoked" in reasons) == (at >= revoked)


def test_clocks_apart() -> None:
    assert judged(slip_at(AT - SKEW)) == ("genuine",)
    assert judged(slip_at(AT - SKEW - timedelta(minutes=1))) == ("false", "slip.outside")
    assert judged(slip_at(AT + SKEW)) == ("genuine",)
    assert judged(slip_at(AT + SKEW + timedelta(minutes=1))) == ("genuine", "slip.ahead")
    assert judged(slip_at(AT), now=AT.astimezone(UTC)) == ("genuine",)


def test_practice_is_never_genuine() -> None:
    practice = Key(KEY.id, "PY03", PUBLIC, AT, KEY.valid_until, None, practice=True)
    assert judged(slip_at(AT, practice=True), practice) == ("practice", "slip.practice")
    assert judged(slip_at(AT, practice=True), None) == ("practice", "slip.practice")
    assert judged(slip_at(AT, practice=True)) == ("false", "slip.mixed")
    assert judged(slip_at(AT), practice) == ("false", "slip.mixed")


def test_a_key_signs_for_its_own_station_only() -> None:
    other = Key(KEY.id, "PY04", PUBLIC, AT, KEY.valid_until, None)
    assert judged(slip_at(AT), other) == ("false", "slip.other_station")
    assert judged(slip_at(AT), None) == ("unknown", "slip.unknown_key")


def test_another_store_has_other_keys() -> None:
    assert StoreSigner(bytes(range(32)), b"another store").public("A/1") != PUBLIC
    assert SIGNER.public("A/2") != PUBLIC != SIGNER.public("B/1")
    assert SIGNER.public("A/1") == StoreSigner(bytes(range(32)), b"a store").public("A/1")


def test_how_it_is_typed_does_not_matter_what_it_says_does() -> None:
    assert slips.digest("广州示范（精密）仪器有限公司") == slips.digest(" 广州示范(精密) 仪器有限公司 ")
    assert slips.digest("广州示范精密仪器有限公司") != slips.digest("广州示范精密仪表有限公司")
    assert slips.digest("陈**") != slips.digest("陈*")


@given(every_slip)
def test_the_short_form_can_be_read_out(slip: Slip) -> None:
    code = code_of(slip)
    short = slips.short(code)
    assert len(short) == 14
    assert slips.same_short(short, code)
    assert slips.same_short(short.lower().replace("-", " ").replace("o", "0").replace("i", "1"), code)
    wrong = ("B" if short[0] == "A" else "A") + short[1:]
    assert not slips.same_short(wrong, code)
    assert not slips.same_short("", code)
