"""The machine's own 仿宋: taken where it will do, left where it will not."""

from __future__ import annotations

import io
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from qi_desk import paths
from qi_desk.documents import fonts, own_font
from qi_desk.documents.client import PaperMaker
from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import PaperError
from tests.documents import official_views
from tests.documents.test_papers import text_of

KAI = paths.resources() / "fonts" / "LXGWWenKai-Regular.ttf"
"""Stands in for a 仿宋: a whole TrueType font that is neither of the papers' own faces for the body."""


@pytest.fixture(autouse=True)
def ours_again() -> Iterator[None]:
    yield
    fonts.use_fang("")


def with_licence_bits(source: Path, target: Path, bits: int) -> Path:
    """The font with other fsType bits."""
    data = bytearray(source.read_bytes())
    for place in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        if tag == b"OS/2":
            struct.pack_into(">H", data, offset + 8, bits)
    target.write_bytes(data)
    return target


def faces(pdf: bytes) -> set[str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [page["/Resources"]["/Font"].values() for page in reader.pages]  # type: ignore[index]
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for each in found for font in each}


def test_a_font_that_will_do_sets_the_body_and_its_gaps_are_filled() -> None:
    before = InlinePapers().make("minutes", official_views.minutes())
    fonts.use_fang(str(KAI))
    assert fonts.fang_file() == str(KAI)
    made = InlinePapers().make("minutes", official_views.minutes())
    assert made.missing == ()
    assert "NotoSerifCJKsc-Regular" in faces(before.pdf) or any("Serif" in name for name in faces(before.pdf))
    assert "".join(text_of(made.pdf).split()) == "".join(text_of(before.pdf).split())
    assert len(faces(made.pdf)) <= len(faces(before.pdf))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("gone.ttf", None, "font.missing"),
        ("words.ttf", b"no font", "font.no_truetype"),
        ("outlines.ttf", b"OTTO" + bytes(40), "font.no_truetype"),
        ("many.ttf", b"ttcf" + bytes(40), "font.no_truetype"),
        ("torn.ttf", b"\x00\x01\x00\x00" + bytes(40), "font.no_truetype"),
    ],
)
def test_what_is_no_font_is_refused_and_papers_go_on(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(PaperError, match=code.replace(".", r"\.")):
        own_font.check(str(file))
    fonts.use_fang(str(file))
    assert fonts.fang_file() == ""
    assert InlinePapers().make("minutes", official_views.minutes()).pages == 3


def test_a_font_that_may_not_be_embedded_or_lacks_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match=r"font\.not_embeddable"):
        own_font.check(str(with_licence_bits(KAI, tmp_path / "locked.ttf", 0x0002)))
    with pytest.raises(PaperError, match=r"font\.lacks"):
        own_font.check(str(paths.resources() / "fonts" / "HanaMinB.ttf"))


def test_fonts_are_found_by_name_and_only_those_that_will_do(tmp_path: Path) -> None:
    shutil.copy(KAI, tmp_path / "SIMFANG.TTF")
    (tmp_path / "deep").mkdir()
    shutil.copy(KAI, tmp_path / "deep" / "fzfsk.ttf")
    shutil.copy(KAI, tmp_path / "kai.ttf")
    (tmp_path / "fangsong.ttf").write_bytes(b"torn")
    assert own_font.found((tmp_path,)) == (str(tmp_path / "SIMFANG.TTF"), str(tmp_path / "deep" / "fzfsk.ttf"))


def test_the_paper_process_sets_what_the_desk_chose() -> None:
    chosen = [str(KAI)]
    maker = PaperMaker(body_font=lambda: chosen[0])
    try:
        own = maker.make("minutes", official_views.minutes())
        chosen[0] = ""
        ours = maker.make("minutes", official_views.minutes())
    finally:
        maker.close()
    assert own != ours
    assert ours == InlinePapers().make("minutes", official_views.minutes())


def test_where_windows_keeps_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the machine, and those a person installed alone; it was not run on Windows."""
    monkeypatch.setattr(own_font.sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", str(tmp_path / "Windows"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "张 三" / "AppData" / "Local"))
    persons = tmp_path / "张 三" / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
    persons.mkdir(parents=True)
    shutil.copy(KAI, persons / "SIMFANG.TTF")
    assert own_font.found() == (str(persons / "SIMFANG.TTF"),)
