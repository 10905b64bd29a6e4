"""Half-written work: on the disk while it is typed, its owner's alone, gone when handed in."""

from __future__ import annotations

from datetime import timedelta

from qi_desk.services.drafts_port import Draft
from qi_desk.storage.engine import connect
from tests.support.stations import MORNING, Bench


def draft(key: str, account: str = "a", minutes: int = 0, **content: object) -> Draft:
    return Draft(key, account, "intake", "需求登记", content, MORNING + timedelta(minutes=minutes))


def test_what_was_typed_comes_back_as_it_was(bench: Bench) -> None:
    kept = draft("k", name="阿依古丽·买买提", items=["ME02"], visit=None, step=3)
    bench.house.store.drafts.keep(kept)
    assert bench.house.store.drafts.of("a") == (kept,)


def test_it_is_there_for_another_program_at_once(bench: Bench) -> None:
    bench.house.store.drafts.keep(draft("k", description="半句"))
    other = connect(bench.door.folder / "station.db", bench.door.session.key, read_only=True)
    assert [row[0] for row in other.execute("SELECT key FROM draft").fetchall()] == ["k"]
    other.close()


def test_the_latest_stands_and_stands_first(bench: Bench) -> None:
    drafts = bench.house.store.drafts
    drafts.keep(draft("one", text="甲"))
    drafts.keep(draft("two", minutes=1, text="乙"))
    drafts.keep(draft("one", minutes=2, text="甲又"))
    assert [(one.key, one.content) for one in drafts.of("a")] == [("one", {"text": "甲又"}), ("two", {"text": "乙"})]


def test_nobody_sees_another_s(bench: Bench) -> None:
    bench.house.store.drafts.keep(draft("k", account="a"))
    assert bench.house.store.drafts.of("b") == ()


def test_dropping_what_is_not_there_is_no_matter(bench: Bench) -> None:
    bench.house.store.drafts.keep(draft("k"))
    bench.house.store.drafts.drop("other")
    bench.house.store.drafts.drop("k")
    bench.house.store.drafts.drop("k")
    assert bench.house.store.drafts.of("a") == ()


def test_a_draft_is_no_operation(bench: Bench) -> None:
    """It may be thrown away, so it has no place in the chain."""
    with bench.house.store.read() as look:
        before = look.head()
    bench.house.store.drafts.keep(draft("k"))
    with bench.house.store.read() as look:
        assert look.head() == before


def test_what_names_somebody_is_forgotten_whoever_wrote_it(bench: Bench) -> None:
    drafts = bench.house.store.drafts
    drafts.keep(draft("phone", text="回电 13800001234"))
    drafts.keep(draft("name", account="b", eid="e-1", text="陈演练说下周来"))
    drafts.keep(draft("other", eid="e-2", text="另一位陈演练"))
    assert drafts.purge(("13800001234",), ("陈演练",), ("e-1",)) == 2
    assert [one.key for one in drafts.of("a")] == ["other"]
    assert drafts.of("b") == ()
    assert drafts.purge((), ("",), ("e-2",)) == 0
