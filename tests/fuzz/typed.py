"""Texts a person types, pastes or scans, and tables and pictures they bring."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from qi_desk import resource_files, wording
from qi_desk.domain import credit_code, identity, masking, numbers, paper_templates, phones, slips, text
from qi_desk.domain.meetings import lines, marks
from qi_desk.domain.speech import phrases
from qi_desk.exchange.tables import TableFiles
from qi_desk.gui.scanning import _is_number
from qi_desk.manual import blocks
from qi_desk.services import audit_export, imports, intake, paperwork, searching
from qi_desk.services.paper_templates import _mark_problems
from qi_desk.services.ports import Query
from qi_desk.services.slips import verification
from tests.exchange.books import book, row, sheet
from tests.fuzz.mutations import json_near, parts_near
from tests.fuzz.targets import Target
from tests.support.stations import CODE, Bench, intake_of, make_template, open_copy

_CHAPTER = b"# T\n\n## H {#a}\n- p\n1. s\n|a|b|\n|--|--|\n![p](a.png)\n> n {name} **b** [k](l)"
TODAY = date(2026, 3, 10)


@cache
def place() -> Path:
    """Where the fuzzed files are put."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def bench() -> Bench:
    """A station with a request and a signed paper, open."""
    (place() / "template").mkdir()
    specialist = make_template(place() / "template")
    made = open_copy(place() / "template", place() / "desk", specialist)
    intake.register_and_accept(made.house, made.actor, intake_of())
    with made.house.store.read() as look:
        request = look.select(Query("request"))[0]
    paperwork.receipt(made.house, made.actor, request.eid)
    return made


@cache
def _number() -> str:
    with bench().house.store.read() as look:
        return str(look.select(Query("request"))[0]["number"])


@cache
def _slip() -> str:
    with bench().house.store.read() as look:
        return str(look.select(Query("slip"))[0]["code"])


def _texts() -> list[bytes]:
    typed = (
        _number(),
        "a 0001 12",
        CODE,
        "440113199003070017",
        "020-84800000 转 12",
        "+86 138 0000 1234",
        "广州示范精密仪器 zhan 0001",
        "@何演练 3月15日 送检；下周三前",
    )
    return [*(one.encode() for one in typed), _slip().encode()]


def _text(data: bytes) -> None:
    """Every reader of what is typed into a field; none may raise anything but Invalid."""
    typed = data.decode("utf-8", "replace")
    for check in (phones.check, phones.kind, phones.tail, credit_code.check, credit_code.find, identity.guess):
        check(typed)
    for kind in sorted(identity.KINDS):
        identity.check(kind, typed)
        identity.age_on(kind, typed, TODAY)
    masking.find_personal(typed)
    text.fold(text.clean(typed, multiline=True))
    slips.same_short(typed, _slip())
    _is_number(typed or " ")
    list(marks.read(typed))
    lines.tasks_in(typed, TODAY)
    for read in (numbers.parse, numbers.parse_ticket, slips.read):
        try:
            read(typed)
        except numbers.Invalid:
            continue


def _found(data: bytes) -> None:
    typed = data.decode("utf-8", "replace")
    made = bench()
    searching.find(made.house, made.actor, typed)
    verification.verify(made.house, made.actor, typed)
    verification.verify(made.house, made.actor, typed[:20], typed[20:])


def _written(data: bytes) -> None:
    """Wordings, templates and chapters: shown whatever is in them."""
    typed = data.decode("utf-8", "replace")
    values = {"name": "陈演练", "number": 7}
    phrases.render(typed, values, {"hello": "您好，{name}"})
    phrases.problems_of(typed, ("name", "number"), {"hello": "您好，{name}"})
    phrases.gaps_in(typed)
    paper_templates.problems_of("note", typed, ("name",), required=True, limit=200)
    paper_templates.with_station(typed, {"name": "示范站"})
    list(blocks.spans(typed))
    blocks.bare(typed)
    try:
        blocks.parse(typed)
    except ValueError:
        return


def _table(data: bytes) -> None:
    file = place() / "table"
    file.write_bytes(data)
    made = bench()
    loaded = imports.read(made.house, made.actor, file)
    imports.preview(made.house, made.actor, loaded)


def _tables() -> list[bytes]:
    heads = ("企业名称", "信用代码", "类型", "地址", "人数", "联系人", "电话", "成立日期")
    firm = ("广州示范精密仪器有限公司", CODE, "企业", "番禺区示范路1号", "86", "陈演练", "138 0000 1234", "2019-03-07")
    written = [
        ",".join(heads) + "\r\n" + ",".join(firm) + "\r\n",
        ";".join(heads) + "\n" + '"' + '";"'.join(firm) + '"\n',
    ]
    return [one.encode(code) for one in written for code in ("utf-8-sig", "gbk", "utf-16")]


def _books() -> list[bytes]:
    heads = row(1, "企业名称", "信用代码", "类型", "电话", "成立日期")
    cells = ("广州示范精密仪器有限公司", CODE, "企业", "13800001234", '<c r="E2" s="1"><v>43531</v></c>')
    shared = row(3, '<c r="A3" t="s"><v>0</v></c>', '<c r="B3" t="str"><f>1+1</f><v>2</v></c>', '<c t="b"><v>1</v></c>')
    merged = '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'
    return [book(sheet(heads + row(2, *cells) + shared, merged), texts="<si><t>佛山虚构仪表厂</t></si>")]


def _read_table(data: bytes) -> None:
    file = place() / "book"
    file.write_bytes(data)
    TableFiles().read(file)


def _export(data: bytes) -> None:
    file = place() / "given.csv"
    file.write_bytes(b"table")
    file.with_name("given.csv.sig.json").write_bytes(data)
    audit_export.check_export(bench().house, bench().actor, file)


@cache
def _exports() -> list[bytes]:
    file = place() / "export.csv"
    audit_export.export(bench().house, bench().actor, file, TODAY, TODAY)
    return [file.with_name("export.csv.sig.json").read_bytes()]


def _published(data: bytes) -> None:
    try:
        resource_files.adopt({"codes/channels.toml": data.decode("utf-8", "replace")})
        for name in resource_files.code_lists():
            resource_files.code_list(name)
    finally:
        resource_files.adopt({})
    wording.texts()


def _lists() -> list[bytes]:
    return [resource_files.data("codes/channels.toml"), b'[[row]]\nid = "P01"\nlabel = "x"\n']


def _pictures() -> list[bytes]:
    return [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (64).to_bytes(4, "big") * 2 + bytes(20)]


TARGETS = (
    Target("typed", _text, _texts),
    Target("found", _found, _texts),
    Target(
        "written",
        _written,
        lambda: [b"# T\n\n## H {#a}\n- p\n1. s\n|a|b|\n|--|--|\n![p](a.png)\n> n {name} **b** [k](l)"],
    ),
    Target("table", _table, _tables),
    Target("book", _read_table, _books, parts_near),
    Target("export", _export, _exports, json_near),
    Target("published", _published, _lists),
    Target("picture", _mark_problems, _pictures),
)
