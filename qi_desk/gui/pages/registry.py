"""The pages of the desk, in the order of the rail."""

from __future__ import annotations

from qi_desk.gui.page import Page
from qi_desk.gui.pages.archive.page import ArchivePage
from qi_desk.gui.pages.audit import AuditPage
from qi_desk.gui.pages.balance.page import BalancePage
from qi_desk.gui.pages.booking.page import BookingPage
from qi_desk.gui.pages.clients import ClientsPage
from qi_desk.gui.pages.compliance.page import CompliancePage
from qi_desk.gui.pages.evaluation.page import EvaluationPage
from qi_desk.gui.pages.exchange.page import ExchangePage
from qi_desk.gui.pages.feedback.page import FeedbackPage
from qi_desk.gui.pages.figures.page import FiguresPage
from qi_desk.gui.pages.intake.page import IntakePage
from qi_desk.gui.pages.library.page import LibraryPage
from qi_desk.gui.pages.meetings.page import MeetingsPage
from qi_desk.gui.pages.outreach.page import OutreachPage
from qi_desk.gui.pages.phrases.page import PhrasesPage
from qi_desk.gui.pages.prints.page import PrintsPage
from qi_desk.gui.pages.radar import RadarPage
from qi_desk.gui.pages.reception.page import ReceptionPage
from qi_desk.gui.pages.registers.page import RegistersPage
from qi_desk.gui.pages.requests.page import RequestsPage
from qi_desk.gui.pages.settings.page import SettingsPage
from qi_desk.gui.pages.today import TodayPage
from qi_desk.gui.pages.training.page import TrainingPage

PAGES: tuple[type[Page], ...] = (
    TodayPage,
    ReceptionPage,
    IntakePage,
    RequestsPage,
    BookingPage,
    MeetingsPage,
    FeedbackPage,
    LibraryPage,
    ClientsPage,
    RadarPage,
    OutreachPage,
    ArchivePage,
    ExchangePage,
    FiguresPage,
    EvaluationPage,
    CompliancePage,
    BalancePage,
    RegistersPage,
    TrainingPage,
    PhrasesPage,
    PrintsPage,
    AuditPage,
    SettingsPage,
)
"""Every page; a later one adds its line here and nothing else in the shell."""

FIRST = ReceptionPage.name


def page_class(name: str) -> type[Page]:
    """The page called `name`. Raises KeyError."""
    for page in PAGES:
        if page.name == name:
            return page
    raise KeyError(name)
