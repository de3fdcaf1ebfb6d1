"""What the playground's server answers, and who it answers."""

import asyncio
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.adapters.web.conftest import StartSite, Visitors, status

KEY = "correct horse"


async def test_health_is_ok(visitors: Visitors) -> None:
    async with visitors.http.get(f"{visitors.site.url}healthz") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")


@pytest.mark.parametrize("path", ["", "static/app.js", "static/nothing.js", "favicon.ico", "healthz", "nowhere"])
async def test_every_answer_carries_the_security_headers(visitors: Visitors, path: str) -> None:
    async with visitors.http.get(visitors.site.url + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("name", "kind"), [("app.js", "text/javascript"), ("style.css", "text/css"), ("logo.svg", "image/svg+xml")]
)
async def test_page_files_have_their_types(visitors: Visitors, name: str, kind: str) -> None:
    async with visitors.http.get(f"{visitors.site.url}static/{name}") as answer:
        assert (answer.status, answer.content_type) == (200, kind)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../pyproject.toml",
        "/static/..",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static/..%5cserver.py",
        "/static//etc/passwd",
        "/static/index.html",
        "/static/nothing.js",
        "/picture/..%2f..",
        "/picture/nothing",
    ],
)
async def test_there_is_no_way_out_of_the_page_folder(visitors: Visitors, path: str) -> None:
    url = URL(visitors.site.url.rstrip("/") + path, encoded=True)
    assert await status(visitors.http, url) == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[", "192.168.1.9"]
)
async def test_another_host_is_misdirected(visitors: Visitors, host: str) -> None:
    for path in ("", "healthz", "static/app.js", "nowhere"):
        assert await status(visitors.http, visitors.site.url + path, headers={"Host": host}) == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9999", "[::1]:80", "LOCALHOST:1"])
async def test_this_machine_has_several_names(visitors: Visitors, host: str) -> None:
    assert await status(visitors.http, visitors.site.url, headers={"Host": host}) == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://127.0.0.1", "http://localhost:1", "file://"]
)
async def test_a_foreign_page_cannot_connect(visitors: Visitors, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await visitors.http.ws_connect(f"{visitors.site.url}socket", headers={"Origin": origin})
    assert refused.value.status == 403


async def test_a_program_without_an_origin_cannot_connect(visitors: Visitors) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await visitors.http.ws_connect(f"{visitors.site.url}socket")
    assert refused.value.status == 403


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_large_body_is_refused(visitors: Visitors, *, chunked: bool) -> None:
    body = bytes(2 * 1024 * 1024)

    async def pieces() -> Any:
        yield body

    async with visitors.http.post(visitors.site.url, data=pieces() if chunked else BytesIO(body)) as answer:
        assert answer.status == 413


async def test_other_methods_are_not_allowed(visitors: Visitors) -> None:
    async with visitors.http.post(visitors.site.url, data=b"x") as answer:
        assert answer.status == 405


async def test_the_page_brings_everything_itself(visitors: Visitors) -> None:
    for path in ("", "static/style.css", "static/app.js"):
        async with visitors.http.get(visitors.site.url + path) as answer:
            page = await answer.text()
        assert "https://" not in page
        assert "//cdn" not in page


async def test_with_a_key_the_door_is_closed_until_it_is_given(start_site: StartSite) -> None:
    site = await start_site(key=KEY)
    origin = site.url.rstrip("/")
    # By default, a jar doesn't keep cookies from IP addresses.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get(site.url) as answer:
            page = await answer.text()
            assert answer.status == 401
            assert "page-token" not in page
            assert 'name="key"' in page
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(f"{origin}/socket", origin=origin)
        assert refused.value.status == 403
        assert await status(http, f"{site.url}picture/any") == 403
        assert await status(http, site.url, params={"key": "wrong horse"}) == 401
        async with http.get(site.url, params={"key": KEY}, allow_redirects=False) as answer:
            assert answer.status == 302
            cookie = answer.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
            assert KEY not in cookie
        async with Visitors(http, site) as visitors:
            person = await visitors.join("Ana")
            assert (await person.say("hello"))["type"] == "done"


async def test_with_a_key_any_host_will_do_but_the_origin_must_match(start_site: StartSite) -> None:
    site = await start_site(key=KEY)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        assert await status(http, site.url, params={"key": KEY}, headers={"Host": "mac.lan:8000"}) == 302
        await status(http, site.url, params={"key": KEY})
        url = f"{site.url}socket"
        async with http.ws_connect(url, headers={"Host": "mac.lan:8000", "Origin": "http://mac.lan:8000"}) as open_:
            assert not open_.closed
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url, headers={"Host": "mac.lan:8000", "Origin": "http://evil.example"})


async def test_keys_cannot_be_tried_at_will(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    site = await start_site(key=KEY)
    tried = [await status(http, site.url, params={"key": f"wrong {number}"}) for number in range(30)]
    assert tried[:10] == [401] * 10
    assert tried[-1] == 429
    async with http.post(f"{site.url}key", data={"key": "wrong again"}) as door:
        page = await door.text()
    assert "Too many wrong keys; wait a moment" in page
    assert 'name="key"' in page


_HOST = b"Host: localhost\r\n"
_ZIPPED = b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde"


@pytest.mark.parametrize(
    ("said", "status_line"),
    [
        (b"GET / HTTP/1.1\r\n" + _HOST + b"Cookie: versed-key=\xff\r\n\r\n", b"401"),
        (b"POST /key HTTP/1.1\r\n" + _HOST + _ZIPPED, b"400"),
        (b"POST /given HTTP/1.1\r\n" + _HOST + b"Origin: http://localhost\r\nCookie: %b\r\n" + _ZIPPED, b"403"),
        (
            b"POST /given HTTP/1.1\r\n" + _HOST + b"Origin: http://localhost\r\nCookie: %b\r\n"
            b"X-Page-Token: \xff\r\nContent-Length: 1\r\n\r\na",
            b"403",
        ),
        (
            b"POST /given HTTP/1.1\r\n" + _HOST + b"Origin: http://localhost\r\nCookie: %b\r\n"
            b"X-Page-Token: %t\r\n" + _ZIPPED,
            b"400",
        ),
        (b"GET /invitation.svg HTTP/1.1\r\nHost: " + b"a" * 4000 + b"\r\nCookie: %b\r\n\r\n", b"404"),
        (b"GET / HTTP/1.1\r\n" + _HOST + b"Cookie: versed-key=" + b"secret" * 3000 + b"\r\n\r\n", b"400"),
    ],
)
async def test_a_broken_request_is_refused_and_nothing_is_logged(
    start_site: StartSite, said: bytes, status_line: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """The traceback would quote headers, and so keys."""
    site = await start_site(key=KEY)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http, http.get(site.url, params={"key": KEY}) as answer:
        token = await Visitors(http, site).token()
        assert answer.status == 200
    cookies = "; ".join(f"{each.key}={each.value}" for each in jar)
    said = said.replace(b"%b", cookies.encode()).replace(b"%t", token.encode())
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(site.url).port)
    writer.write(said)
    assert status_line in await reader.readline()
    writer.close()
    assert caplog.text == ""
