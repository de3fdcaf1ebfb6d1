"""Finding time zones by what people type: never one they didn't name, never the opposite of what they said."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.features.learners import locations, zones
from bot.features.learners.clocks import all_clocks, clocks
from bot.features.learners.locations import LocationKind, iana, is_location
from bot.features.learners.meant import clock_of
from bot.features.learners.resembling import alike
from bot.language.refusals import Refusal
from bot.language.text import fold

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def found(typed: str) -> str | None:
    """Return the zone, or None for a refusal, which has to be one sentence of readable length."""
    try:
        return zones.find(typed, NOW)
    except Refusal as refusal:
        assert "\n" not in refusal.sentence
        assert len(refusal.sentence) < 350
        assert all(zones.find(offer.value, NOW) == offer.value for offer in refusal.offers)
        return None


def advice(typed: str) -> str:
    with pytest.raises(Refusal) as caught:
        zones.find(typed, NOW)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Germany", "Europe/Berlin"),
        ("Deutschland", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("münchen", "Europe/Berlin"),
        ("Cologne", "Europe/Berlin"),
        ("Frankfurt", "Europe/Berlin"),
        ("Bavaria", "Europe/Berlin"),
        ("Bangalore", "Asia/Kolkata"),
        ("Bengaluru", "Asia/Kolkata"),
        ("mumbai", "Asia/Kolkata"),
        ("Bombay", "Asia/Kolkata"),
        ("India", "Asia/Kolkata"),
        ("Karnataka", "Asia/Kolkata"),
        ("San Francisco", "America/Los_Angeles"),
        ("california", "America/Los_Angeles"),
        ("NYC", "America/New_York"),
        ("Boston", "America/New_York"),
        ("washington dc", "America/New_York"),
        ("St. Petersburg", "Europe/Moscow"),
        ("Kyoto", "Asia/Tokyo"),
        ("Japan", "Asia/Tokyo"),
        ("South Korea", "Asia/Seoul"),
        ("UK", "Europe/London"),
        ("Scotland", "Europe/London"),
        ("Türkiye", "Europe/Istanbul"),
        ("Queensland", "Australia/Brisbane"),
        ("Tenerife", "Atlantic/Canary"),
        ("Hawaii", "Pacific/Honolulu"),
        ("Portland, Maine", "America/New_York"),
        ("Portland ME", "America/New_York"),
        ("Austin, TX", "America/Chicago"),
        ("London, Ontario", "America/Toronto"),
        ("Cambridge, UK", "Europe/London"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("San Jose Costa Rica", "America/Costa_Rica"),
        ("Europe/Munich", "Europe/Berlin"),
        ("US/California", "America/Los_Angeles"),
        ("Asia/Bangalore", "Asia/Kolkata"),
        ("America/San_Francisco", "America/Los_Angeles"),
        ("Berlin time", "Europe/Berlin"),
        ("America/Los_Angeles (United States)", "America/Los_Angeles"),
        ("Dehli", "Asia/Kolkata"),
        ("New Yrok", "America/New_York"),
        ("Melborne", "Australia/Melbourne"),
        ("UTC", "UTC"),
        ("z", "UTC"),
        ("Z", "UTC"),
        ("gmt", "UTC"),
        ("GMT+0", "UTC"),
        ("UTC+00:00", "UTC"),
        ("Etc/GMT-0", "UTC"),
        ("Greenwich Mean Time", "UTC"),
    ],
)
def test_locations_are_found(typed: str, zone: str) -> None:
    assert found(typed) == zone


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "GMT+2",
            "“GMT+2” doesn't say when clocks change; name a city instead, such as Africa/Johannesburg, "
            "Africa/Cairo or Europe/Helsinki.",
        ),
        (
            "Etc/GMT+2",
            "“Etc/GMT+2” means UTC−2, which probably isn't what you meant; name a city instead, such as "
            "Atlantic/South_Georgia for UTC−2, and Africa/Johannesburg, Africa/Cairo or Europe/Helsinki for UTC+2.",
        ),
        ("UTC 5:30", "“UTC 5:30” doesn't say when clocks change; name a city instead, such as Asia/Kolkata."),
        ("+5.5", "“+5.5” doesn't say when clocks change; name a city instead, such as Asia/Kolkata."),
        ("UTC−8", "“UTC−8” doesn't say when clocks change; name a city instead, such as America/Los_Angeles."),
        ("GMT minus 8", "“GMT minus 8” doesn't say when clocks change; name a city instead, such as America/Los_"),
        ("+25", "“+25” doesn't say when clocks change; name a city near you instead."),
        (
            "IST",
            "“IST” doesn't say where you are; name your city, such as Asia/Kolkata (India), Europe/Dublin (Ireland) "
            "or Asia/Jerusalem (Israel).",
        ),
        (
            "cst",
            "“cst” doesn't say where you are; name your city, such as America/Chicago (the central US and Canada), "
            "America/Mexico_City (Mexico), Asia/Shanghai (China) or America/Havana (Cuba).",
        ),
        (
            "BST",
            "“BST” doesn't say where you are; name your city, such as Europe/London (Britain) or Asia/Dhaka "
            "(Bangladesh).",
        ),
        ("PST", "“PST” doesn't say where you are; name your city, such as America/Los_Angeles (the west of the US"),
        ("EST5EDT", "“EST5EDT” doesn't say where you are; name your city, such as America/New_York (the eastern US"),
        ("CEST", "“CEST” doesn't say where you are; name your city, such as Europe/Berlin (Central Europe)."),
        ("Eastern Time", "“Eastern Time” doesn't say where you are; name your city, such as America/New_York (the"),
        (
            "Pacific Time (US & Canada)",
            "“Pacific Time (US & Canada)” doesn't say where you are; name your city, such as America/Los_Angeles",
        ),
        ("W. Europe Standard Time", "“W. Europe Standard Time” doesn't say where you are; name your city, such as E"),
        (
            "Texas",
            "“Texas” has more than one time zone; name a city there, such as America/Chicago or America/Denver.",
        ),
        (
            "USA",
            "“USA” has more than one time zone; name a city there, such as America/New_York, America/Chicago, "
            "America/Los_Angeles or America/Denver.",
        ),
        (
            "Spain",
            "“Spain” has more than one time zone; name a city there, such as Europe/Madrid or Atlantic/Canary.",
        ),
        (
            "Georgia",
            "“Georgia” could be America/New_York (Georgia, United States) or Asia/Tbilisi (Georgia); say which.",
        ),
        ("San Jose", "“San Jose” could be America/Los_Angeles (United States), America/Costa_Rica (Costa Rica) or A"),
        ("Berl", "I don't know the time zone “Berl”; did you mean Europe/Berlin?"),
        (
            "Europe",
            "I don't know the time zone “Europe”; did you mean Europe/Istanbul, Europe/London or Europe/Berlin?",
        ),
        ("", "Name your time zone, such as Europe/Berlin; a city's fine, too."),
    ],
)
def test_what_could_be_several_is_asked_for(typed: str, sentence: str) -> None:
    assert advice(typed).startswith(sentence)


@pytest.mark.parametrize(
    "typed",
    [
        *("Davis", "Ust", "Marengo", "general", "east", "mon", "DE", "IN", "12:00", "2", "é"),
        *(
            "New York (EST)",
            "EST, Germany",
            "UTC+5, Germany",
            "Berlin (UTC+5)",
            "Berlin +5",
            "UTC+2 Berlin",
            "GMT+2/Rome",
        ),
    ],
)
def test_nothing_is_taken_that_nobody_means(typed: str) -> None:
    assert found(typed) is None


def test_what_is_offered_can_be_pressed() -> None:
    with pytest.raises(Refusal) as caught:
        zones.find("IST", NOW)
    assert [(offer.label, offer.value) for offer in caught.value.offers] == [
        ("Asia/Kolkata (India)", "Asia/Kolkata"),
        ("Europe/Dublin (Ireland)", "Europe/Dublin"),
        ("Asia/Jerusalem (Israel)", "Asia/Jerusalem"),
    ]
    assert caught.value.option == "zone"


def test_stored_zones_keep_working() -> None:
    assert zones.known("Etc/GMT+2").utcoffset(NOW) == timedelta(hours=-2)
    assert zones.known("EST").utcoffset(NOW) == timedelta(hours=-5)


def test_what_a_platform_tells_is_a_place_or_nothing() -> None:
    assert zones.told("Europe/Berlin") == "Europe/Berlin"
    assert zones.told("Asia/Calcutta") == "Asia/Calcutta"
    for nothing in (
        "",
        "UTC",
        "Etc/GMT-2",
        "europe/berlin",
        "EST",
        "../etc/passwd",
        "Europe/Atlantis",
        "\x00",
        "Europe",
    ):
        assert zones.told(nothing) == ""


def test_a_zone_is_told_from_other_words() -> None:
    for zone in (
        "Berlin",
        "europe/berlin",
        "new york",
        "utc",
        "Z",
        "UK",
        "Texas",
        "Bangalore",
        "San Jose",
        "honolulu",
        "Portland, Maine",
        "Austin, TX",
        "Berlin, Germany",
    ):
        assert zones.is_zone(zone)
    for like in ("GMT+2", "UTC-5", "PST", "EST", "Eastern Time", "pacific standard time", "Asia/Nowhere", "Europe/"):
        assert zones.is_like_zone(like)
    for other in (
        "",
        "weekdays",
        "mon-fri",
        "mon",
        "daily",
        "care",
        "data",
        "Berl",
        "9:00",
        "2",
        "every 2 days",
        "west",
        "data, models",
        "Berlin, 7",
    ):
        assert not zones.is_zone(other)
        assert not zones.is_like_zone(other)
    for other in ("pst", "met", "eat", "and/or", "use cases", "/etc/passwd", "some time"):
        assert not zones.is_like_zone(other)


def test_every_abbreviation_of_the_tz_database_leads_to_a_place_that_uses_it() -> None:
    moments = [NOW + timedelta(days=30 * month) for month in range(13)]
    used: dict[str, set[str]] = {}
    for zone in (name for name in iana() if is_location(name)):
        for moment in moments:
            used.setdefault(str(moment.astimezone(ZoneInfo(zone)).tzname()), set()).add(zone)
    lettered = {name: at for name, at in used.items() if name.isalpha() and name not in ("UTC", "GMT")}
    assert len(lettered) > 40
    for name, there in lettered.items():
        offered = {clock.zone for clock in clocks().by_abbreviation[name.lower()]}
        assert offered & there, name
    for clock in all_clocks():
        assert is_location(clock.zone)
        assert zones.told(clock.zone)


def test_every_place_leads_to_its_own_clock_or_is_asked_for() -> None:
    asked = 0
    for name, called in locations.named().items():
        zone = found(called[0].names[0]) if len(called) == 1 else found(name)
        asked += zone is None
        if zone is not None and name not in clocks().by_abbreviation:
            clocks_there = {clock(each) for location in called for each in location.zones}
            assert clock(zone) in clocks_there, name
    assert asked < len(locations.named()) / 25


def test_locations_are_those_of_the_tz_database() -> None:
    known = set(iana())
    for called in locations.named().values():
        for location in called:
            assert set(location.zones) <= known
            assert location.names
    countries = {
        location.country
        for called in locations.named().values()
        for location in called
        if location.kind is LocationKind.COUNTRY
    }
    assert len(countries) > 240


_OFFSETS = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", "UTC", "GMT", "gmt ", "Etc/GMT", "utc", "Z", "(UTC", "Berlin UTC", "Berlin, GMT", "EST"]),
    st.sampled_from(["+", "-", "−", " +", " plus ", " minus ", " "]),
    st.integers(0, 15),
    st.sampled_from(["", ":00", ":30", ":45", "30", ".5", " h", " hours", "00"]),
    st.sampled_from(["", ")", " Berlin", ", Germany", "/Berlin", " (Berlin)", " time", " New York", "  "]),
    st.sampled_from(["", "!", " EST", "\u200b"]),
)
_NAMED = re.compile(r"(?P<sign>[+\-−]| plus | minus ) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d)|(?P<half>\.5))?")


@given(_OFFSETS)
@example("GMT+2")
@example("Etc/GMT+2")
@example("Berlin UTC+5")
def test_what_is_found_has_the_offset_that_was_named(typed: str) -> None:
    zone = found(typed)
    named = _NAMED.search(fold(typed))
    if zone is not None and named is not None:
        distance = timedelta(hours=int(named["hours"]), minutes=30 if named["half"] else int(named["minutes"] or 0))
        distance *= -1 if named["sign"].strip() in ("-", "−", "minus") else 1
        assert NOW.astimezone(ZoneInfo(zone)).utcoffset() == distance


_PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from([*sorted(locations.named())[::37], *sorted(clocks().by_abbreviation), *iana()[::11]]),
    st.sampled_from(
        [",", " ", "/", "(", ")", " time", "standard", "UTC", "+", "-", "2", ":30", "..", "~", "\\", "\x00"]
    ),
)


@given(st.lists(_PIECES, max_size=5).map("".join))
def test_any_text_finds_a_zone_or_is_refused(typed: str) -> None:
    zone = found(typed)
    if zone is not None:
        ZoneInfo(zone)
        assert found(zone) == zone
    assert isinstance(zones.is_zone(typed), bool)
    assert isinstance(zones.is_like_zone(typed), bool)
    assert zones.told(typed) in ("", typed)


@cache
def clock(zone: str) -> tuple[timedelta | None, ...]:
    """Return how a zone's clock runs."""
    return clock_of(zone, NOW)


