"""Wishes about what Versed posts by itself, which no command grants, with what can be done instead. Pure."""

from bot.features.scheduling.parts_of_day import PART
from bot.features.talk.wishes.words import AT, DAYS, KIND, SAID, SCORES
from bot.language.rich_text import CommandMention, text

_DAYS = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?)(?: (?:or|and) \w+)?"
_KINDS = r"tips?|posts?|questions?|challenges?|reports?|games?|quiz"
_POSTS = rf"(?:(?:the|our|all|any|your|all the|my) )?(?:(?:daily|weekly) )?(?:{_KINDS})"
_WHICH = rf"(?:(?:the|our|all|any|your|all the|my) )?(?:(?:daily|weekly) )?(?P<kind>{_KINDS})"
"""What's posted, and the same where the answer names it."""

_AWAY = r"(?:on (?:holidays?|vacation|leave|a trip)|away|out of (?:the )?office|travelling|traveling)"
_HOLIDAYS = r"(?:on|over|during|at|for) (?:the )?(?:(?:public|bank|national|school) )?holidays?"
_LATER = (
    r"(?:(?:(?:a (?:bit|little)|(?:an?|one|two|three|half an|\d+) (?:hour|minute)s?) )?(?:later|earlier|sooner)"
    r"(?: in the day)?)(?: instead)?"
)
_PART = rf"(?:in |at |to |into )?(?:the )?(?P<at>{PART})(?: instead)?"
"""A part of a day."""

_HOLIDAY = r"(?:(?:public|bank|national|company) )?holiday"
_AGAIN = r"(?:schedule|post|send|run|set up)(?: (?:me|us))?"
_OFTEN = r"(?:(?:every|each|on|once an?|twice an?) .+|daily|weekly|monthly)"

_TELL_ME = "Tell me the exact time, and I'll post then: "

NOT_GRANTED = (
    (
        rf"(?:move|post|send|put|switch|shift|change|show) {_WHICH} (?:to )?(?:(?:on )?(?P<days>{_DAYS}) )?{_PART}",
        text(_TELL_ME, CommandMention(f"/schedule edit {KIND} {DAYS} {AT}"), "."),
    ),
    (
        rf"(?:move|post|send|put|switch|shift|change|show) {_WHICH} (?:to )?(?:(?:on )?(?P<days>{_DAYS}) )?{_LATER}"
        rf"|(?:post|send|write)(?: (?:it|them|me|us))? (?:{_LATER}|{_PART})",
        text(_TELL_ME, CommandMention(f"/schedule edit {KIND} {DAYS} {AT}"), "."),
    ),
    (
        rf"{_AGAIN} (?:a |the )?(?:\w+ )?quiz {_OFTEN}"
        rf"|ask (?:the (?:team|channel|group)|everyone|us) (?:a )?questions? {_OFTEN}",
        text(
            "I can post questions or open a quiz for everyone again and again: ",
            CommandMention("/schedule question"),
            " or ",
            CommandMention("/schedule challenge"),
            ".",
        ),
    ),
    (
        rf"(?:(?:we have|there is|it is) )?(?:a |the )?{_HOLIDAY} (?:on )?(today|tomorrow|{_DAYS})"
        rf"|(today|tomorrow|(?:on )?{_DAYS}) (?:is|we have) (?:a|the) {_HOLIDAY}",
        text("An administrator can leave that day out: ", CommandMention(f"/schedule skip all {SAID}"), "."),
    ),
    (
        rf"(?:also )?(?:post|send)(?: (?:it|them|{_WHICH}))? in another channel(?: too| as well)?"
        r"|change (?:the )?channel"
        rf"|(?:post|send) (?:it|them|{_POSTS}) (?:in|to) (?:two|several|more|other) channels",
        text(
            "Each channel has its own schedules: run ",
            CommandMention(f"/schedule {KIND}"),
            " there, or move one with ",
            CommandMention(f"/schedule edit {KIND}"),
            ".",
        ),
    ),
    (
        rf"{_AGAIN} (?:a |the )?(?:\w+ )?{SCORES} {_OFTEN}",
        text(
            "I post standings when a season ends; ",
            CommandMention("/schedule report"),
            " posts each week what the team knows.",
        ),
    ),
    (
        rf"(?:post|send|repeat)(?: (?:me|us))? (?:it|that|{_WHICH})"
        r"(?: (?:again|(?:right )?now|right away|at once|today))?|(?:report|tip) now",
        text(
            "An administrator can post right away with ",
            CommandMention(f"/schedule now {KIND}"),
            "; ",
            CommandMention("/tip"),
            " and ",
            CommandMention("/progress show:team"),
            " show a tip and the report any time.",
        ),
    ),
    (
        rf"(?:start|open|play|begin|launch) (?:a|the|our)? ?game "
        rf"(?:at \d.*|tomorrow.*|tonight.*|later|(?:on )?(?:the )?{_DAYS}|in (?:an|\d+) .+)",
        text(
            CommandMention("/game start"),
            " opens a game at once, and ",
            CommandMention("/schedule game friday 15:00"),
            " opens one every week.",
        ),
    ),
    (
        rf"(?:stop|do not|never|no|not|avoid|skip)(?: (?:post|posting|send|sending|do))?(?: {_WHICH}| anything)?"
        rf" on (?:the )?(?P<days>{_DAYS})",
        text("A schedule can leave days out: ", CommandMention(f"/schedule edit {KIND} except {DAYS}"), "."),
    ),
    (
        rf"(?=.*\b(?:only|just)\b)(?:(?:only|just) )?(?:post|send)(?: {_WHICH})?(?: (?:only|just))?"
        rf" on (?P<days>{_DAYS})",
        text("A schedule posts on the days you name: ", CommandMention(f"/schedule edit {KIND} {DAYS}"), "."),
    ),
    (
        rf"(?:no|skip|stop|pause|leave out)(?: {_POSTS}| everything| posting)? {_HOLIDAYS}"
        rf"|do not (?:post|send)(?: {_POSTS}| anything)? {_HOLIDAYS}"
        rf"|(?:pause|stop|skip|hold)(?: (?:my|the|our|all))?(?: \w+)? (?:while|when|because|as) (?:i am|we are)"
        rf" {_AWAY}"
        rf"|(?:i am|we are|i will be|we will be) {_AWAY}(?: (?:next|this|until|till|from|for|over|tomorrow)(?:"
        rf" .+)?)?",
        text(
            "I don't know your holidays, so tell me the days. An administrator can run ",
            CommandMention("/schedule pause all 24 Dec to 2 Jan"),
            "; ",
            CommandMention("/remind off"),
            " stops your own reminders.",
        ),
    ),
    (
        rf"(?:move|post|send|put|switch|show) {_WHICH} (?:to|in|into) (?:the )?(?:another|a different|other"
        rf"|\w+) channel"
        rf"(?: instead(?: of here)?)?|(?:post|send) (?:somewhere else|elsewhere|in another channel)",
        text(
            "A schedule can move to another channel: choose it with ", CommandMention(f"/schedule edit {KIND}"), "."
        ),
    ),
    (
        r"(?:post|send|write|talk)(?: (?:me|us))? (?:less|more)(?: often)?|(?:fewer|less|too many)"
        rf" (?:{_WHICH}|messages)|(?:you|it|this) (?:posts?|writes?|talks?|sends?) too (?:much|often)"
        r"|(?:only )?one (?:tip|post|question) (?:a|per) week",
        text(
            "An administrator chooses how often I post: ",
            CommandMention(f"/schedule edit {KIND} days:monday"),
            ", for example.",
        ),
    ),
)
"""Such wishes, with what can be done instead."""
