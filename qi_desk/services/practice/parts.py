"""Invented papers, instruments, standards, ties and warnings of the practice clients; some run out soon on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from qi_desk.services.practice.chance import Chance, words
from qi_desk.services.practice.values import PracticeClient, PracticeFigures, PracticePart

_YEAR = 365
_SMALL = 10


def figures(chance: Chance, clients: Sequence[PracticeClient], today: date) -> tuple[PracticeFigures, ...]:
    """Turnover and assets of the year before of most companies, and who answers for quality there."""
    found = []
    for client in clients:
        if client.kind != "enterprise" or client.staff_count is None or chance.hit(0.15):
            continue
        revenue = int(client.staff_count * chance.lognormvariate(4.0, 0.6)) * 1_000_000
        officer = chance.person() if client.staff_count >= _SMALL and chance.hit(0.4) else ""
        found.append(
            PracticeFigures(client.key, revenue, int(revenue * chance.uniform(0.5, 2.0)), today.year - 1, officer)
        )
    return tuple(found)


def parts(chance: Chance, clients: Sequence[PracticeClient], today: date) -> tuple[PracticePart, ...]:
    """Everything that hangs on the files."""
    companies = [client for client in clients if client.kind == "enterprise"]
    found = [part for client in companies for part in _papers(chance, client, today)]
    found += [part for client in companies for part in _instruments(chance, client, today)]
    found += [part for client in companies for part in _standards(chance, client, today)]
    return (*found, *_ties(chance, companies), *_notes(chance, companies, today))


def _ends(chance: Chance, today: date) -> date:
    """Mostly far away; one in six within the next weeks or just gone."""
    return today + timedelta(days=chance.randint(-20, 85) if chance.hit(0.16) else chance.randint(91, 2 * _YEAR))


def _papers(chance: Chance, client: PracticeClient, today: date) -> Iterator[PracticePart]:
    for row in words("parts")["certificate"]:
        if chance.hit(row["share"]):
            ends = _ends(chance, today)
            values = {
                "kind": row["kind"],
                "number": f"{row['mark']}-{chance.randint(2019, 2026)}-{chance.randint(1000, 9999)}",
                "scope": (client.products or ("",))[0],
                "body": row["body"],
                "issued_on": ends - timedelta(days=row["years"] * _YEAR),
                "valid_to": ends,
            }
            yield PracticePart("certificate", client.key, values)


def _instruments(chance: Chance, client: PracticeClient, today: date) -> Iterator[PracticePart]:
    rows = words("parts")["instrument"]
    for row in chance.sample(rows, k=min(len(rows), chance.choices((0, 1, 2, 4), (4, 3, 2, 1))[0])):
        due = _ends(chance, today)
        yield PracticePart(
            "instrument",
            client.key,
            {
                "name": row["name"],
                "model": row["model"],
                "serial": f"{chance.randint(10000, 99999)}",
                "mandatory": row["mandatory"],
                "calibrated_on": due - timedelta(days=_YEAR),
                "calibration_due": due,
                "body": row["body"],
            },
        )


def _standards(chance: Chance, client: PracticeClient, today: date) -> Iterator[PracticePart]:
    rows = words("parts")["standard"]
    for row in chance.sample(rows, k=chance.choices((0, 1, 2), (5, 3, 2))[0]):
        going = row["state"] == "replaced"
        yield PracticePart(
            "cited_standard",
            client.key,
            {
                "number": row["number"],
                "title": row["title"],
                "state": row["state"],
                "replaced_by": row.get("replaced_by", ""),
                "ends_on": today + timedelta(days=chance.randint(-60, 80)) if going else None,
            },
        )


def _ties(chance: Chance, companies: Sequence[PracticeClient]) -> Iterator[PracticePart]:
    for kind in ("supplier", "customer", "subsidiary", "partner") * 12:
        one, other = chance.sample(companies, k=2)
        yield PracticePart("relation", one.key, {"kind": kind, "other": other.key})


def _notes(chance: Chance, companies: Sequence[PracticeClient], today: date) -> Iterator[PracticePart]:
    for row in words("parts")["note"]:
        client = chance.choice(companies)
        values = {"text": row["text"], "severity": row["severity"], "until": today + timedelta(days=row["days"])}
        yield PracticePart("client_note", client.key, values)
