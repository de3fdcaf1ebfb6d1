"""Addresses in any script are encoded as browsers do it; those that no browser opens are refused, with the reason."""

from pathlib import Path

import pytest

from bot.content.addresses import encoded
from bot.content.reading.cache import load_cached
from bot.content.reading.load import load
from tests.content.small_pack import COVER, lines, problems_in, write

NO_ADDRESS = "a browser can't open this address; check the name after https://, or delete the field"
NOT_HTTPS = "only addresses that start with https:// are allowed; write one like that, or delete the field"


def with_source(source: str) -> str:
    return COVER.replace("source:\n  title: A workshop\n  credit: Thanks to the workshop.\n", source)


def with_url(url: str) -> str:
    return with_source(f"source:\n  title: x\n  credit: y\n  url: {url}\n")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://münchen.de/ä b", "https://xn--mnchen-3ya.de/%C3%A4%20b"),
        ("https://faß.de/", "https://xn--fa-hia.de/"),
        ("https://例え.jp/パス", "https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9"),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("https://💩.la/x", "https://xn--ls8h.la/x"),
        ("https://xn--mnchen-3ya.de/%C3%A4", "https://xn--mnchen-3ya.de/%C3%A4"),
        ("https://de.wikipedia.org/wiki/Käse_(Küche)", "https://de.wikipedia.org/wiki/K%C3%A4se_(K%C3%BCche)"),
        ("https://example.org/a?x=ü#ö", "https://example.org/a?x=%C3%BC#%C3%B6"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org:8443/a;b,c@d!$&'*+=:", "https://example.org:8443/a;b,c@d!$&'*+=:"),
        ("https://127.0.0.1/x", "https://127.0.0.1/x"),
        ("https://[::1]/x", "https://[::1]/x"),
    ],
)
def test_an_address_may_contain_any_letter(tmp_path: Path, address: str, expected: str) -> None:
    folder = write(tmp_path / "pack", pack=with_url(f'"{address}"'))

    source = load(folder).source
    assert source is not None
    assert source.url == expected
    assert load_cached(folder, tmp_path / "cache") == load_cached(folder, tmp_path / "cache") == load(folder)
    assert encoded(expected) == expected


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://exa mple.org/", NO_ADDRESS),
        ("https:///page", NO_ADDRESS),
        ("https://a..b/", NO_ADDRESS),
        ("https://example.org:99999/", NO_ADDRESS),
        (f"https://{'ä' * 70}.de/", NO_ADDRESS),
        ("https://", NOT_HTTPS),
        ("http://example.org", NOT_HTTPS),
        ("münchen.de", NOT_HTTPS),
        ("javascript:alert(1)", NOT_HTTPS),
    ],
)
def test_an_address_that_no_browser_opens_is_refused(tmp_path: Path, address: str, sentence: str) -> None:
    folder = write(tmp_path / "pack", pack=with_url(f'"{address}"'))

    assert lines(problems_in(folder), folder) == [f"pack.yaml:11:8: {sentence}"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("source: {}\n", ["8:9: `credit` is missing; add `credit: …`", "8:9: `title` is missing; add `title: …`"]),
        (
            "source:\n  url: http://x.org\n",
            [
                "9:3: `credit` is missing; add `credit: …`",
                "9:3: `title` is missing; add `title: …`",
                f"9:8: {NOT_HTTPS}",
            ],
        ),
        (
            "source:\n  titel: x\n  by: y\n",
            [
                "9:3: `credit` is missing; add `credit: …`",
                "9:3: there's no field `titel` (did you mean `title`?); fix the name",
                "10:3: there's no field `by`; use title, credit, url, or delete it",
            ],
        ),
    ],
)
def test_all_faults_of_a_source_are_reported_at_once(tmp_path: Path, source: str, expected: list[str]) -> None:
    folder = write(tmp_path / "pack", pack=with_source(source))

    assert lines(problems_in(folder), folder) == [f"pack.yaml:{line}" for line in expected]
