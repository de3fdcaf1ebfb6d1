"""Habits: what people type after a command because other bots take it, such as “/quiz stop”. Pure."""

from bot.features.talk.wishes.learners import OTHER_PERIODS
from bot.features.talk.wishes.others import OF_OTHERS
from bot.features.talk.wishes.words import SAID
from bot.language.rich_text import CommandMention, Text, text

_OFF = (
    r"(?:off|stop|no|none|never|disabled?|cancel|paused?|mute|end|close|unsubscribe|quit|exit|done|finish|leave|hide)"
)
_ON = r"(?:on|yes|start|enabled?|resume|subscribe|schedule|auto|automatic(?:ally)?)"
_AGAIN = r"(?:daily|weekly|monthly|weekdays?|mornings?|regular(?:ly)?|recurring|repeat|(?:every|each) .+|at \d.*)"
_SETTING = r"settings? (?:the |my |our )?"
_CARDS = r"(?:reviews?|(?:flash ?)?cards?)"

_NOT_BY_OTHERS = text(
    "An administrator can pause what's scheduled with ",
    CommandMention("/schedule pause"),
    ", and choose who starts games and challenges with ",
    CommandMention("/settings starters:administrators"),
    ".",
)
_POSTS = (
    (
        rf"(?:{_SETTING})?(?:daily |weekly )?(tip|report|question)s? {_OFF}",
        text(
            "An administrator can pause that with ",
            CommandMention(f"/schedule pause {SAID}"),
            ", or end it with ",
            CommandMention(f"/schedule remove {SAID}"),
            ".",
        ),
    ),
    (
        rf"(?:{_SETTING})?(?:daily |weekly )?(tip|report|question|challenge|game)s? (?:{_ON}|{_AGAIN})",
        text(
            "An administrator can have that posted again and again: ",
            CommandMention(f"/schedule {SAID}"),
            " sets it up, and ",
            CommandMention(f"/schedule resume {SAID}"),
            " ends a pause.",
        ),
    ),
    (rf"{_SETTING}(?:games?|challenges?) {_OFF}|challenge (?:off|disabled?|no|never|none)", _NOT_BY_OTHERS),
    (
        rf"(?:{_SETTING})?quiz (?:{_ON}|{_AGAIN})",
        text(
            "A quiz comes when you ask for it. For everyone, an administrator can schedule ",
            CommandMention("/schedule question"),
            " or ",
            CommandMention("/schedule challenge"),
            ".",
        ),
    ),
    (
        rf"(?:{_SETTING})?quiz {_OFF}",
        text(
            "A quiz is yours alone: you can leave it whenever you like. A live game ends with ",
            CommandMention("/game stop"),
            ".",
        ),
    ),
    (
        r"quiz (?:results?|scores?|leader ?board|ranking|stats|history)",
        text(
            CommandMention("/progress"),
            " shows how your quizzes went, and ",
            CommandMention("/leaderboard"),
            " who has most points.",
        ),
    ),
    (
        r"quiz (?:skip|continue|restart|back)",
        text("The buttons under a question take you on; ", CommandMention("/quiz"), " starts a new quiz."),
    ),
    (
        r"quiz (?:team|teams|live|multiplayer|together|everyone|group|us)",
        text(
            CommandMention("/game start"),
            " opens a live quiz for everyone here, and ",
            CommandMention("/challenge"),
            " one that each takes in their own time.",
        ),
    ),
    (
        r"tip (?:list|all|archive|history)",
        text(CommandMention("/tip"), " shows one at a time, each of them before any comes again."),
    ),
    (
        rf"leader ?board (?:daily|(?:every|each) .+|post|publish|{_ON})",
        text(
            "I post standings when a season ends; ",
            CommandMention("/schedule report"),
            " posts each week what the team knows.",
        ),
    ),
)
_CHALLENGES = (
    (
        r"challenge (?:results?|scores?|leader ?board|ranking|standings|winners?|who)",
        text(
            "The results are posted in the channel when it's over; ",
            CommandMention("/leaderboard week"),
            " adds them up.",
        ),
    ),
    (
        r"challenge (?:list|join|take|play|status|info|show|all|history|upcoming)",
        text(
            CommandMention("/challenge"),
            " takes you to the one that's open here; ",
            CommandMention("/schedule list"),
            " shows what comes next.",
        ),
    ),
    (
        r"challenge (?:extend|longer|prolong|edit|change|delete|remove|skip)",
        text(
            "A challenge keeps its questions and its end; an administrator can end it early with ",
            CommandMention("/challenge close"),
            ", and leave out the next one with ",
            CommandMention("/schedule skip challenge"),
            ".",
        ),
    ),
    (
        r"game (?:players?|list|status|info|scores?|results?|leader ?board|standings|who|show)",
        text(
            "The game's own message in its channel shows who's in and who leads; ",
            CommandMention("/leaderboard"),
            " adds up all games.",
        ),
    ),
)
_PEOPLE = (
    (
        rf"leader ?board {_OFF}|leader ?board (?:private|anonymous|remove me|me off)"
        rf"|{_SETTING}(?:points?|scores?|rank(?:ing)?|season|name) {_OFF}|{_SETTING}anonym\w+(?: {_ON})?",
        text(CommandMention("/settings shown:no"), " takes you off the leaderboards; your points stay yours."),
    ),
    (
        r"leader ?board (?:reset|clear|restart|zero|new|delete|wipe|erase)",
        text(
            "A season starts from zero: an administrator can open one with ",
            CommandMention("/season start"),
            ", or start the running one over with ",
            CommandMention("/season reset"),
            ".",
        ),
    ),
    (r"leader ?board (?:day|today|yesterday|year|yearly|annual|(?:this|last) year|quarter(?:ly)?)", OTHER_PERIODS),
    (
        r"leader ?board (?:top(?: \w+)?|rank|global|server|channel|first)",
        text(CommandMention("/leaderboard"), " alone shows who's ahead, and where you are."),
    ),
    (
        r"progress (?:reset|clear|delete|erase|remove|restart|wipe|zero|new)",
        text(
            CommandMention("/privacy erase"),
            " deletes everything I know about you, your progress included.",
        ),
    ),
    (
        rf"progress (?:{_OFF}|private|secret)",
        text("Others see your progress only if you share it; ", CommandMention("/settings share:no"), " ends that."),
    ),
    (
        rf"progress (?:share|public|{_ON})",
        text(CommandMention("/settings share:yes"), " lets others see your progress."),
    ),
    (r"progress (?:of |for )?someone", OF_OTHERS),
    (
        rf"(?:{_SETTING})?{_CARDS} {_OFF}",
        text(
            "You can stop at any card; the rest wait for you. If I remind you of them, ",
            CommandMention("/remind off"),
            " ends that.",
        ),
    ),
    (
        rf"(?:{_SETTING})?{_CARDS} (?:{_ON}|{_AGAIN})"
        rf"|{_SETTING}(?:reminders?|remind(?: me)?) (?:{_ON}|{_AGAIN}|\d.*)",
        text(CommandMention("/remind 9:00"), " sets the time at which I tell you that cards are due."),
    ),
    (
        rf"{_SETTING}(?:reminders?|remind(?: me)?|dms?|direct messages?|e ?mails?|messages?|alerts?|notify|pings?)"
        rf" {_OFF}"
        rf"|{_SETTING}(?:{_OFF}|quiet|silent|silence)",
        text(
            CommandMention("/remind off"),
            " stops my reminders of flashcards, and ",
            CommandMention("/settings nudges:no"),
            " those before a challenge closes.",
        ),
    ),
    (
        rf"{_CARDS} (?:reset|restart|clear|delete|remove|erase|start over)",
        text(
            "Each card comes back when you're about to forget it; ",
            CommandMention("/privacy erase"),
            " deletes all that I know about you, cards included.",
        ),
    ),
    (
        rf"{_CARDS} (?:list|show|all|status|stats|count|left)",
        text(CommandMention("/progress"), " shows how many cards you know and how many are due."),
    ),
    (
        rf"{_CARDS} (?:add|create|make|write|edit)",
        text(
            "An editor can write one with ",
            CommandMention("/pack add"),
            "; ",
            CommandMention("/suggest"),
            " suggests one.",
        ),
    ),
    (
        r"link (?:off|remove|stop|cancel|delete|none|no)",
        text(CommandMention("/unlink"), " takes your accounts apart again."),
    ),
)
_SETTINGS = (
    (
        rf"(?:{_SETTING})?(?:language|lang|locale)(?: .+)?"
        rf"|{_SETTING}(?:english|german|deutsch|french|francais|spanish|espanol|italian|dutch|polish|portuguese|turkish|"
        r"russian|arabic|hindi|chinese|japanese|korean)",
        text(
            "I only speak English; what I teach is in the language of its pack. ",
            CommandMention("/pack list"),
            " shows the packs.",
        ),
    ),
    (
        rf"{_SETTING}(?:channel|post(?:s|ing)?|where|frequency|how often|interval|days?|time|hour|schedules?)"
        r"(?: .+)?",
        text(
            CommandMention("/schedule list"),
            " shows when and where I post, with a button to change it; ",
            CommandMention("/remind 9:00"),
            " sets the time of your reminders.",
        ),
    ),
    (
        rf"{_SETTING}(?:reset|defaults?|clear)(?: .+)?",
        text("Change them one by one: ", CommandMention("/settings"), " shows each with a menu."),
    ),
    (
        rf"{_SETTING}(?:nick ?name|name|avatar)(?: .+)?",
        text("I use the name that you have in this chat; change it in your profile."),
    ),
    (
        rf"{_SETTING}(?:my )?team (?:name )?(\w+)",
        text(
            "Join a team with ",
            CommandMention(f"/team join {SAID}"),
            "; ",
            CommandMention("/team rename"),
            " renames yours.",
        ),
    ),
    (
        r"(?:compare|define|quiz|review|cards) (?:topics?|list|all topics|menu|index|contents?)",
        text(CommandMention("/compare"), " alone shows all topics."),
    ),
)
_ALONE = (
    (
        r"off|stop|mute|unsubscribe|quiet|silence|shut ?up|disable|opt ?out",
        text(
            CommandMention("/remind off"),
            " stops my reminders; an administrator can pause my posts with ",
            CommandMention("/schedule pause all"),
            ".",
        ),
    ),
    (
        r"daily|subscribe|weekly",
        text("An administrator can have a tip posted again and again: ", CommandMention("/schedule tip"), "."),
    ),
    (
        r"(?:glossary|terms?|words?|dictionary|vocab(?:ulary)?) (.+)",
        text(CommandMention(f"/define {SAID}"), " looks that up."),
    ),
    (
        r"glossary|terms?|words?|dictionary|vocab(?:ulary)?",
        text(CommandMention("/define"), " looks up a word, such as ", CommandMention("/define bias"), "."),
    ),
    (r"start|about|info|menu|commands?|manual|usage", text(CommandMention("/help"), " shows what I can do.")),
    (r"top(?: \w+)?|scores|winners?", text(CommandMention("/leaderboard"), " shows who has scored most.")),
    (r"levels?|xp|streaks?|profile|me|account", text(CommandMention("/progress"), " shows how you're doing.")),
    (
        r"(?:delete|erase|forget)(?: (?:me|my data|everything|account|my account))?",
        text(CommandMention("/privacy erase"), " deletes everything I know about you."),
    ),
)

HABITS: tuple[tuple[str, Text], ...] = (*_POSTS, *_CHALLENGES, *_PEOPLE, *_SETTINGS, *_ALONE)
"""What's typed, in normalised words, with what to type instead."""
