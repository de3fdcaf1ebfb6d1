"""The key is entered without appearing in an address."""

import aiohttp
import pytest
from yarl import URL

from tests.adapters.web.conftest import StartSite

KEY = "correct horse"


async def test_the_form_posts_the_key_and_its_address_has_none(start_site: StartSite) -> None:
    site = await start_site(key=KEY)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get(site.url) as door:
            assert 'action="/key" method="post"' in await door.text()
        async with http.post(f"{site.url}key", data={"key": "no such key"}) as wrong:
            assert wrong.status == 401
            assert "ask the person who shared it" in await wrong.text()
        async with http.post(f"{site.url}key", data={"key": KEY}, allow_redirects=False) as right:
            assert right.status == 303
        async with http.get(URL(site.url).join(URL(right.headers["Location"]))) as page:
            assert (page.status, str(page.url)) == (200, site.url)
            assert "page-token" in await page.text()


@pytest.mark.parametrize("way", ["typed", "in the address"])
async def test_a_browser_that_keeps_no_cookie_is_told_so(start_site: StartSite, way: str) -> None:
    site = await start_site(key=KEY)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        typed = way == "typed"
        entering = http.post(f"{site.url}key", data={"key": KEY}) if typed else http.get(f"{site.url}?key={KEY}")
        async with entering as door:
            assert door.status == 401
            assert "your browser didn't keep the cookie" in await door.text()
        async with http.get(site.url) as door:
            assert "cookie" not in await door.text()


async def test_the_address_of_a_wrong_key_can_be_opened_again(start_site: StartSite) -> None:
    site = await start_site(key=KEY)
    async with aiohttp.ClientSession() as http, http.get(f"{site.url}key") as door:
        assert (door.status, str(door.url)) == (401, site.url)
        assert 'name="key"' in await door.text()


async def test_odd_bodies_let_nobody_in(start_site: StartSite) -> None:
    site = await start_site(key=KEY)
    file = aiohttp.FormData()
    file.add_field("key", KEY.encode(), filename="key.txt")
    for body in ({}, {"other": KEY}, b"\xff\xfe", file):
        async with aiohttp.ClientSession() as http, http.post(f"{site.url}key", data=body) as answer:
            assert answer.status == 401


async def test_in_a_playground_without_a_key_the_form_leads_to_the_page(
    start_site: StartSite, http: aiohttp.ClientSession
) -> None:
    site = await start_site()
    async with http.post(f"{site.url}key", data={"key": KEY}, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
