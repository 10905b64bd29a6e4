"""Every kind of record the house keeps, by name."""

from __future__ import annotations

from functools import cache

from qi_desk.domain.archives import ARCHIVE_ITEM, ARCHIVE_LOAN, DISPOSAL, DISPOSAL_LIFECYCLE
from qi_desk.domain.assignments import ASSIGNMENT, ASSIGNMENT_LIFECYCLE, EVALUATION, REUSE
from qi_desk.domain.attachments import ATTACHMENT
from qi_desk.domain.blank_forms import BLANK_FORM, BLANK_LIFECYCLE
from qi_desk.domain.bookings import BOOKING, BOOKING_LIFECYCLE, BREACH, USAGE
from qi_desk.domain.client_merges import CLIENT_MERGE
from qi_desk.domain.client_parts import CERTIFICATE, CITED_STANDARD, CLIENT_NOTE, INSTRUMENT, RELATION
from qi_desk.domain.compliance.base import BASE_ITEM
from qi_desk.domain.compliance.rulings import CLAUSE_RULING
from qi_desk.domain.drills import DRILL
from qi_desk.domain.enterprises import CONTACT, ENTERPRISE
from qi_desk.domain.equipment import AUTHORISATION, CLOSURE, EQUIPMENT, LEASE
from qi_desk.domain.feedback.complaints import COMPLAINT, COMPLAINT_LIFECYCLE, COMPLAINT_STEP, EXTERNAL_DISPUTE
from qi_desk.domain.feedback.improvements import (
    IMPROVEMENT,
    IMPROVEMENT_ACTION,
    IMPROVEMENT_LIFECYCLE,
    IMPROVEMENT_TRACK,
)
from qi_desk.domain.feedback.surveys import CORRECTION, CORRECTION_LIFECYCLE, SURVEY
from qi_desk.domain.fields import Entity
from qi_desk.domain.figures.reports import FIGURE_REPORT, FIGURE_REPORT_LIFECYCLE
from qi_desk.domain.import_batches import IMPORT_BATCH
from qi_desk.domain.indicators.records import (
    EVALUATION_ROW,
    INDICATOR_SET,
    INDICATOR_SET_LIFECYCLE,
    SELF_EVALUATION,
    SELF_EVALUATION_LIFECYCLE,
)
from qi_desk.domain.joint_projects import JOINT_PROJECT
from qi_desk.domain.ledger.merge import RECORD_RULES, Rules
from qi_desk.domain.library import EXPERT, EXPERT_LIFECYCLE, INSTITUTION, INSTITUTION_LIFECYCLE
from qi_desk.domain.lifecycles import Lifecycle
from qi_desk.domain.meetings.lifecycles import DECISION_LIFECYCLE, MEETING_LIFECYCLE, MINUTES_LIFECYCLE
from qi_desk.domain.meetings.records import (
    ATTENDEE,
    MEETING,
    MEETING_CORRECTION,
    MEETING_DECISION,
    MEETING_TOPIC,
    MEETING_VERSION,
    MINUTES,
)
from qi_desk.domain.outreach import OUTREACH, OUTREACH_LIFECYCLE, OUTREACH_PROBLEM
from qi_desk.domain.paper_templates import PAPER_TEMPLATE
from qi_desk.domain.people_records import DESK, PERSON, SETTING, STATION, TRAINING
from qi_desk.domain.publications import PUBLICATION
from qi_desk.domain.registers.experience import (
    INNOVATION,
    INNOVATION_LIFECYCLE,
    PAIN_POINT,
    PAIN_POINT_LIFECYCLE,
)
from qi_desk.domain.registers.letters import PETITION, PETITION_LIFECYCLE, REPORT, REPORT_LIFECYCLE
from qi_desk.domain.registers.newsletters import NEWSLETTER, NEWSLETTER_LIFECYCLE
from qi_desk.domain.registers.norms import NORM
from qi_desk.domain.registers.opening import OPENING_CHECK, OPENING_FAULT
from qi_desk.domain.registers.personal import PERSONAL_FINDING, PERSONAL_REQUEST, PERSONAL_REQUEST_LIFECYCLE
from qi_desk.domain.registers.rules import RULE, RULE_LIFECYCLE
from qi_desk.domain.registers.secrecy import DISCLOSURE, DISCLOSURE_LIFECYCLE, UNDERTAKING
from qi_desk.domain.registers.staff import STAFF_EVALUATION
from qi_desk.domain.registers.supervision import SUPERVISION, SUPERVISION_FINDING, SUPERVISION_LIFECYCLE
from qi_desk.domain.request_work import (
    ASSESSMENT,
    DELIVERY,
    EXTENSION,
    FOLLOW_UP,
    LOOK_BACK,
    MANDATE,
    PAUSE,
    PLAN,
    REFUSAL,
    SUPPLEMENT,
)
from qi_desk.domain.requests import PAPER, REQUEST, REQUEST_ITEM, REQUEST_LIFECYCLE, REQUEST_LINK
from qi_desk.domain.samples import SAMPLE, SAMPLE_MOVE
from qi_desk.domain.saved_searches import SAVED_SEARCH
from qi_desk.domain.saved_views import SAVED_VIEW
from qi_desk.domain.slip_keys import SISTER_KEY, SLIP, SLIP_KEY
from qi_desk.domain.speech.records import FORBIDDEN, PHRASE
from qi_desk.domain.standing_in import STAND_IN
from qi_desk.domain.visits import MATTER, MATTER_LIFECYCLE, VISIT, VISIT_LIFECYCLE

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        STATION,
        SETTING,
        DESK,
        PERSON,
        TRAINING,
        STAND_IN,
        ENTERPRISE,
        CONTACT,
        CERTIFICATE,
        INSTRUMENT,
        CITED_STANDARD,
        RELATION,
        CLIENT_NOTE,
        CLIENT_MERGE,
        VISIT,
        MATTER,
        REQUEST,
        REQUEST_ITEM,
        PAPER,
        PAPER_TEMPLATE,
        BLANK_FORM,
        SLIP,
        SLIP_KEY,
        SISTER_KEY,
        ASSESSMENT,
        SUPPLEMENT,
        REFUSAL,
        PLAN,
        FOLLOW_UP,
        PAUSE,
        EXTENSION,
        DELIVERY,
        LOOK_BACK,
        MANDATE,
        REQUEST_LINK,
        SAMPLE,
        SAMPLE_MOVE,
        JOINT_PROJECT,
        OUTREACH,
        OUTREACH_PROBLEM,
        MEETING,
        ATTENDEE,
        MEETING_TOPIC,
        MEETING_DECISION,
        MINUTES,
        MEETING_VERSION,
        MEETING_CORRECTION,
        ARCHIVE_ITEM,
        ARCHIVE_LOAN,
        DISPOSAL,
        EXPERT,
        INSTITUTION,
        PUBLICATION,
        EQUIPMENT,
        CLOSURE,
        AUTHORISATION,
        LEASE,
        BOOKING,
        USAGE,
        BREACH,
        IMPORT_BATCH,
        ATTACHMENT,
        SAVED_SEARCH,
        SAVED_VIEW,
        ASSIGNMENT,
        EVALUATION,
        REUSE,
        SURVEY,
        CORRECTION,
        COMPLAINT,
        COMPLAINT_STEP,
        EXTERNAL_DISPUTE,
        IMPROVEMENT,
        IMPROVEMENT_ACTION,
        IMPROVEMENT_TRACK,
        INDICATOR_SET,
        SELF_EVALUATION,
        EVALUATION_ROW,
        RULE,
        NORM,
        PETITION,
        REPORT,
        UNDERTAKING,
        DISCLOSURE,
        PERSONAL_REQUEST,
        PERSONAL_FINDING,
        STAFF_EVALUATION,
        OPENING_CHECK,
        OPENING_FAULT,
        INNOVATION,
        PAIN_POINT,
        NEWSLETTER,
        FIGURE_REPORT,
        SUPERVISION,
        SUPERVISION_FINDING,
        BASE_ITEM,
        CLAUSE_RULING,
        PHRASE,
        FORBIDDEN,
        DRILL,
    )
}

