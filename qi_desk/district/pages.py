"""The district's page in the browser: signed in, read-only, without scripts, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from html import escape
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from qi_desk import resource_files, wording
from qi_desk.district.office import Office
from qi_desk.district.overview import MONTHLY, DeskLine, EvaluationLine, Overview, StationLine, overview
from qi_desk.domain import moments
from qi_desk.domain.errors import NotAllowed
from qi_desk.services.indicators.saying import period_said, share_said

_COOKIE = "qi_district"
_MOST_FORM = 4096
_SILENT_DAYS = 3
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_STATION_COLUMNS = (
    "station",
    "desks",
    "waits",
    "disputes",
    "kept_apart",
    "requests",
    "visits",
    "bookings_made",
    "evaluations",
)
_NUMBERS = frozenset(_STATION_COLUMNS[2:-1])


class Pages:
    """Routes of the page over one office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.routes = [
            Route("/", self._overview, methods=["GET"]),
            Route("/sign-in", self._sign_in, methods=["GET", "POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
            Route("/style.css", self._style, methods=["GET"]),
        ]

    async def _overview(self, request: Request) -> Response:
        name = await run_in_threadpool(self._office.viewers.who, request.cookies.get(_COOKIE, ""))
        if not name:
            return RedirectResponse("/sign-in", 303)
        now = datetime.now(moments.CHINA)
        seen = await run_in_threadpool(overview, self._office.engine, now)
        return HTMLResponse(_page(_body(seen), name), headers=_HEADERS)

    async def _sign_in(self, request: Request) -> Response:
        if request.method == "GET":
            return HTMLResponse(_page(_form("")), headers=_HEADERS)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _MOST_FORM:
                return Response(status_code=413)
        said = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        try:
            session = await run_in_threadpool(
                self._office.viewers.sign_in, said.get("name", "").strip(), said.get("password", "")
            )
        except NotAllowed as error:
            waits = error.code == "signin.wait"
            told = _word("wait", seconds=error.values["seconds"]) if waits else _word("wrong")
            return HTMLResponse(_page(_form(told)), 403, headers=_HEADERS)
        answer = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(_COOKIE, session, httponly=True, samesite="strict", secure=secure)
        return answer

    async def _sign_out(self, _request: Request) -> Response:
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(_COOKIE)
        return answer

    async def _style(self, _request: Request) -> Response:
        return Response(resource_files.data("district/style.css"), media_type="text/css")


def _word(name: str, **values: object) -> str:
    return wording.fill(wording.texts()[f"district_page.{name}"], values)


def _page(body: str, name: str = "") -> str:
    title = escape(_word("title"))
    out = ""
    if name:
        out = f'<span class="muted">{escape(name)}</span><form method="post" action="/sign-out">'
        out += f"<button>{escape(_word('sign_out'))}</button></form>"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"></head>'
        f"<body><header><h1>{title}</h1>{out}</header><main>{body}</main></body></html>"
    )


def _form(told: str) -> str:
    wrong = f'<p class="bad" role="alert">{escape(told)}</p>' if told else ""
    return (
        f'<form class="sign-in" method="post" action="/sign-in">{wrong}'
        f'<label>{escape(_word("name"))}<input name="name" autocomplete="username" required autofocus></label>'
        f'<label>{escape(_word("password"))}<input name="password" type="password" '
        f'autocomplete="current-password" required></label><button>{escape(_word("sign_in"))}</button></form>'
    )


def _body(seen: Overview) -> str:
    return _totals(seen) + _stations(seen) + _bookings(seen)


def _totals(seen: Overview) -> str:
    counts = {
        "stations": len(seen.stations),
        "devices": sum(not desk.revoked for one in seen.stations for desk in one.desks),
        "requests": sum(one.month["request"] for one in seen.stations),
        "visits": sum(one.month["visit"] for one in seen.stations),
        "disputes": sum(one.disputes for one in seen.stations),
    }
    words = {"stations": "stations", "devices": "desks", "requests": "requests", "visits": "visits"}
    parts = "".join(
        f"<div><dt>{escape(_word(words.get(name, name)))}</dt><dd>{count:,}</dd></div>"
        for name, count in counts.items()
    )
    at = escape(_word("as_of", at=f"{seen.at:%Y-%m-%d %H:%M}"))
    return f'<section><dl>{parts}</dl><p class="muted">{at}　{escape(_word("read_only"))}</p></section>'


def _stations(seen: Overview) -> str:
    if not seen.stations:
        return f'<section><p class="muted">{escape(_word("no_stations"))}</p></section>'
    rows = [_station(one, seen.at) for one in seen.stations]
    return f"<section><h2>{escape(_word('stations'))}</h2>{_table(_STATION_COLUMNS, rows)}</section>"


def _station(one: StationLine, now: datetime) -> list[str]:
    desks = "<br>".join(_desk(desk, now) for desk in one.desks)
    trouble = [
        f'<span class="bad">{count}</span>' if count else "0" for count in (one.waits, one.disputes, one.kept_apart)
    ]
    month = [f"{one.month[kind]:,}" for kind in MONTHLY]
    judged = "<br>".join(escape(_evaluation(line)) for line in one.evaluations)
    return [f"{escape(one.name)}<br><span class='muted'>{escape(one.code)}</span>", desks, *trouble, *month, judged]


def _evaluation(line: EvaluationLine) -> str:
    period = period_said(line.period)
    if line.state != "closed":
        return _word("evaluating", period=period, state=wording.code_label("self_evaluation_states", line.state))
    if not line.points:
        return _word("evaluated_without_data", period=period)
    return _word("evaluated", period=period, points=line.points, covered=share_said(Decimal(line.covered)))


def _desk(desk: DeskLine, now: datetime) -> str:
    if desk.revoked:
        return f'{escape(desk.letter)} <span class="muted">{escape(_word("revoked"))}</span>'
    if desk.heard_at is None:
        return f'{escape(desk.letter)} <span class="muted">{escape(_word("never"))}</span>'
    days = (now - desk.heard_at).days
    if days >= _SILENT_DAYS:
        return f'{escape(desk.letter)} <span class="bad">{escape(_word("silent", days=days))}</span>'
    return f'{escape(desk.letter)} <span class="good">{desk.heard_at:%m-%d %H:%M}</span>'


def _bookings(seen: Overview) -> str:
    head = f"<h2>{escape(_word('bookings'))}</h2>"
    if not seen.bookings:
        return f'<section>{head}<p class="muted">{escape(_word("no_bookings"))}</p></section>'
    rows = [
        [escape(one.equipment), f"{one.begins:%m-%d %H:%M}", f"{one.ends:%m-%d %H:%M}", escape(one.station)]
        for one in seen.bookings
    ]
    return f"<section>{head}{_table(('equipment', 'begins', 'ends', 'who'), rows)}</section>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def attribute(column: str) -> str:
        return ' class="number"' if column in _NUMBERS else ""

    head = "".join(f"<th{attribute(one)}>{escape(_word(one))}</th>" for one in columns)
    lines = "".join(
        "<tr>" + "".join(f"<td{attribute(one)}>{cell}</td>" for one, cell in zip(columns, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
