"""What an archive asks of every paper (ISO 19005-2, level U), read back by another program."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from qi_desk.documents import archival
from qi_desk.documents.inline import InlinePapers
from tests.documents import official_views, views
from tests.documents.test_papers import CASES, make

FORBIDDEN = {"\0", "\ufeff", "\ufffe"}


def opened(name: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(make(name).pdf))


def fonts_of(reader: pypdf.PdfReader) -> dict[str, Any]:
    found = {}
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():  # type: ignore[index, union-attr]
            found[name] = font.get_object()
    return found


@pytest.mark.parametrize("name", CASES)
def test_every_font_is_embedded_and_every_code_has_its_character(name: str) -> None:
    reader = opened(name)
    fonts = fonts_of(reader)
    assert fonts
    for font in fonts.values():
        assert font["/FontDescriptor"]["/FontFile2"].get_object().get_data()
        mapped = font["/ToUnicode"].get_object().get_data().decode("latin-1")
        texts = [
            bytes.fromhex(code).decode("utf-16-be") for code in re.findall(r"<[0-9A-F]{2}> <([0-9A-F]{4,})>", mapped)
        ]
        assert not FORBIDDEN.intersection(texts)
    assert not FORBIDDEN.intersection("".join(page.extract_text() for page in reader.pages))
    assert not any(
        obj.get("/BaseFont") in ("/Helvetica", "/Times-Roman")
        for obj in map(reader.get_object, range(1, len(reader.xref[0]) + 1))
        if isinstance(obj, pypdf.generic.DictionaryObject)
    )


UNDATED = {"equipment_label"}
"""A label says the same whenever it is printed."""


@pytest.mark.parametrize("name", CASES)
def test_what_people_read_of_the_file_is_what_programs_read(name: str) -> None:
    reader = opened(name)
    told, packet = reader.metadata, reader.xmp_metadata
    assert told is not None
    assert packet is not None
    assert packet.dc_title == {"x-default": told.title}
    assert packet.dc_creator == [told.author] == [views.STATION.name]
    assert (packet.xmp_creator_tool, packet.pdf_producer) == (told.creator, told.producer)
    assert packet.dc_language == ["zh-CN"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"  # type: ignore[index]
    raw = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert told.creation_date == told.modification_date == (None if name in UNDATED else views.NOW)
    assert (f"<xmp:CreateDate>{views.NOW.isoformat()}</xmp:CreateDate>" in raw) == (name not in UNDATED)
    assert "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>" in raw


def test_colours_are_srgb() -> None:
    intents: Any = opened("minutes").trailer["/Root"]["/OutputIntents"]  # type: ignore[index]
    profile = intents[0].get_object()["/DestOutputProfile"].get_object()
    data = profile.get_data()
    assert profile["/N"] == 3
    assert data == archival._srgb()
    assert int.from_bytes(data[:4], "big") == len(data)
    assert data[36:40] == b"acsp"


def test_the_id_follows_from_the_content() -> None:
    def ids(**changes: Any) -> Any:
        pdf = InlinePapers().make("minutes", official_views.minutes(**changes)).pdf
        return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/ID"]

    first = ids()
    assert first[0] == first[1]
    assert first == ids()
    assert first != ids(issue=4)
    assert first != ids(printed_at=views.NOW + timedelta(seconds=1))


def test_streams_end_on_a_line_of_their_own() -> None:
    pdf = make("meeting_record").pdf
    assert pdf.count(b"endstream") == pdf.count(b"\nendstream") > 10


def test_metadata_names_nobody_who_was_there() -> None:
    for name in ("meeting_record", "sign_in_sheet"):
        raw = opened(name).trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
        for person in ("林示范", "何演练", "欧阳示范", "买买提", views.RARE):
            assert person not in raw
