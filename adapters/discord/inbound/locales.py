"""Guesses someone's time zone from their language setting in Discord.

https://docs.discord.com/developers/reference#locales lists all languages. Those with many speakers in several time
zones are left out: en-US, which is also the default for everyone who never chose, es-419, pt-BR and ru.
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
"""The time zone of nearly all speakers of a language; neighbours such as Austrians have the same time."""


def zone_of(locale: object, guild_locale: object) -> str:
    """Return someone's most likely time zone, or "" if there's no good guess.

    Args:
        locale: the person's language, untrusted; en-US is Discord's default for everyone who hasn't chosen.
        guild_locale: the language of the server that they're in, untrusted.
    """
    named = (locale, guild_locale)
    return next((ZONES[each] for each in named if isinstance(each, str) and each in ZONES), "")
