"""Languages of Discord: where someone who uses Discord in one of them most likely is.

https://discord.com/developers/docs/reference#locales has them all. Those that are spoken by many in places with
different clocks tell nothing: en-US, which is also what everybody has who never chose, es-419, pt-BR and ru.
"""

from typing import Final

ZONES: Final = {
    "bg": "Europe/Sofia",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "en-GB": "Europe/London",
    "es-ES": "Europe/Madrid",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "hi": "Asia/Kolkata",
    "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "lt": "Europe/Vilnius",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "ro": "Europe/Bucharest",
    "sv-SE": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
    "zh-CN": "Asia/Shanghai",
    "zh-TW": "Asia/Taipei",
}
"""The zone of nearly all who speak a language; neighbours who do, such as Austrians, go by the same clock."""


def zone_of(locale: object, guild_locale: object) -> str:
    """Return where someone most likely is, or "" if that can't be told.

    Args:
        locale: of the person, untrusted; en-US is what Discord gives to everybody who hasn't chosen.
        guild_locale: of the server that they're in, untrusted.
    """
    named = (locale, guild_locale)
    return next((ZONES[each] for each in named if isinstance(each, str) and each in ZONES), "")
