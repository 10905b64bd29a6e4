"""Samples the station takes in and passes on (F20): it is not the laboratory, so every hand-over is on record."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type

SAMPLE = Entity(
    "sample",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("request", Type.REF, required=True, target="request"),
        Field("name", required=True, limit=120),
        Field("spec", required=True, limit=60),
        Field("batch", limit=60),
        Field("quantity", Type.INTEGER, required=True),
        Field("unit", required=True, limit=10),
        Field("look", required=True, limit=120),
        Field("pack", limit=60),
        Field("keep", Type.CODE, required=True, codes="sample_keeping"),
        Field("tests", Type.LONG, required=True, limit=1000),
        Field("subcontract", Type.FLAG),
        Field("days", Type.INTEGER),
        Field("leftover", Type.CODE, required=True, codes="sample_leftovers"),
        Field("report_way", Type.CODE, required=True, codes="deliveries"),
        Field("copies", Type.INTEGER, required=True),
        Field("laboratory", limit=120),
        Field("hazard", Type.CODE, codes="hazards"),
        Field("sealed", Type.FLAG),
        Field("signed", Type.FLAG),
        Field("taken_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("taken_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("state", Type.CODE, required=True, codes="sample_states"),
    ),
    number="SY",
    indexes=(("request",), ("state",)),
)
"""`tests` is one a line: what is tested, the standard it goes by."""

SAMPLE_MOVE = Entity(
    "sample_move",
    (
        Field("sample", Type.REF, required=True, target="sample"),
        Field("at", Type.MOMENT, required=True),
        Field("from_party", limit=120),
        Field("to_party", required=True, limit=120),
        Field("state", Type.CODE, required=True, codes="sample_states"),
        Field("way", Type.CODE, required=True, codes="sample_ways"),
        Field("courier_no", limit=40),
        Field("look", required=True, limit=120),
        Field("signed", Type.FLAG),
        Field("note", limit=200),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("sample",),),
)
"""One link of the chain of custody: from whom to whom, in which state it was found."""

SETTLED = frozenset({"returned", "disposed"})
"""States in which nobody answers for the sample any more."""

SAMPLE_FIELDS = (
    "name",
    "spec",
    "batch",
    "quantity",
    "unit",
    "look",
    "pack",
    "keep",
    "hazard",
    "leftover",
    "report_way",
    "copies",
    "laboratory",
    "days",
    "subcontract",
    "sealed",
    "tests",
    "signed",
)
SAMPLE_MOVE_FIELDS = ("state", "to_party", "way", "courier_no", "look", "signed", "note")
