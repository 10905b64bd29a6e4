"""The paper process: the same papers, another process, and no harm when it dies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qi_desk.documents.client import PaperMaker
from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import PaperError
from tests.documents import official_views, views


@pytest.fixture
def maker() -> Iterator[PaperMaker]:
    made = PaperMaker()
    yield made
    made.close()


def test_it_makes_the_same_paper(maker: PaperMaker) -> None:
    for kind, view in (
        ("receipt_a4", views.receipt()),
        ("on_site_list", views.on_site()),
        ("recovery_sheet", views.recovery()),
        ("queue_slip", views.ticket()),
        *official_views.CASES.values(),
    ):
        assert maker.make(kind, view) == InlinePapers().make(kind, view)


def test_it_renders_white_paper(maker: PaperMaker) -> None:
    paper = maker.make("receipt_a4", views.receipt())
    picture = maker.render(paper.pdf, 0, 72)
    assert (picture.width, picture.height) in {(595, 842), (596, 842)}
    assert picture.data[:3] == b"\xff\xff\xff"


def test_a_killed_process_is_replaced(maker: PaperMaker) -> None:
    maker.warm()
    assert maker._process is not None
    maker._process.kill()
    assert maker.make("queue_slip", views.ticket()).pages == 1


def test_what_the_process_refuses_is_said(maker: PaperMaker) -> None:
    with pytest.raises(PaperError, match=r"paper\.unreadable"):
        maker.page_count(b"no pdf at all")
    with pytest.raises(PaperError, match=r"paper\.unknown"):
        maker.make("poster", views.ticket())


def test_a_hanging_process_is_given_up() -> None:
    maker = PaperMaker(seconds=0.0)
    with pytest.raises(PaperError, match=r"paper\.worker"):
        maker.make("receipt_a4", views.receipt())
    maker.close()
