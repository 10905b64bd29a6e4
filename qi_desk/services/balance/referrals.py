"""Whom work went to against whom it could have gone to, by kind of party (8.2.2, F06)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qi_desk import wording
from qi_desk.domain.balance.rotation import Choice, Share, Standing, shares
from qi_desk.domain.charts.chart import BARS, Chart, Mark
from qi_desk.domain.figures.periods import Period
from qi_desk.services.charts import MOST_BARS
from qi_desk.services.library.records import PARTIES
from qi_desk.services.ports import Actor, House, Query, Record
from qi_desk.services.rights import LOOKING, verb
from qi_desk.services.showing import text

_MOST = 50_000
_NOT_GIVEN = "cancelled"


@dataclass(frozen=True, slots=True)
class PartyShare:
    """One party: its share, how often it was chosen before better placed ones, how often it declined."""

    kind: str
    party: str
    name: str
    share: Share
    out_of_order: int
    declined: int

    @property
    def eid(self) -> str:
        """The party, for lists."""
        return self.party


@dataclass(frozen=True, slots=True)
class Referrals:
    """Everybody who could have been given work in a period; `choices` by kind of party how many were made."""

    period: Period
    rows: tuple[PartyShare, ...]
    choices: dict[str, int]


@verb("balance.referrals", LOOKING)
def referrals(house: House, actor: Actor, period: Period) -> Referrals:
    """How often everybody who could have been chosen was, by kind; work taken back is not counted, work that was
    declined is a turn that was offered."""
    with house.store.read() as look:
        query = Query("assignment", order="asked_at", since=period.since, until=period.until, limit=_MOST)
        made = [one for one in look.select(query) if one["state"] != _NOT_GIVEN]
        rows: list[PartyShare] = []
        for kind in sorted(PARTIES, reverse=True):
            own = [one for one in made if one["party_kind"] == kind]
            found = shares(Choice(one["party"], _able(one)) for one in own)
            names = look.many(kind, [one.party for one in found])
            out_of_order = Counter(one["party"] for one in own if (one["place"] or 0) > 1)
            declined = Counter(one["party"] for one in own if one["state"] == "declined")
            rows += [
                PartyShare(kind, party, text(names.get(party), "name"), one, out_of_order[party], declined[party])
                for one in found
                for party in (one.party,)
            ]
    return Referrals(period, tuple(rows), dict(Counter(one["party_kind"] for one in made)))


def _able(record: Record) -> frozenset[str]:
    return frozenset(one["key"] for one in record["offered"] or () if not one.get("barred"))


def said(row: PartyShare) -> str:
    """Where a party's number lies, in words that accuse nobody."""
    share = row.share
    return wording.fill(
        wording.label(f"balance.{share.standing}"), {"low": share.low, "high": share.high, "able": share.able}
    )


def chart(found: Referrals, kind: str) -> Chart:
    """The choices of one kind of party beside an even turn."""
    rows = [row for row in found.rows if row.kind == kind and row.share.able]
    left_out = len(rows) - MOST_BARS
    more = wording.fill(wording.label("balance.more"), {"count": left_out}) if left_out > 0 else ""
    return Chart(
        BARS,
        wording.fill(wording.label("balance.title"), {"kind": wording.label(f"entity.{kind}")}),
        tuple(_mark(row) for row in rows[:MOST_BARS]),
        unit=wording.label("balance.unit"),
        expected=wording.label("balance.expected"),
        note=wording.label("balance.note") + more,
        none=wording.label("balance.none"),
    )


def _mark(row: PartyShare) -> Mark:
    """What is too little to be compared is shown without what to compare it with."""
    share = row.share
    expected = None if share.standing is Standing.FEW else share.expected
    return Mark(row.name, share.chosen, str(share.chosen), note=said(row), expected=expected, key=row.party)
