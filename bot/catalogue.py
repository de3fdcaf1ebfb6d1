"""The one catalogue of commands: name, options and who may use it."""

from functools import partial

from bot.call import Command, Kind, Option, Suggestion
from bot.people import Right

MOST_QUESTIONS = 20
"""Questions of the longest quiz taken alone."""

_TOPIC = Option("topic", "one topic; all where left out", completes=True)

COMPARE = Command(
    "compare",
    "How the sides differ: an overview, one topic or one aspect",
    "/compare data",
    (
        _TOPIC,
        Option("aspect", "one aspect of it", completes=True),
        Option("sides", "which sides to show; all where left out", completes=True),
        Option(
            "show",
            "how to show a topic",
            choices=(Suggestion("table", "As a table"), Suggestion("picture", "As a picture")),
        ),
    ),
)
DEFINE = Command(
    "define",
    "What a term means",
    "/define RAG",
    (Option("term", "a word or an abbreviation", required=True, completes=True),),
)
ASK = Command(
    "ask",
    "Ask in your own words",
    "/ask why do AI engineers need so many GPUs?",
    (Option("question", "what you would like to know", required=True),),
)
TIP = Command("tip", "A short lesson; none comes twice until you have seen them all", "/tip models", (_TOPIC,))
QUIZ = Command(
    "quiz",
    "A quiz for you alone, with an explanation after each answer",
    "/quiz use cases 5",
    (
        _TOPIC,
        Option("questions", "how many", Kind.INTEGER, minimum=1, maximum=MOST_QUESTIONS),
    ),
)
PROGRESS = Command("progress", "What you have read and answered, by topic", "/progress")
SETTINGS = Command(
    "settings",
    "Show or change how I behave here",
    "/settings questions:10",
    (
        Option("questions", "how many questions your quizzes have", Kind.INTEGER, minimum=1, maximum=MOST_QUESTIONS),
        Option(
            "share",
            "whether others may see your progress",
            choices=(Suggestion("yes", "Yes"), Suggestion("no", "No")),
        ),
        Option("zone", "your time zone, such as Europe/Berlin", completes=True),
        Option("pack", "what I teach in this channel (for administrators)", completes=True),
        Option("team_zone", "the time zone of all who chose none (for administrators)", completes=True),
    ),
)
_NUMBER = Option("schedule", "its number, or what it does; the only one where left out", completes=True)
_SOME = Option("schedule", "its number, or all; the only one where left out", completes=True)
_for_schedules = partial(Command, right=Right.ADMINISTRATOR, doing="schedule posts")

SCHEDULE_TIP = _for_schedules(
    "schedule tip",
    "A tip in this channel, as often as you like",
    "/schedule tip 09:00 weekdays",
    (
        Option("time", "when, such as 09:00"),
        Option("days", "weekdays where left out; or daily, Monday and Thursday, first Monday …", completes=True),
        Option("zone", "the time zone, such as Europe/Berlin; yours where left out", completes=True),
        _TOPIC,
        Option("start", "the first day, such as 2026-12-31; today where left out"),
        Option("end", "the last day"),
        Option(
            "late",
            "what to do when something kept me from posting in time",
            choices=(Suggestion("post", "Post up to two hours late"), Suggestion("skip", "Skip it")),
        ),
    ),
    needs_channel=True,
)
SCHEDULE_LIST = _for_schedules("schedule list", "All schedules, and how their last posts went", "/schedule list")
SCHEDULE_PREVIEW = _for_schedules(
    "schedule preview",
    "The next five dates, and what the next post will look like",
    "/schedule preview 1",
    (_NUMBER,),
)
SCHEDULE_SKIP = _for_schedules("schedule skip", "Leave out the next post", "/schedule skip 1", (_NUMBER,))
SCHEDULE_NOW = _for_schedules("schedule now", "Post at once, besides what is planned", "/schedule now 1", (_NUMBER,))
SCHEDULE_PAUSE = _for_schedules("schedule pause", "Post no more for now", "/schedule pause 1", (_SOME,))
SCHEDULE_RESUME = _for_schedules("schedule resume", "Post again", "/schedule resume 1", (_SOME,))
SCHEDULE_REMOVE = _for_schedules("schedule remove", "Post never again", "/schedule remove 1", (_NUMBER,))
HELP = Command(
    "help",
    "What I can do, or how one command is used",
    "/help compare",
    (Option("command", "the command to explain", completes=True),),
)

CATALOGUE = (
    COMPARE,
    DEFINE,
    ASK,
    TIP,
    QUIZ,
    PROGRESS,
    SCHEDULE_TIP,
    SCHEDULE_LIST,
    SCHEDULE_PREVIEW,
    SCHEDULE_SKIP,
    SCHEDULE_NOW,
    SCHEDULE_PAUSE,
    SCHEDULE_RESUME,
    SCHEDULE_REMOVE,
    SETTINGS,
    HELP,
)
