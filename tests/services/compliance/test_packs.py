"""Packs: what is inside, what is left out, that it is written down first, and that nothing half-written stays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import BadFile, Conflict, Invalid, NotAllowed
from qi_desk.services import attachments, oversight
from qi_desk.services.compliance import packing
from qi_desk.services.ports import Query
from tests.documents.test_papers import text_of
from tests.services.compliance.model import fill
from tests.services.registers.keeping import entered
from tests.support.stations import Bench

PERSON = "陈演练"
PHONE = "13800001234"


def packed(bench: Bench, path: Path, what: str = packing.EVIDENCE) -> packing.Packed:
    return packing.pack(bench.house, bench.actor, path, what, InlinePapers())


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def of_kind(bench: Bench, kind: str) -> str:
    with bench.house.store.read() as look:
        return look.select(Query(kind, order="eid", newest_first=True, limit=1))[0].eid


def test_the_pack_holds_paper_tables_and_files_under_names_of_its_own(bench: Bench, tmp_path: Path) -> None:
    fill(bench)
    attachments.add(bench.house, bench.actor, "rule", of_kind(bench, "rule"), f"{PERSON}{PHONE}.pdf", b"%PDF-1.4")
    out = tmp_path / packing.suggest(bench.house, bench.actor, packing.EVIDENCE)
    done = packed(bench, out)
    assert out.name == "评估证据包-PY03-20260310.zip"
    assert names_in(out) == ["评估证据包.pdf", "评估证据包.xlsx", "附件/001-规章制度.pdf"]
    assert (done.files, done.secret, done.elsewhere) == (1, 0, 0)
    assert done.size == out.stat().st_size
    assert list(tmp_path.glob(".*")) == []
    first = packed(bench, tmp_path / "a.zip"), names_in(tmp_path / "a.zip")
    assert first[1] == names_in(out)


def test_the_index_names_the_page_each_clause_stands_on(bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "pack.zip"
    packed(bench, out)
    with zipfile.ZipFile(out) as archive:
        pages = text_of(archive.read("评估证据包.pdf")).split("\f")
    assert f"第 1 页 共 {len([page for page in pages if page.strip()])} 页" in pages[0]
    body = next(at for at, page in enumerate(pages, 1) if "省规范 8.3.1　缺" in page)
    index = next(page for page in pages if "页次" in page and "省规范 8.3.1" in page)
    row = index[index.index("省规范 8.3.1") :].split()
    assert str(body) in row[:12]


def test_masked_it_names_no_client_and_no_person_and_keeps_their_files_back(bench: Bench, tmp_path: Path) -> None:
    fill(bench)
    request = next(eid for kind, eid in _proofs(bench) if kind == "request")  # a request that proves some clause
    attachments.add(bench.house, bench.actor, "request", request, "照片.jpg", b"jpg")
    values = {"clause": "gj.online", "kind": "not_applicable", "reason": f"问 {PHONE}"}
    entered(bench, "clause_ruling", **values)
    out = tmp_path / "pack.zip"
    done = packed(bench, out)
    assert (done.files, done.secret) == (0, 1)
    with zipfile.ZipFile(out) as archive:
        said = text_of(archive.read("评估证据包.pdf"))
        archive.extract("评估证据包.xlsx", tmp_path)
    table = "".join("".join(row.cells) for row in bench.house.sheets.read(tmp_path / "评估证据包.xlsx").rows)
    for text in (said, table):
        assert PHONE not in text
        assert "何演练" not in text
        assert "示范一厂" not in text
    assert "另有 1 个附件" in said
    whole = packing.pack_full(bench.house, bench.actor, tmp_path / "w.zip", "evidence", InlinePapers(), basis="law")
    assert (whole.files, whole.secret) == (1, 0)


def _proofs(bench: Bench) -> list[tuple[str, str]]:
    from qi_desk.services.compliance import meter

    return [(one.kind, one.eid) for line in meter.meter(bench.house, bench.actor).lines for one in line.proofs]


def test_what_leaves_stands_in_the_chain_and_whole_only_with_a_basis(bench: Bench, tmp_path: Path) -> None:
    packed(bench, tmp_path / "pack.zip", packing.APPLICATION)
    (line,) = (one for one in oversight.audit_lines(bench.house, bench.actor) if one.event == "exported")
    assert line.kind == "base_item"
    papers = InlinePapers()
    with pytest.raises(Invalid):
        packing.pack_full(bench.house, bench.actor, tmp_path / "f.zip", "evidence", papers, basis="")
    with pytest.raises(NotAllowed):
        packing.pack_full(bench.house, bench.as_specialist(), tmp_path / "f.zip", "evidence", papers, basis="law")
    for name in (f"{PHONE}.zip", "pack.rar"):
        with pytest.raises((Invalid, BadFile)):
            packed(bench, tmp_path / name)
    assert [one.name for one in tmp_path.glob("*.zip")] == ["pack.zip"]


def test_the_application_tells_topic_by_topic_what_is_there_and_what_is_not(bench: Bench, tmp_path: Path) -> None:
    eid = entered(bench, "base_item", item="legal", answer="营业执照，长期有效")
    attachments.add(bench.house, bench.actor, "base_item", eid, "执照.pdf", b"%PDF-1.4 licence")
    out = tmp_path / "pack.zip"
    assert packed(bench, out, packing.APPLICATION).files == 1
    assert names_in(out) == ["建站申报材料.pdf", "建站申报材料.xlsx", "附件/001-建站档案.pdf"]
    with zipfile.ZipFile(out) as archive:
        said = text_of(archive.read("建站申报材料.pdf"))
        assert archive.read("附件/001-建站档案.pdf") == b"%PDF-1.4 licence"
    assert "营业执照，长期有效" in said
    assert "（待填写）" in said
    for topic in bench.house.codes.rows("base_topics"):
        assert topic["label"] in said


@pytest.mark.parametrize("what", [packing.EVIDENCE, packing.APPLICATION])
def test_stopped_anywhere_it_leaves_nothing(bench: Bench, tmp_path: Path, what: str) -> None:
    eid = entered(bench, "base_item", item="legal", answer="营业执照")
    attachments.add(bench.house, bench.actor, "base_item", eid, "a.pdf", b"%PDF-1.4")
    out, steps = tmp_path / "stopped", []
    out.mkdir()
    packing.pack(
        bench.house, bench.actor, tmp_path / "whole.zip", what, InlinePapers(), progress=lambda *at: steps.append(at)
    )
    for stop in {0, len(steps) // 2, len(steps) - 2, len(steps) - 1}:
        asked: list[int] = []

        def cancelled(stop: int = stop, asked: list[int] = asked) -> bool:
            asked.append(1)
            return len(asked) > stop

        with pytest.raises(Conflict):
            packing.pack(bench.house, bench.actor, out / "p.zip", what, InlinePapers(), cancelled=cancelled)
        assert list(out.iterdir()) == []


def test_an_older_pack_stays_while_a_new_one_is_stopped(bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "pack.zip"
    packed(bench, out, packing.APPLICATION)
    before = out.read_bytes()
    with pytest.raises(Conflict):
        packing.pack(bench.house, bench.actor, out, packing.APPLICATION, InlinePapers(), cancelled=lambda: True)
    assert out.read_bytes() == before
