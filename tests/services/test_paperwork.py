"""What papers show of whom."""

from __future__ import annotations

from qi_desk.services import intake, paperwork
from qi_desk.services.intake_input import ClientInput
from tests.support.stations import CODE, Bench, intake_of


def test_the_customer_s_half_names_a_firm_in_full(bench: Bench) -> None:
    made = intake.register_and_accept(bench.house, bench.actor, intake_of())
    view = paperwork.receipt(bench.house, bench.actor, made.value.number).view
    assert view.client_masked == view.client_name == "广州示范精密仪器有限公司"
    assert view.credit_code == CODE


def test_the_customer_s_half_masks_a_person_who_is_the_client(bench: Bench) -> None:
    entry = intake_of(client=ClientInput(kind="person", name="陈演练"))
    made = intake.register_and_accept(bench.house, bench.actor, entry)
    view = paperwork.receipt(bench.house, bench.actor, made.value.number).view
    assert view.client_name == "陈演练"
    assert view.client_masked == "陈**"
