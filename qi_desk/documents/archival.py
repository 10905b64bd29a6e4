"""What makes a paper fit for the archive (ISO 19005-2, level U): who made what when, in which colours, said the same
way for people and for programs, and an id that follows from the content.

Fonts are embedded and text is mapped to Unicode by `fonts`; nothing personal stands here.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import XMP, PDFArray, PDFDictionary, PDFInfo, PDFName, PDFStream, PDFString

from qi_desk import __version__

LANGUAGE = "zh-CN"
CREATOR = f"qi-desk {__version__}"
PRODUCER = f"ReportLab {reportlab.__version__}"

_COLOURS = "sRGB IEC61966-2.1"
_NO_ID = b"\n[<%s><%s>]\n" % (b"0" * 32, b"0" * 32)
_CURVE_POINTS = 256
_PACKET = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
{dates}<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class _Info(PDFInfo):  # type: ignore[misc]
    """The document's information dictionary; the same facts stand in the XMP packet."""

    def __init__(self, title: str, author: str, created: datetime | None) -> None:
        super().__init__()
        self.title, self.author, self.subject = title, author, ""
        self.creator, self.producer = CREATOR, PRODUCER
        self._created = created

    def format(self, document: Any) -> Any:
        facts = {"Title": self.title, "Creator": self.creator, "Producer": self.producer}
        if self.author:
            facts["Author"] = self.author
        if self._created is not None:
            facts |= dict.fromkeys(("CreationDate", "ModDate"), _pdf_moment(self._created))
        return PDFDictionary({name: PDFString(value) for name, value in facts.items()}).format(document)


_END = b"endstream\n"
_plain_format = PDFStream.format


def _ending_on_a_line(stream: Any, document: Any) -> bytes:
    written: bytes = _plain_format(stream, document)
    return written[: -len(_END)] + b"\n" + _END


def mend() -> None:
    """Let the end of a stream stand on a line of its own (ISO 19005-2, 6.1.7.1).

    WORKAROUND: reportlab 5.1 leaves the line end out.
    """
    PDFStream.format = _ending_on_a_line


def prepare(canvas: Any, title: str, author: str, created: datetime | None) -> None:
    """Give a reportlab canvas' document its metadata, its colours and a place for its id."""
    mend()
    # Streams as they are: reading them as text would cost a quarter more.
    rl_config.useA85 = 0
    document = canvas._doc
    document.info = _Info(title, author, created)
    catalog = document.Catalog
    catalog.Metadata = XMP(creator=lambda _document: packet(title, author, created))
    catalog.OutputIntents = PDFArray([_intent(document)])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    document._ID = _NO_ID


def identified(pdf: bytes) -> bytes:
    """The finished file with an id made from its content."""
    at = pdf.rindex(_NO_ID)
    digest = hashlib.sha256(pdf).hexdigest()[:32].upper().encode("ascii")
    return pdf[:at] + b"\n[<%s><%s>]\n" % (digest, digest) + pdf[at + len(_NO_ID) :]


def packet(title: str, author: str, created: datetime | None) -> bytes:
    """The XMP packet."""
    moment = created.isoformat(timespec="seconds") if created is not None else ""
    dates = f"<xmp:CreateDate>{moment}</xmp:CreateDate>\n<xmp:ModifyDate>{moment}</xmp:ModifyDate>\n" if moment else ""
    made_by = f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>\n" if author else ""
    words = {"title": title, "language": LANGUAGE, "producer": PRODUCER, "tool": CREATOR}
    return _PACKET.format(dates=dates, author=made_by, **{name: escape(word) for name, word in words.items()}).encode(
        "utf-8"
    )


def _pdf_moment(moment: datetime) -> str:
    """A moment with its zone as PDF writes it: D:20260310091500+08'00'."""
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _intent(document: Any) -> Any:
    profile = PDFStream(dictionary=PDFDictionary({"N": 3}), content=_srgb(), filters=None)
    profile.dictionary["Alternate"] = PDFName("DeviceRGB")
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(_COLOURS),
            "Info": PDFString(_COLOURS),
            "DestOutputProfile": document.Reference(profile),
        }
    )


@cache
def _srgb() -> bytes:
    """The sRGB colour space (IEC 61966-2-1) as an ICC profile of version 2.1: primaries adapted to D50, one curve."""
    curve = struct.pack(">4sII", b"curv", 0, _CURVE_POINTS) + b"".join(
        struct.pack(">H", round(65535 * _linear(point / (_CURVE_POINTS - 1)))) for point in range(_CURVE_POINTS)
    )
    name = b"sRGB IEC61966-2.1\0"
    parts: dict[bytes, bytes] = {
        b"desc": struct.pack(">4sII", b"desc", 0, len(name)) + name + bytes(78),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\0",
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.4360, 0.2225, 0.0139),
        b"gXYZ": _xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": _xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    return _profile(parts)


def _profile(parts: dict[bytes, bytes]) -> bytes:
    """Header, table of tags, data; tags with the same data share it."""
    data, places, start = b"", dict[bytes, int](), 128 + 4 + 12 * len(parts)
    table = struct.pack(">I", len(parts))
    for tag, part in parts.items():
        if part not in places:
            places[part] = start + len(data)
            data += part + bytes(-len(part) % 4)
        table += struct.pack(">4sII", tag, places[part], len(part))
    size = start + len(data)
    made = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    light = struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ") + made + b"acsp"
    return head + bytes(28) + light + bytes(128 - len(head) - 28 - len(light)) + table + data


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _xyz(*values: float) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(round(value * 65536) for value in values))
