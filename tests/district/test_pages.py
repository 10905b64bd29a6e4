"""The page of the district's people: signed in, read-only, without a name of a person or an enterprise."""

from __future__ import annotations

import http.client
from datetime import datetime
from urllib.parse import urlencode

import pytest

from qi_desk.district.office import Office
from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.domain.moments import CHINA
from qi_desk.services.indicators import evaluations
from tests.district.meeting import Enrol, client_of, exchange, registered
from tests.district.test_disputes import change
from tests.district.test_leases import soon
from tests.services.booking.hall import book, device
from tests.services.indicators import judged
from tests.services.indicators.test_evaluations import FIRMS, MATTERS

NAME, PASSWORD = "区局值班", "clear river 2026"


def ask(
    port: int, method: str, target: str, said: dict[str, str] | None = None, cookie: str = ""
) -> tuple[int, http.client.HTTPMessage, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Cookie": cookie} if cookie else {})
    line.request(method, target, urlencode(said or {}), headers)
    answer = line.getresponse()
    body = answer.read().decode()
    line.close()
    return answer.status, answer.headers, body


def signed_in(office: Office, port: int) -> str:
    office.viewers.add(NAME, PASSWORD)
    status, headers, _ = ask(port, "POST", "/sign-in", {"name": NAME, "password": PASSWORD})
    assert status == 303
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=strict" in headers["Set-Cookie"]
    return str(headers["Set-Cookie"]).partition(";")[0]


def test_nobody_sees_it_unasked(office: Office, port: int) -> None:
    status, headers, _ = ask(port, "GET", "/")
    assert (status, headers["Location"]) == (303, "/sign-in")
    office.viewers.add(NAME, PASSWORD)
    status, _, body = ask(port, "POST", "/sign-in", {"name": NAME, "password": "guess"})
    assert (status, "账号或密码不对" in body) == (403, True)
    assert ask(port, "GET", "/", cookie="qi_district=9999999999.41.00")[0] == 303


def test_it_shows_stations_and_counts_and_names_nobody(enrol: Enrol, office: Office, port: int) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    today = datetime.now(CHINA)
    for bench in (one, two):
        bench.clock.moment = today
    shared = device(one)
    client = client_of(one, registered(one))
    registered(two)
    book(one, shared, client, soon(one, 9), soon(one, 10))
    for bench in (one, two, one):
        exchange(bench)
    change(one, client, products="压力表")
    change(two, client, products="流量计")
    for bench in (one, two, one):
        exchange(bench)
    cookie = signed_in(office, port)
    status, headers, body = ask(port, "GET", "/", cookie=cookie)
    assert status == 200
    assert ask(port, "GET", "/style.css")[1]["Content-Type"].startswith("text/css")
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    for expected in ("番禺示范园服务站", "PY03", "PY04", "今后七天已确认的设备预约", NAME):
        assert expected in body
    assert '<td class="number">1</td>' in body
    for secret in ("陈演练", "示范精密", "1380000", "林示范", "压力表"):
        assert secret not in body


def test_it_shows_how_stations_evaluated_themselves(enrol: Enrol, office: Office, port: int) -> None:
    one = enrol("PY03")
    eid = judged.begun(one, judged.rules(FIRMS, MATTERS), one.as_specialist())
    exchange(one)
    cookie = signed_in(office, port)
    assert "2026 年第 1 季度" not in ask(port, "GET", "/", cookie=cookie)[2], "a draft is the station's own"
    evaluations.submit(one.house, one.as_specialist(), eid, {"conclusion": "平稳。"})
    exchange(one)
    assert "2026 年第 1 季度 待复核" in ask(port, "GET", "/", cookie=cookie)[2]
    evaluations.review(one.house, one.actor, eid, {"check_note": "属实"})
    evaluations.close(one.house, one.actor, eid)
    exchange(one)
    body = ask(port, "GET", "/", cookie=cookie)[2]
    assert "2026 年第 1 季度 75 分（100% 的权重有数据）" in body
    assert "何演练" not in body


def test_a_session_ends_with_its_account(office: Office, port: int) -> None:
    cookie = signed_in(office, port)
    assert ask(port, "GET", "/", cookie=cookie)[0] == 200
    office.viewers.add(NAME, "another river 77")
    assert ask(port, "GET", "/", cookie=cookie)[0] == 303
    office.viewers.remove(NAME)
    with pytest.raises(NotAllowed, match=r"viewer\.wrong"):
        office.viewers.sign_in(NAME, "another river 77")


def test_guessing_is_slowed_down(office: Office) -> None:
    office.viewers.add(NAME, PASSWORD)
    for _ in range(2):
        with pytest.raises(NotAllowed, match=r"viewer\.wrong"):
            office.viewers.sign_in(NAME, "guess")
    with pytest.raises(NotAllowed, match=r"signin\.wait"):
        office.viewers.sign_in(NAME, PASSWORD)


def test_a_weak_password_is_refused(office: Office) -> None:
    with pytest.raises(Invalid):
        office.viewers.add(NAME, "12345")
