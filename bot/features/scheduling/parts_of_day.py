"""The parts of a day that people name instead of an hour, such as in the evening. Pure."""

import re

_HOURS = {
    "morning": "09:00",
    "lunchtime": "12:00",
    "lunch": "12:00",
    "lunch time": "12:00",
    "noon": "12:00",
    "afternoon": "15:00",
    "evening": "18:00",
    "night": "20:00",
    "end of day": "17:00",
    "end of the day": "17:00",
    "eod": "17:00",
    "cob": "17:00",
}
"""The parts, with the hour to suggest."""

_SHIFTED = {
    "early": {"morning": "07:00", "afternoon": "13:00", "evening": "17:00"},
    "late": {"morning": "11:00", "afternoon": "17:00", "evening": "20:00", "night": "22:00"},
}

_NAMES = "|".join(sorted(_HOURS, key=len, reverse=True))
PART = rf"(?:(?:early|late) )?(?:{_NAMES})s?"
"""A pattern of a part, perhaps an early or a late one, without the words that may introduce it."""

_LED = re.compile(rf"(?:(?:at|by|in|to|into) )?(?:the )?(?:(?P<shift>early|late) )?(?P<part>{_NAMES})s?")


def suggested_hour(text: str) -> str | None:
    """Return the hour to suggest for a part of a day, such as 15:00 for “in the afternoon”; None for other texts.

    Args:
        text: the text, folded.
    """
    found = _LED.fullmatch(text)
    if found is None:
        return None
    return _SHIFTED.get(found["shift"], {}).get(found["part"]) or _HOURS[found["part"]]
