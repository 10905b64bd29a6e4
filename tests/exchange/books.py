"""xlsx files as no honest program writes them, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

DATES = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'


def sheet(body: str, after: str = "") -> str:
    """A worksheet part around rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str) -> str:
    """A row of inline texts; a cell that begins with `<` is taken as it is."""
    made = (one if one.startswith("<") else f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in cells)
    return f'<row r="{number}">{"".join(made)}</row>'


def parts_of(worksheet: str, *, texts: str = "", styles: str = DATES, book: str = "") -> dict[str, str]:
    """All parts of a workbook with one sheet."""
    return {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book
        or f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="名录" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{_OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": worksheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a file."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return whole.getvalue()


def book(worksheet: str, *, texts: str = "") -> bytes:
    """A workbook with one sheet as a file."""
    return packed(parts_of(worksheet, texts=texts))