LIFECYCLES: dict[str, Lifecycle] = {
    cycle.name: cycle
    for cycle in (
        VISIT_LIFECYCLE,
        MATTER_LIFECYCLE,
        REQUEST_LIFECYCLE,
        BLANK_LIFECYCLE,
        OUTREACH_LIFECYCLE,
        MEETING_LIFECYCLE,
        MINUTES_LIFECYCLE,
        DECISION_LIFECYCLE,
        DISPOSAL_LIFECYCLE,
        EXPERT_LIFECYCLE,
        INSTITUTION_LIFECYCLE,
        ASSIGNMENT_LIFECYCLE,
        BOOKING_LIFECYCLE,
        CORRECTION_LIFECYCLE,
        COMPLAINT_LIFECYCLE,
        IMPROVEMENT_LIFECYCLE,
        INDICATOR_SET_LIFECYCLE,
        SELF_EVALUATION_LIFECYCLE,
        RULE_LIFECYCLE,
        PETITION_LIFECYCLE,
        REPORT_LIFECYCLE,
        DISCLOSURE_LIFECYCLE,
        PERSONAL_REQUEST_LIFECYCLE,
        INNOVATION_LIFECYCLE,
        PAIN_POINT_LIFECYCLE,
        NEWSLETTER_LIFECYCLE,
        FIGURE_REPORT_LIFECYCLE,
        SUPERVISION_LIFECYCLE,
    )
}


def entity(name: str) -> Entity:
    """The declaration of the kind `name`. Raises KeyError for an unknown kind."""
    return ENTITIES[name]


@cache
def rules_of(kind: str) -> Rules:
    """The merge rules of a kind, those of every record among them; none for one of a later version, whose operations
    then wait."""
    known = ENTITIES.get(kind)
    return {**known.merge_rules(), **RECORD_RULES} if known is not None else {}
