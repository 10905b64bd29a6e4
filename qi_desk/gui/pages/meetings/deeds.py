"""What can be done with a meeting, with minutes and with what was decided."""

from __future__ import annotations

from qi_desk.domain.meetings.records import (
    ATTENDEE,
    ATTENDEE_FIELDS,
    CORRECTION_FIELDS,
    DECISION_FIELDS,
    MEETING,
    MEETING_CORRECTION,
    MEETING_DECISION,
    MEETING_TOPIC,
    MINUTES,
    MINUTES_FIELDS,
    PLAN_FIELDS,
    TOPIC_FIELDS,
)
from qi_desk.gui.deeds import Deed
from qi_desk.services.meetings import attendance, decisions, minutes, planning, recording, texts
from qi_desk.services.meetings.papers import MINUTES_PAPER, RECORD_PAPER

_READ_BACK = "议题、发言、决定、责任人和期限都念过、核对过，没有错漏？"
_LOCK = "主持人和记录人都在打印的记录上签了名（或签在屏幕上）？锁定以后只能用“更正”。"


def _table(*deeds: Deed) -> dict[str, Deed]:
    return {deed.name: deed for deed in deeds}


MEETING_DEEDS: dict[str, Deed] = _table(
    Deed("plan", "拟开会议", planning.plan, MEETING, PLAN_FIELDS, begins={"starts": "14:30", "ends": "16:00"}),
    Deed("change", "改会议安排", planning.change, MEETING, PLAN_FIELDS),
    Deed("add_topic", "加议题", planning.add_topic, MEETING_TOPIC, ("title",)),
    Deed("topic", "议题结果：表决、决定、遗留", planning.change_topic, MEETING_TOPIC, TOPIC_FIELDS),
    Deed("drop_topic", "撤下议题", planning.drop_topic),
    Deed("carry", "上次未办结的列入议题", planning.carry),
    Deed("invite", "加参会人", attendance.invite, ATTENDEE, ATTENDEE_FIELDS, begins={"role": "present"}),
    Deed("invite_as_before", "照上次名单邀请", attendance.invite_as_before),
    Deed("notify", "已通知参会人", planning.notify, sure="时间、地点和议题都通知到了？"),
    Deed("sign_in", "开始签到", attendance.open_door),
    Deed("mark_rest", "没签到的记为缺席", attendance.mark_rest, asked="缺席原因（一样的写一次）"),
    Deed("start", "开会", recording.start),
    Deed("close", "散会", recording.close, MEETING, ("open_matters",)),
    Deed("resume", "继续记录", recording.resume),
    Deed("check", "核对记录", recording.check, sure=_READ_BACK),
    Deed("chair_signs", "主持人签在客户屏上", recording.chair_signs),
    Deed("sign", "签名并锁定", recording.sign, sure=_LOCK, paper=RECORD_PAPER),
    Deed("draft", "起草纪要", minutes.draw),
    Deed("decide", "加议定事项", decisions.decide, MEETING_DECISION, DECISION_FIELDS),
    Deed("supervise", "转入督办", decisions.supervise),
    Deed("settle", "全部办结，销号", decisions.settle, sure="议定事项都有结果，可以销号？"),
    Deed("restrict", "只让参会人查阅", planning.restrict, sure="以后只有参会人和站长能看到这场会议？"),
    Deed("cancel", "取消会议", planning.cancel, asked="为什么不开了"),
    Deed("correct", "更正锁定的记录", texts.correct, MEETING_CORRECTION, CORRECTION_FIELDS),
)
"""Every deed of a meeting by name."""

MINUTES_DEEDS: dict[str, Deed] = _table(
    Deed("write_minutes", "写纪要", minutes.save),
    Deed("head_minutes", "标题、主送、概况", minutes.save, MINUTES, MINUTES_FIELDS),
    Deed("check_minutes", "核稿", minutes.check, sure="和签了名的会议记录对过，事实、责任、期限都对？"),
    Deed("send_back", "退回修改", minutes.send_back, asked="要改什么"),
    Deed("sign_minutes", "签发", minutes.sign, sure="签发后锁定，只能用“更正”。现在签发？"),
    Deed("issue_minutes", "印发", minutes.issue, sure="编定期号并印发？议定事项同时转入督办。", paper=MINUTES_PAPER),
    Deed("correct_minutes", "更正锁定的纪要", texts.correct, MEETING_CORRECTION, CORRECTION_FIELDS),
)
"""Every deed of minutes by name."""

DECISION_DEEDS: dict[str, Deed] = _table(
    Deed("finish_decision", "办结", decisions.finish, asked="办理结果，凭什么说办结了"),
    Deed("drop_decision", "撤销", decisions.drop, asked="为什么不办了"),
    Deed("reopen_decision", "重新办理", decisions.reopen),
)
"""Every deed of a decision by name."""
