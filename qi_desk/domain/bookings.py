"""Bookings of shared equipment (F18), their use (F19), breaches, and lifecycle C3."""

from __future__ import annotations

from qi_desk.domain import people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

BOOKING = Entity(
    "booking",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("resource_kind", required=True, limit=20),
        Field("resource", required=True, limit=36, target_in="resource_kind"),
        Field("mode", Type.CODE, required=True, codes="equipment_modes"),
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("user_name", required=True, limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("phone", required=True, limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        Field("begins", Type.MOMENT, required=True),
        Field("ends", Type.MOMENT, required=True),
        Field("blocks_from", Type.MOMENT),
        Field("blocks_until", Type.MOMENT),
        Field("purpose", limit=200),
        Field("sample", limit=200),
        Field("hazard", Type.CODE, codes="hazards"),
        Field("hazard_cleared", Type.FLAG),
        Field("in_range", Type.FLAG),
        Field("standard", limit=120),
        Field("data_out", Type.CODE, codes="data_carriers"),
        Field("fee", Type.MONEY),
        Field("fee_kind", Type.CODE, codes="fees"),
        Field("deposit", Type.MONEY),
        Field("safety_signed", Type.FLAG),
        Field("affiliated", Type.CODE, required=True, codes="affiliations"),
        Field("request", Type.REF, target="request"),
        Field("series", limit=36, merge=Merge.IMMUTABLE),
        Field("bundle", limit=36, merge=Merge.IMMUTABLE),
        Field("note", limit=200),
        Field("override_reason", limit=200),
        Field("override_rules", Type.LIST),
        Field("overridden_by", Type.REF, target="person"),
        Field("judged", Type.CODE, required=True, codes="judgements"),
        Field("first", Type.FLAG),
        Field("approved_by", Type.REF, target="person"),
        Field("approved_at", Type.MOMENT),
        Field("ended_at", Type.MOMENT),
        Field("end_reason", Type.CODE, codes="booking_ends"),
        Field("end_note", limit=200),
        Field("called_on", Type.MOMENT),
        Field("back_at", Type.MOMENT),
        Field("made_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("made_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("state", Type.CODE, required=True, codes="booking_states"),
    ),
    number="YY",
    indexes=(
        ("resource", "begins"),
        ("client", "begins"),
        ("begins",),
        ("state", "begins"),
        ("mode", "begins"),
        ("bundle",),
        ("series",),
    ),
)
"""`series` ties repeated dates, `bundle` what is had together, all or nothing; `called_on` that its user was told of
a failure of the device. Whether somebody came is read from the clock until it is written down."""

USAGE = Entity(
    "usage",
    (
        Field("booking", Type.REF, required=True, target="booking"),
        Field("checked_in_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("before", Type.CODE, required=True, codes="conditions"),
        Field("before_note", limit=200),
        Field("accessories_out", Type.LONG, limit=500),
        Field("signed_out", Type.FLAG, required=True),
        # Each: key, from, to (moments as text).
        Field("segments", Type.LIST),
        Field("done", Type.LONG, limit=500),
        Field("fault", Type.LONG, limit=500),
        Field("accessories_back", Type.LONG, limit=500),
        Field("cleaned", Type.FLAG),
        Field("after", Type.CODE, codes="conditions"),
        Field("data_given", Type.FLAG),
        Field("signed_back", Type.FLAG),
        Field("back_at", Type.MOMENT),
        Field("minutes", Type.INTEGER),
        Field("fee", Type.MONEY),
        Field("confirmed_by", Type.REF, target="person"),
        Field("confirmed_at", Type.MOMENT),
    ),
    indexes=(("booking",),),
)

BREACH = Entity(
    "breach",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("booking", Type.REF, required=True, target="booking"),
        Field("kind", Type.CODE, required=True, codes="breach_kinds"),
        Field("at", Type.MOMENT, required=True),
        Field("appeal", Type.LONG, limit=300),
        Field("pardoned_by", Type.REF, target="person"),
        Field("pardoned_at", Type.MOMENT),
        Field("pardon_reason", limit=200),
    ),
    indexes=(("client", "at"), ("booking",)),
)

_RUNNING = ("asked", "waiting", "booked")

BOOKING_LIFECYCLE = Lifecycle(
    "booking",
    states=("asked", "waiting", "booked", "in_use", "returned", "done", "cancelled", "refused", "missed"),
    first="booked",
    final=frozenset({"done", "cancelled", "refused", "missed"}),
    moves=(
        move("approve", ("asked",), "booked", paper="booking"),
        move("refuse", ("asked",), "refused", reasons="booking_ends"),
        move("take", ("waiting",), "booked", paper="booking"),
        move("move", ("asked", "booked", "waiting"), "booked"),
        move("cancel", _RUNNING, "cancelled", reasons="booking_ends"),
        move("miss", ("booked",), "missed"),
        move("check_in", ("booked",), "in_use", paper="handover"),
        move("hand_back", ("in_use",), "returned", paper="handover"),
        move("confirm", ("returned",), "done"),
    ),
)
"""C3. What the clock does by itself (no-show, lapse, overrun) is `booking.clock`'s."""

BOOKING_FORM = Entity(
    "booking",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("user_name", required=True, limit=50, check=people.check),
        Field("phone", required=True, limit=20, mask="phone", check=phones.check),
        Field("mode", Type.CODE, required=True, codes="equipment_modes"),
        Field("day", Type.DAY, required=True),
        Field("time", required=True, limit=30),
        Field("last_day", Type.DAY),
        Field("repeat", Type.CODE, codes="repeats"),
        Field("repeat_until", Type.DAY),
        Field("purpose", limit=200),
        Field("sample", limit=200),
        Field("hazard", Type.CODE, codes="hazards"),
        Field("hazard_cleared", Type.FLAG),
        Field("in_range", Type.FLAG),
        Field("standard", limit=120),
        Field("data_out", Type.CODE, codes="data_carriers"),
        Field("fee_kind", Type.CODE, codes="fees"),
        Field("affiliated", Type.CODE, required=True, codes="affiliations"),
        Field("safety_signed", Type.FLAG),
        Field("note", limit=200),
    ),
)
"""How a booking is asked for: a day and a time such as 9:30-11:00; `last_day` where a thing is lent."""

USED_FIELDS = ("before", "before_note", "accessories_out", "signed_out")
BACK_FIELDS = (
    "after",
    "cleaned",
    "accessories_back",
    "done",
    "fault",
    "data_given",
    "signed_back",
)
