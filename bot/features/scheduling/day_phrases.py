"""Parses recurring days in words; functions return None for text that isn't recurring days."""

import re
from collections.abc import Sequence

from bot.features.scheduling.clock_phrases import NUMBERS
from bot.features.scheduling.date_phrases import WEEKDAYS, weekday
from bot.features.scheduling.model import (
    DAILY,
    LAST,
    WEEKENDS,
    WORKING_DAYS,
    Days,
    EveryNth,
    EveryNthWeek,
    OfMonth,
    Weekdays,
)
from bot.features.scheduling.parts_of_day import PART, suggested_hour
from bot.language.refusals import Refusal, values

ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST}

MOST_DAYS = 90
"""Maximum number of days from one post to the next."""

MOST_WEEKS = 13

_NAMED = {
    **dict.fromkeys(
        ("daily", "day", "days", "everyday", "any day", "all days", "all week", "once a day", "once per day"), DAILY
    ),
    **dict.fromkeys(("all", "morning"), DAILY),
    **dict.fromkeys(("weekdays", "weekday", "week days", "week day", "working days", "workdays"), WORKING_DAYS),
    **dict.fromkeys(("working day", "workday", "business days", "business day"), WORKING_DAYS),
    **dict.fromkeys(("m-f", "mtwtf", "mtwrf"), WORKING_DAYS),
    **dict.fromkeys(("mwf", "m/w/f", "m w f", "m, w, f"), Weekdays((0, 2, 4))),
    **dict.fromkeys(("tth", "tuth", "t/th"), Weekdays((1, 3))),
    **dict.fromkeys(("weekends", "weekend"), WEEKENDS),
}
_NEED_EVERY = ("day", "days", "morning")
_NTH = {"other": 2, "alternate": 2, "second": 2, "third": 3, "fourth": 4}
_ORDINAL = "|".join(ORDINALS)
_NUMBER = rf"(?P<number>-?[0-9]{{1,9}}|{'|'.join(NUMBERS)})(?:st|nd|rd|th)?"
_HOW_MANY = rf"(?:(?P<nth>other|alternate|second|third|fourth)|{_NUMBER})"
_EVERY_DAYS = re.compile(rf"(?:every {_HOW_MANY}|(?P<alternate>alternate)) days?")
_EVERY_WEEKS = re.compile(
    rf"(?:every {_HOW_MANY} weeks?|(?P<two>fortnightly|(?:every|once a) fortnight|biweekly|bi-weekly))"
    r"(?: on)?(?P<on> .+)?"
)
_WEEKS_AFTER = re.compile(r"(?P<on>.+?),? (?P<weeks>every \S+ weeks?|fortnightly|every fortnight)")
_EVERY_WEEKDAY = re.compile(r"(?:every )?(?P<nth>other|alternate|second|2nd) (?P<days>.+)")
_OF_MONTH = re.compile(
    r"(?P<monthly>(?:monthly|(?:each|every|once a) month),? (?:on )?)?(?:the |every |each )*(?P<nth>[a-z0-9]+)"
    r" (?P<day>[a-z]+)(?P<month> (?:of |in )?(?:the|a|every|each) month| monthly)?"
)
_EVERY_THIRD = re.compile(r"every (?P<nth>third|3rd|fourth|4th) (?P<day>[a-z]+)")
_EXCEPT = re.compile(r"(?P<all>.+?),? (?:except|but|excluding|without|minus|not)(?: for| on| not)? (?P<but>.+)")
_ONLY_EXCEPT = re.compile(r"(?:except|excluding|without|not)(?: for| on)? \S")
_SPAN = re.compile(r"(?:from )?([a-z]+) ?(?:-|~|to|thru|through|till|until) ?([a-z]+)")
_SEPARATORS = re.compile(r"[,/;&+]|\band\b|\bplus\b")
_FILLERS = re.compile(r"\b(?:every|each|on|all|weekly)\b ?")
_WEEKLY = re.compile(r"(?:weekly|every week|once a week)(?: on)? (?P<after>.+)|(?P<before>.+?) (?:weekly|every week)")
_ONE_DAY = re.compile(r"(?:today|tomorrow|tonight|(?:next|this|coming) \S+|day after tomorrow)")
_SEVERAL = re.compile(rf"(?:every )?(?:the )?(?:{_ORDINAL})(?:,| and| &| or|/)+ ?.*")
_BY_DATE = re.compile(
    r"(?:the |every |each |once a )?(?:(?:first|last|1st) (?:(?:working |business |week)?day|(?=of))"
    r"|[0-9]{1,2}(?:st|nd|rd|th))(?: ?(?:of|in) .*)?"
    r"|(?:monthly|(?:every|each|once a) month)(?:,? (?:on )?(?:the )?[0-9]{1,2}(?:st|nd|rd|th)?)?"
)
_ONLY = re.compile(r"(?:only )?(.+?)(?: only)?")
_RARELY = re.compile(r"quarterly|yearly|annually|(?:every|each|once a) (?:quarter|year)")
_OFTEN = re.compile(
    r"hourly|every (?:\S+ )?(?:hours?|minutes?)|(?:once an|every half) hour"
    r"|(?:twice|thrice|(?:\S+|several) times) (?:a|per|each|every) day|(?:twice|thrice) daily"
)
_SO_OFTEN = re.compile(
    r"(?:twice|thrice|[0-9]x|(?:\S+|several) times) (?:a|per|each|every) week|(?:twice|thrice) weekly"
)
_PART_OF_DAY = re.compile(rf"every (?:single )?(?P<part>{PART})")
_CALENDAR_WEEKS = re.compile(
    r"(?:(?:on|in|every) )?(?:odd|even)(?:-numbered)? weeks?.*|.* (?:in )?(?:odd|even) weeks?"
)
_HOLIDAYS = re.compile(r".* (?:except|but|excluding|without|minus|not)\b.*\b(?:holidays?|vacations?)")