@given(st.sampled_from(sorted(locations.named())), st.data())
def test_a_slip_never_leads_far_away(name: str, data: st.DataObject) -> None:
    """A name with a letter missing leads to the clock of a name like it, or to UTC."""
    cut = data.draw(st.integers(0, max(0, len(name) - 1)))
    typed = name[:cut] + name[cut + 1 :]
    zone = found(typed)
    if zone is None or locations.key(typed) in locations.named():
        return
    near = {
        clock(each)
        for other, called in locations.named().items()
        if abs(len(other) - len(typed)) <= 1 or other in typed or other in fold(name)
        for location in called
        for each in location.zones
    }
    assert zone == "UTC" or clock(zone) in near


def test_zones_are_suggested_by_places() -> None:
    for typed, zone in (("muni", "Europe/Berlin"), ("bangal", "Asia/Kolkata"), ("calif", "America/Los_Angeles")):
        assert zones.titles().complete(typed)[0].key == zone
    assert {title.key for title in zones.titles().complete("texas")} == {"America/Chicago", "America/Denver"}
    assert zones.titles().complete("utc")[0].key == "UTC"


def test_a_name_in_two_parts_resembles_only_names_in_two_parts() -> None:
    assert alike("nowhere/land", NOW) == []
    assert alike("eurpoe/berlni", NOW)[0].zone == "Europe/Berlin"
