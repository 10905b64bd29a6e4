"""Who may do what (D19): every use case asks before it looks at anything, and those who only look never write."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

import qi_desk.services
from qi_desk.domain.errors import NotAllowed
from qi_desk.services.ports import Actor
from qi_desk.services.rights import ANYONE, AUDITOR, DISTRICT, MANAGER, OPERATOR, SPECIALIST, SYSTEM, VERBS

OWN = {
    "audit.verify",
    "desk.pulse",
    "draft.drop",
    "draft.keep",
    "draft.list",
    "session.begin",
    "session.end",
    "session.lock",
    "audit.check_export",
    "setting.change_desk",
    "setting.list",
    "speech.words",
    "staff.change_password",
    "station.show",
    "updates.news",
    "updates.standing",
}
"""What everybody may at the desk they sit at."""

LOOKING = {
    "newsletters.count",
    "balance.arrivals",
    "balance.common_needs",
    "balance.referrals",
    "clients.contacts",
    "complaints.page",
    "complaints.show",
    "disputes.list",
    "feedback.figures",
    "figures.count",
    "figures.state",
    "figures.sliced",
    "figures.behind",
    "figures.behind_list",
    "figures.statement",
    "figures.spread",
    "figures.ledger",
    "figure_reports.page",
    "figure_reports.show",
    "figure_reports.compare",
    "improvements.candidates",
    "improvements.page",
    "improvements.show",
    "evaluations.open",
    "evaluations.page",
    "judging.parties",
    "judging.staff",
    "rule_sets.open",
    "rule_sets.page",
    "meetings.compare",
    "meetings.decisions",
    "meetings.page",
    "meetings.pictures",
    "meetings.show",
    "meetings.version",
    "meetings.versions",
    "minutes.page",
    "minutes.show",
    "surveys.page",
    "surveys.show",
    "sync.unsent",
    "blanks.list",
    "templates.list",
    "templates.show",
    "templates.sample",
    "numbers.day",
    "slip_keys.list",
    "slips.verify",
    "slips.compare",
    "clients.of_contact",
    "clients.page",
    "clients.file",
    "clients.timeline",
    "imports.batches",
    "expiry.radar",
    "today.day",
    "needs.propose",
    "needs.categories",
    "matching.sheet",
    "reuse.search",
    "reuse.estimate",
    "reuse.counts",
    "assignments.of_request",
    "assignments.waiting",
    "assignments.ledger",
    "library.page",
    "library.show",
    "library.expiring",
    "library.counts",
    "outreach.page",
    "compliance.meter",
    "registers.overview",
    "registers.page",
    "registers.show",
    "archive.waiting",
    "archive.items",
    "archive.run_out",
    "archive.loans",
    "archive.completeness",
    "disposal.list",
    "disposal.show",
    "visits.to_sweep",
    "outreach.show",
    "clients.show",
    "clients.suggest",
    "print.batch_lines",
    "print.catalogue",
    "print.day",
    "print.journal",
    "print.outlets",
    "reception.board",
    "reception.visit",
    "requests.counts",
    "requests.page",
    "requests.show",
    "requests.work",
    "search.find",
    "search.scanned",
    "search.home",
    "search.opened",
    "search.keep",
    "views.list",
    "attachments.list",
    "attachments.read",
    "bookings.nearest",
    "bookings.against",
    "bookings.free_at",
    "bookings.time_for_all",
    "bookings.diary",
    "bookings.show",
    "bookings.report",
    "equipment.affected",
    "views.keep",
    "views.drop",
    "search.drop",
    "staff.list",
    "stand_ins.list",
}
PEOPLE = {
    "drills.record",
    "staff.add",
    "staff.record_training",
    "staff.retire",
    "practice.fill",
    "stand_ins.arrange",
    "stand_ins.end",
}
CARE = {"backups.keep_up", "backups.look_over", "backups.make", "backups.standing", "backups.try_out"}
"""What keeps the station alive is nobody's business data."""

UPDATES = {"updates.ask", "updates.hand_over", "updates.install", "updates.look_at", "updates.take", "updates.want"}
"""Who runs the desk replaces the program."""