def days(typed: str) -> Days | None:
    """Return the days in a text, such as weekdays, mon-fri, every other Tuesday, first Monday or daily except Sunday.

    Args:
        typed: the text, folded.

    Raises:
        Refusal: it's ambiguous, or a schedule can't have such days.
    """
    text = typed.removeprefix("on ").removeprefix("once every ")
    text = text if text == typed.removeprefix("on ") else f"every {text}"
    if text in _NEED_EVERY:
        return None
    if leaves_out(text):
        text = f"weekdays {text}"
    if only := _ONLY.fullmatch(text):
        text = only[1]
    if (named := _named(text)) is not None:
        return named
    found = _every_days(text) or _every_weeks(text) or _of_month(text)
    if found is not None:
        return found
    refuse_what_cannot_be(text)
    return _without(text) or _chosen(text)


def leaves_out(typed: str) -> bool:
    """Return whether a text only says on which days not to post, such as “except Friday”."""
    return _ONLY_EXCEPT.match(typed) is not None


def refuse_what_cannot_be(text: str) -> None:
    """Refuse days that are understood, but can't be scheduled.

    Raises:
        Refusal: the text says such days.
    """
    if _ONE_DAY.fullmatch(text):
        sentence = (
            f"“{text[:40]}” is one day; use days that repeat, such as every Monday. For a first day, there's “start”."
        )
        raise Refusal(sentence, option="days")
    if text in ("biweekly", "bi-weekly"):
        sentence = f"“{text}” could mean two things; say every 2 weeks or Monday and Thursday."
        raise Refusal(sentence, option="days", offers=values(["every 2 weeks", "Monday and Thursday"]))
    if _SEVERAL.fullmatch(text):
        sentence = "I can post on one such day a month, such as first Monday; make another schedule for the rest."
        raise Refusal(sentence, option="days")
    if _BY_DATE.fullmatch(text):
        sentence = "I can't post on the same date every month; choose a weekday, such as first Monday."
        raise Refusal(sentence, option="days", offers=values(["first Monday", "last Friday"]))
    if part := _PART_OF_DAY.fullmatch(text):
        raise Refusal(f"That needs a time; say daily {suggested_hour(part['part'])}.", option="days")
    for form, sentence, ways in _IMPOSSIBLE:
        if form.fullmatch(text):
            raise Refusal(sentence, option="days", offers=values(ways))


_IMPOSSIBLE: tuple[tuple[re.Pattern[str], str, Sequence[str]], ...] = (
    (_RARELY, "I can't post that rarely; say every 13 weeks or first Monday.", ["every 13 weeks", "first Monday"]),
    (_OFTEN, "I post once a day at most; make another schedule for another time.", ["daily"]),
    (_SO_OFTEN, "Name the days, such as Monday and Thursday.", ["Monday and Thursday"]),
    (_CALENDAR_WEEKS, "I count weeks from the first post; start on such a day and say every other Monday.", []),
    (_HOLIDAYS, "I don't know your holidays; choose weekdays, and use /schedule skip before each.", ["weekdays"]),
)
"""Days that are understood, but can't be scheduled, with what to say, and values that can be."""


