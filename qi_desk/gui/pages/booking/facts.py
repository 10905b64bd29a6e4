"""A booking, or the device under the cursor, as facts."""

from __future__ import annotations

from qi_desk.gui import words
from qi_desk.gui.widgets.facts import Masked, Section
from qi_desk.services.booking.views import BookingView, Lane


def booking_sections(view: BookingView) -> list[Section]:
    """A booking whole."""
    bar, values, usage = view.bar, view.values, view.usage
    judged = words.label("judgements", bar.judged)
    kept = f"为候补保留到 {words.moment(view.offered_until)}" if view.offered_until else ""
    breaches = "；".join(
        f"{words.label('breach_kinds', kind)}{'（已免记）' if pardoned else ''}" for _, kind, pardoned in view.breaches
    )
    return [
        Section(
            "预约",
            [
                ("情况", f"{words.label('booking_phases', bar.phase)}（{judged}）{kept}"),
                ("时间", f"{words.long_day(bar.begins)}-{bar.ends:%H:%M}"),
                ("可改到", "；".join(f"{words.long_day(span[0])}-{span[1]:%H:%M}" for span in view.instead)),
                ("单位", view.client_name),
                Masked("实名使用人", bar.user, "booking", bar.eid, "user_name"),
                Masked("电话", str(values["phone"]), "booking", bar.eid, "phone"),
                ("方式", words.label("equipment_modes", str(values["mode"]))),
                ("用途", str(values["purpose"])),
                ("样品", str(values["sample"])),
                ("一起约的", "、".join(view.together)),
                ("关联关系", words.label("affiliations", str(values["affiliated"]))),
                ("特批", _override(view)),
                ("违约", breaches),
                ("经办人", view.made_by),
            ],
        ),
        Section(
            "使用",
            [
                ("签到", words.moment(usage.get("checked_in_at") or None)),
                ("归还", words.moment(usage.get("back_at") or None)),
                ("机时", f"{usage['minutes']} 分钟" if usage.get("minutes") else ""),
                ("异常", str(usage.get("fault") or "")),
            ],
        ),
    ]


def _override(view: BookingView) -> str:
    rules = view.values.get("override_rules") or ()
    if not rules:
        return ""
    return f"{view.values['override_reason']}（放过 {len(rules)} 条规则）"


def lane_sections(lane: Lane) -> list[Section]:
    """A device in the diary."""
    due = lane.calibration_due.isoformat() if lane.calibration_due else "不用检定"
    shut = "；".join(
        f"{words.label('closure_reasons', reason)} {words.near_moment(span[0])} 至 {words.near_moment(span[1])}"
        for span, reason in lane.shut
    )
    return [
        Section(
            "设备",
            [
                ("地点", lane.place),
                ("状态标识", words.label("equipment_marks", lane.mark) if lane.mark else ""),
                ("检定校准到", due),
                ("停用", shut),
                ("起订单位", f"{lane.step_minutes} 分钟"),
                ("这几天", f"{len(lane.bars)} 条预约"),
            ],
        )
    ]
