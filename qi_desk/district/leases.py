"""Leases: one desk alone decides over a piece of equipment for some days, without a line too (sync.md 2.9).

Another desk gets it only once it was given back or its time, and a day more, went by; until then what others claim
waits for the holder to be heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from qi_desk.district.bookings import free_for
from qi_desk.district.devices import Device
from qi_desk.district.ledger import Ledger
from qi_desk.district.statements import Statements
from qi_desk.domain import moments
from qi_desk.domain.ledger.natural_keys import keyed_id

VALID = timedelta(hours=72)


class Leases:
    """Gives leases out; what is given travels to every desk as a record."""

    def __init__(self, engine: Engine, ledger: Ledger) -> None:
        self._engine, self._ledger = engine, ledger

    def ask(self, device: Device, resources: Sequence[str]) -> dict[str, str]:
        """Give the device what nobody else holds; until when, by resource."""
        now = datetime.now(UTC)
        until = now + VALID
        given: dict[str, str] = {}
        with self._engine.begin() as connection:
            sql = Statements(connection)
            for resource in sorted(set(resources)):
                if sql.postgres:
                    sql.run("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))", (resource,))
                if free_for(sql, resource, device.id, now):
                    sql.run(
                        "INSERT INTO lease (resource, device, valid_until) VALUES (?, ?, ?) ON CONFLICT (resource) "
                        "DO UPDATE SET device = excluded.device, valid_until = excluded.valid_until",
                        (resource, device.id, until.isoformat()),
                    )
                    given[resource] = until.isoformat()
        for resource in given:
            values = {
                "equipment": resource,
                "desk": f"{device.station}-{device.letter}",
                "valid_until": moments.to_text(until.astimezone(moments.CHINA).replace(microsecond=0)),
            }
            self._ledger.author("lease", keyed_id("lease", resource), values)
        return given