def _named(text: str) -> Weekdays | None:
    every = re.sub(r"^(?:every|each) (?:single )?", "", text)
    return _NAMED.get(every)


def _count(match: "re.Match[str]") -> int:
    if match["nth"]:
        return _NTH[match["nth"]]
    number = match["number"]
    return NUMBERS[number] if number in NUMBERS else int(number)


def _every_days(text: str) -> Days | None:
    found = _EVERY_DAYS.fullmatch(text)
    if found is None:
        return EveryNth(7) if text in ("weekly", "every week", "once a week") else None
    number = 2 if found["alternate"] else _count(found)
    _check(number, MOST_DAYS, "days")
    return DAILY if number == 1 else EveryNth(number)


def _every_weeks(text: str) -> Days | None:
    """Return the days in a text such as “every other Tuesday”, “every 2 weeks on Monday and Thursday”."""
    if after := _WEEKS_AFTER.fullmatch(text):
        text = f"{after['weeks']} on {after['on'].removeprefix('on ')}"
    if found := _EVERY_WEEKS.fullmatch(text):
        weeks = 2 if found["two"] else _count(found)
        _check(weeks, MOST_WEEKS, "weeks")
        if not found["on"]:
            return None if text.startswith("bi") else EveryNth(7 * weeks)
        return _weekly(weeks, found["on"].strip())
    if text.startswith(("every ", "alternate ")) and (found := _EVERY_WEEKDAY.fullmatch(text)):
        return _weekly(2, found["days"])
    return None


def _weekly(weeks: int, on: str) -> Days | None:
    chosen = None if on in ("weekday", "weekdays", "workday", "working day") else _chosen(on)
    if chosen is None or weeks == 1:
        return chosen
    return EveryNthWeek(weeks, chosen.days)


def _of_month(text: str) -> Days | None:
    found = _OF_MONTH.fullmatch(text)
    if found is None or found["nth"] not in ORDINALS or (number := weekday(found["day"])) is None:
        return None
    if not found["month"] and not found["monthly"] and (third := _EVERY_THIRD.fullmatch(text)):
        ordinal, name = ORDINALS[third["nth"]], WEEKDAYS[number]
        ordinal_name = {3: "third", 4: "fourth"}[ordinal]
        ways = [f"{ordinal_name} {name} of the month", f"every {ordinal} weeks on {name}"]
        sentence = f"“{text}” could mean two things; say {ways[0]} or {ways[1]}."
        raise Refusal(sentence, option="days", offers=values(ways))
    return OfMonth(ORDINALS[found["nth"]], number)


def _without(text: str) -> Days | None:
    """Return the days in a text such as “weekdays except Friday”."""
    found = _EXCEPT.fullmatch(text)
    if found is None:
        return None
    whole, but = _named(found["all"]) or _chosen(found["all"]), _named(found["but"]) or _chosen(found["but"])
    if whole is None or but is None:
        return None
    left = tuple(each for each in whole.days if each not in but.days)
    return Weekdays(left) if left else None


def _chosen(text: str) -> Weekdays | None:
    """Return the weekdays in a list; None if a word isn't a weekday."""
    if weekly := _WEEKLY.fullmatch(text):
        text = weekly["after"] or weekly["before"]
    listed = _SEPARATORS.sub(",", _FILLERS.sub("", text))
    parts = [part.strip() for part in listed.split(",") if part.strip()]
    chosen: set[int] = set()
    for part in parts:
        if part in _NAMED:
            chosen |= set(_NAMED[part].days)
            continue
        for piece in [part] if _SPAN.fullmatch(part) else part.split():
            span = _SPAN.fullmatch(piece)
            first, last = (weekday(span[1]), weekday(span[2])) if span else (weekday(piece),) * 2
            if first is None or last is None:
                return None
            chosen |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return Weekdays(tuple(sorted(chosen))) if chosen else None


def _check(number: int, most: int, of: str) -> None:
    if not 1 <= number <= most:
        raise Refusal(f"I can post every 1 to {most} {of}, not every {number}.")
