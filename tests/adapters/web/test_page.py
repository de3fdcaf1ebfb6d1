"""How the page loads: compressed, all modules at once, with a QR code for phones."""

import re
from importlib.resources import files

import aiohttp
import pytest
import segno

from bot.pictures.palette import SIDE_COLOURS
from tests.adapters.web.conftest import StartSite, Visitors

SCRIPTS = {each.name for each in files("adapters.web").joinpath("page").iterdir() if each.name.endswith(".js")}


async def test_all_modules_are_preloaded(visitors: Visitors) -> None:
    async with visitors.http.get(visitors.site.url) as answer:
        page = await answer.text()
    assert set(re.findall(r'rel="modulepreload" href="/static/([^"]+)"', page)) == SCRIPTS - {"theme.js"}
    assert "{{" not in page


async def test_every_import_is_a_file_of_the_page(visitors: Visitors) -> None:
    for name in SCRIPTS:
        source = files("adapters.web").joinpath("page", name).read_text()
        assert set(re.findall(r'from "/static/([^"]+)"', source)) <= SCRIPTS


async def test_the_page_comes_compressed(visitors: Visitors) -> None:
    async with visitors.http.get(f"{visitors.site.url}static/style.css") as answer:
        assert answer.headers["Content-Encoding"] in ("gzip", "deflate")
    plain = {"Accept-Encoding": "identity"}
    async with visitors.http.get(f"{visitors.site.url}static/style.css", headers=plain) as answer:
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("host", ["192.0.2.7:8321", "versed.local", "[2001:db8::1]:99"])
async def test_the_code_for_phones_has_the_address_in_use_and_no_key(start_site: StartSite, host: str) -> None:
    site = await start_site(key="correct horse")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await (await http.get(f"{site.url}?key=correct%20horse")).read()
        cookies = {each.key: each.value for each in http.cookie_jar}
        async with http.get(f"{site.url}invitation.svg", headers={"Host": host}, cookies=cookies) as answer:
            drawn = await answer.text()
            assert answer.content_type == "image/svg+xml"
    wanted = segno.make(f"http://{host}/").svg_inline(scale=4, border=2, light="white")
    assert re.findall(r' d="([^"]+)"', drawn) == re.findall(r' d="([^"]+)"', wanted)


async def test_the_code_is_shown_only_with_the_key(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    site = await start_site(key="correct horse")
    async with http.get(f"{site.url}invitation.svg") as answer:
        assert answer.status == 404


def test_sides_have_the_colours_of_the_pictures() -> None:
    style = files("adapters.web").joinpath("page", "style.css").read_text()
    sides = re.findall(r"--side-\d: light-dark\((#\w+), (#\w+)\);", style)
    assert sides == [(each.light, each.dark) for each in SIDE_COLOURS]