LEADING = {
    "backups.try_out",
    "complaints.decide",
    "complaints.extend",
    "complaints.release",
    "complaints.review",
    "corrections.decide_appeal",
    "evaluations.close",
    "evaluations.void",
    "improvements.approve",
    "judging.write_party",
    "judging.write_staff",
    "rule_sets.begin",
    "rule_sets.begin_empty",
    "rule_sets.put_in_force",
    "rule_sets.retire",
    "rule_sets.revise",
    "rule_sets.trial",
    "rule_sets.void",
    "rule_sets.write",
    "minutes.sign",
    "letters.sign",
    "letters.withdraw",
    "speech.give_back_phrase",
    "speech.hide_phrase",
    "speech.write_entry",
    "speech.write_phrase",
    "merging.compare",
    "disclosures.approve",
    "paper.personal_copy",
    "privacy.answer",
    "privacy.confirm",
    "privacy.correct",
    "privacy.keep",
    "privacy.not_theirs",
    "privacy.refuse",
    "privacy.remove",
    "privacy.search",
    "disclosures.refuse",
    "innovations.publish",
    "newsletters.approve",
    "figure_reports.supersede",
    "newsletters.send_back",
    "rules.abolish",
    "rules.put_in_force",
    "rules.review",
    "requests.correct",
    "requests.approve_plan",
    "requests.unconfine",
    "requests.extend",
    "supervision.close",
    "sync.enrol",
    "bookings.override",
    "bookings.approve",
    "bookings.refuse",
    "bookings.pardon",
    "equipment.enter",
    "equipment.change",
    "equipment.tie",
    "library.decide",
    "library.admit",
    "library.renew",
    "library.suspend",
    "library.withdraw",
    "library.review",
    "archive.hold",
    "base.compose_name",
    "compliance.pack_full",
    "disposal.approve",
    "disposal.destroy",
    "disposal.refuse",
    "visits.sweep",
    "merging.merge",
    "merging.mergers",
    "merging.take_back",
    "twins.groups",
    "exports.full",
    "audit.lines",
    "audit.export",
    "paper.recovery",
    "setting.change",
    "slip_keys.revoke",
    "staff.begin_key_change",
    "templates.save",
    "templates.reset",
    "staff.evaluate",
    "staff.new_recovery",
    "staff.reset_password",
    "station.change",
}

NO_ACTOR_YET = {"recognise", "note_new_letter"}
"""Signing in makes the actor; the new letter of a restored desk is entered by the program itself."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(qi_desk.services.__path__, "qi_desk.services."):
        yield importlib.import_module(found.name)
    yield importlib.import_module("qi_desk.practice.making")


ALL_MODULES = tuple(modules())
"""Read at once, for a verb enters the table when its module is read, and the tests run in any order."""


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in ALL_MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield name, function


def verbs() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for _, function in public_functions():
        if hasattr(function, "__wrapped__"):
            found[inspect.getclosurevars(function).nonlocals["name"]] = function
    return found


def test_every_declared_verb_is_a_function_here() -> None:
    assert set(verbs()) == set(VERBS)


def test_nothing_that_takes_an_actor_goes_round_the_rights() -> None:
    for name, function in public_functions():
        first_two = list(inspect.signature(function).parameters)[:2]
        if first_two == ["house", "actor"] and name not in NO_ACTOR_YET:
            assert hasattr(function, "__wrapped__"), f"{function.__module__}.{name}"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (OPERATOR, OWN | LOOKING),
        (DISTRICT, OWN | LOOKING),
        (AUDITOR, OWN | LOOKING | {"audit.lines", "audit.export"}),
        (SYSTEM, OWN | PEOPLE | CARE | UPDATES),
    ],
)
def test_who_only_looks_or_only_administers(role: str, allowed: set[str]) -> None:
    assert {name for name, verb in VERBS.items() if role in verb.roles} == allowed


def test_the_manager_may_everything_and_a_specialist_all_but_leading() -> None:
    assert {name for name, verb in VERBS.items() if MANAGER in verb.roles} == set(VERBS)
    assert {name for name, verb in VERBS.items() if SPECIALIST not in verb.roles} == PEOPLE | LEADING | UPDATES


@pytest.mark.parametrize("role", sorted(ANYONE))
def test_a_refused_verb_has_not_looked_at_anything(role: str) -> None:
    actor = Actor("a", "演练", role, "1", "A")
    for name, function in verbs().items():
        if role not in VERBS[name].roles:
            with pytest.raises(NotAllowed, match="not_allowed") as refused:
                function(None, actor)
            assert refused.value.values == {"verb": name, "role": role}


def test_an_unknown_role_may_nothing() -> None:
    for function in verbs().values():
        with pytest.raises(NotAllowed):
            function(None, Actor("a", "演练", "intern", "1", "A"))
