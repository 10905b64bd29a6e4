"""C7: from planning over record and minutes to what was decided being done."""

from __future__ import annotations

from qi_desk.domain.lifecycles import Lifecycle, move

MEETING_LIFECYCLE = Lifecycle(
    "meeting",
    states=(
        "planned",
        "notified",
        "signing_in",
        "running",
        "checking",
        "signing",
        "signed",
        "drafting",
        "approved",
        "issued",
        "supervising",
        "settled",
        "filed",
        "cancelled",
    ),
    first="planned",
    final=frozenset({"filed", "cancelled"}),
    moves=(
        move("notify", ("planned",), "notified"),
        move("sign_in", ("planned", "notified"), "signing_in"),
        move("start", ("planned", "notified", "signing_in"), "running"),
        move("close", ("running",), "checking"),
        move("resume", ("checking", "signing"), "running"),
        move("check", ("checking",), "signing"),
        move("sign", ("signing",), "signed", paper="meeting_record"),
        move("draft", ("signed",), "drafting"),
        move("approve", ("drafting",), "approved"),
        move("issue", ("approved",), "issued", paper="minutes"),
        move("supervise", ("signed", "issued"), "supervising"),
        move("settle", ("signed", "issued", "supervising"), "settled"),
        move("file", ("settled",), "filed"),
        move("cancel", ("planned", "notified", "signing_in"), "cancelled"),
    ),
)

MINUTES_LIFECYCLE = Lifecycle(
    "minutes",
    states=("draft", "checked", "final", "issued"),
    first="draft",
    final=frozenset({"issued"}),
    moves=(
        move("check", ("draft",), "checked"),
        move("send_back", ("checked",), "draft"),
        move("sign", ("checked",), "final"),
        move("issue", ("final",), "issued", paper="minutes"),
    ),
)

DECISION_LIFECYCLE = Lifecycle(
    "meeting_decision",
    states=("open", "done", "dropped"),
    first="open",
    final=frozenset(),
    moves=(
        move("finish", ("open",), "done"),
        move("drop", ("open",), "dropped"),
        move("reopen", ("done", "dropped"), "open"),
    ),
)

BEFORE = ("planned", "notified", "signing_in")
OPEN_RECORD = (*BEFORE, "running", "checking", "signing")
"""States in which the record may still be written; from "signed" on it is locked."""

ENDED = ("settled", "filed", "cancelled")


def locked(state: str) -> bool:
    """Whether the record of a meeting in this state is locked: only corrections are added to it."""
    return state not in OPEN_RECORD
