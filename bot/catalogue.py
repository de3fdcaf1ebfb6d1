"""The one catalogue of commands: name, options and who may use it."""

from functools import partial

from bot.language.people import Right
from bot.language.requests import Command, Kind, Option, Suggestion

MOST_QUESTIONS = 20
"""Questions of the longest quiz taken alone."""

MOST_CARDS = 999
"""Cards of the longest day of reviews."""

MOST_TEAMS = 6
"""Teams of one game: as many as there are colours."""

TEAM_COLOURS = ("red", "blue", "green", "yellow", "purple", "orange")
"""The colours that a team may have, by name."""

SCORING = "scoring"
"""What `help` explains beside the commands."""

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
_QUESTIONS = Option("questions", "how many; 7 where left out", Kind.INTEGER, minimum=1, maximum=MOST_QUESTIONS)
_SECONDS = Option("seconds", "time for each question; 20 where left out", Kind.INTEGER, minimum=5, maximum=120)
_MODE = Option(
    "mode",
    "who plays against whom; teams where left out",
    choices=(
        Suggestion("teams", "Teams"),
        Suggestion("everyone", "Everyone for themselves"),
        Suggestion("duel", "A duel of two"),
        Suggestion("together", "All together against a target"),
    ),
)

GAME_START = Command(
    "game start",
    "Open the lobby of a live quiz game in this channel",
    "/game start data 5 20 mode:teams",
    (
        _TOPIC,
        _QUESTIONS,
        _SECONDS,
        _MODE,
        Option(
            "teams",
            "how many coloured teams; your own teams where left out",
            Kind.INTEGER,
            minimum=2,
            maximum=MOST_TEAMS,
        ),
        Option(
            "points",
            "how members make a team's points; the mean where left out",
            choices=(
                Suggestion("mean", "The mean of all members"),
                Suggestion("best", "The mean of the best three"),
                Suggestion("sum", "The sum of all members"),
            ),
        ),
        Option(
            "streaks",
            "whether right answers in a row earn more",
            choices=(Suggestion("yes", "Yes"), Suggestion("no", "No")),
        ),
    ),
    needs_channel=True,
)
GAME_JOIN = Command("game join", "Play along in the game of this channel", "/game join", needs_channel=True)
GAME_PAUSE = Command("game pause", "Pause the game you host, or go on", "/game pause", needs_channel=True)
GAME_SKIP = Command("game skip", "Skip the question, or the wait for the next", "/game skip", needs_channel=True)
GAME_STOP = Command("game stop", "End the game you host", "/game stop", needs_channel=True)
_SIDE = Option("name", "how the other side sees yours")
GAME_INVITE = Command(
    "game invite",
    "Invite another channel, server or workspace to play against yours",
    "/game invite name:Foxes",
    (_SIDE,),
    Right.ADMINISTRATOR,
    "invite another side",
    needs_channel=True,
)
GAME_ACCEPT = Command(
    "game accept",
    "Take part in the game of another side, by its code",
    "/game accept k3m9q2ab name:Owls",
    (Option("code", "what the other side gave you", required=True), _SIDE),
    Right.ADMINISTRATOR,
    "accept an invitation",
    needs_channel=True,
)
_OF_FIVE = Option("questions", "how many; 5 where left out", Kind.INTEGER, minimum=1, maximum=MOST_QUESTIONS)
_OF_THIRTY = Option("seconds", "time for each question; 30 where left out", Kind.INTEGER, minimum=5, maximum=120)
CHALLENGE = Command(
    "challenge",
    "A quiz for all of this channel, each in their own time; or where you are in it",
    "/challenge data 5 30 closes:2d",
    (
        _TOPIC,
        _OF_FIVE,
        _OF_THIRTY,
        Option("closes", "when, such as 4h, 2 days, Friday or tomorrow 17:00; in a day where left out"),
    ),
    needs_channel=True,
)
SEASON_START = Command(
    "season start",
    "Let a season of the leaderboard begin, told and closed in this channel",
    "/season start Spring end:90d",
    (
        Option("name", "what it is called", required=True),
        Option("end", "when it closes, such as 90d, 2030-06-30 or Friday 17:00", required=True),
        Option("start", "when it opens, such as tomorrow or 2030-04-01; at once where left out"),
    ),
    Right.ADMINISTRATOR,
    "start a season",
    needs_channel=True,
)
SEASON_END = Command(
    "season end",
    "End the season before its time, or call one off",
    "/season end",
    (),
    Right.ADMINISTRATOR,
    "end a season",
)
SEASON_LIST = Command("season list", "The seasons there are and were", "/season list")
TEAM_CREATE = Command(
    "team create",
    "Make a team that lasts, and join it",
    "/team create Foxes colour:red",
    (
        Option("name", "what it is called", required=True),
        Option("colour", "its colour", choices=tuple(Suggestion(each, each.capitalize()) for each in TEAM_COLOURS)),
    ),
)
_TEAM = Option("team", "which one", required=True, completes=True)
TEAM_JOIN = Command("team join", "Join a team; you leave the one you are in", "/team join Foxes", (_TEAM,))
TEAM_LIST = Command("team list", "The teams there are, and who is in them", "/team list")
TEAM_LEAVE = Command("team leave", "Leave your team", "/team leave")
LEADERBOARD = Command(
    "leaderboard",
    "Who has scored most in games, and who deserves a word",
    "/leaderboard month",
    (
        Option(
            "period",
            "what time it covers; the last 30 days where left out",
            choices=(
                Suggestion("week", "The last 7 days"),
                Suggestion("month", "The last 30 days"),
                Suggestion("season", "The season"),
                Suggestion("all", "All time"),
            ),
        ),
        _TOPIC,
        Option(
            "of",
            "whom it ranks; everyone where left out",
            choices=(
                Suggestion("everyone", "Everyone here"),
                Suggestion("channel", "Games in this channel"),
                Suggestion("teams", "Teams"),
            ),
        ),
        Option("season", "an earlier season by its name", completes=True),
    ),
)
REVIEW = Command(
    "review",
    "Flashcards for you alone; each comes back when you are about to forget it",
    "/review data",
    (_TOPIC,),
)
REMIND = Command(
    "remind",
    "A private note on days when flashcards are due; only if you ask for it",
    "/remind 08:30",
    (
        Option("time", "when, such as 08:30, or off; 09:00 where left out"),
        Option("zone", "your time zone, such as Europe/Berlin", completes=True),
    ),
)
PROGRESS = Command(
    "progress",
    "How you stand: read, answered, reviewed; or what the team knows",
    "/progress",
    (
        Option(
            "show",
            "what to show; your own where left out",
            choices=(
                Suggestion("me", "My own progress"),
                Suggestion("picture", "My own as a picture"),
                Suggestion("team", "What the team knows"),
            ),
        ),
    ),
)
LINK = Command(
    "link",
    "Learn as one on several platforms: get a code here, use it there",
    "/link",
    (Option("code", "the code that /link gave you elsewhere"),),
)
UNLINK = Command("unlink", "Let this place count on its own again", "/unlink")
PRIVACY_EXPORT = Command("privacy export", "Everything I hold about you, as files", "/privacy export")
PRIVACY_ERASE = Command("privacy erase", "Delete everything I hold about you here", "/privacy erase")
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
        Option(
            "shown",
            "whether leaderboards show you",
            choices=(Suggestion("yes", "Yes"), Suggestion("no", "No")),
        ),
        Option("new_cards", "how many new cards you meet in a day", Kind.INTEGER, maximum=MOST_CARDS),
        Option("reviews", "how many cards come back to you in a day", Kind.INTEGER, maximum=MOST_CARDS),
        Option(
            "retention",
            "how many of 100 cards you want to know when they come back",
            Kind.INTEGER,
            minimum=70,
            maximum=97,
        ),
        Option("zone", "your time zone, such as Europe/Berlin", completes=True),
        Option("pack", "what I teach in this channel (for administrators)", completes=True),
        Option("team_zone", "the time zone of all who chose none (for administrators)", completes=True),
    ),
)
_NUMBER = Option("schedule", "its number, or what it does; the only one where left out", completes=True)
_SOME = Option("schedule", "its number, course 3, or all; the only one where left out", completes=True)
_for_schedules = partial(Command, right=Right.ADMINISTRATOR, doing="schedule posts")

_TIME = Option("time", "when, such as 09:00")
_ZONE = Option("zone", "the time zone, such as Europe/Berlin; yours where left out", completes=True)
_START = Option("start", "the first day, such as 2026-12-31; today where left out")
_END = Option("end", "the last day")
_LATE = Option(
    "late",
    "what to do when something kept me from posting in time",
    choices=(Suggestion("post", "Post up to two hours late"), Suggestion("skip", "Skip it")),
)


_NOTIFY = Option("notify", "a role or a user group to ping; nobody where left out", Kind.ROLE)
_EVERYONE = Option(
    "everyone",
    "whether to ping all instead; use it with care",
    choices=(
        Suggestion("everyone", "@everyone: all in this channel"),
        Suggestion("here", "@here: those who are online"),
    ),
)


def _days(usual: str) -> Option:
    """On which days something is posted; on the usual ones where left out."""
    return Option("days", f"{usual} where left out; or daily, Monday and Thursday, first Monday …", completes=True)


SCHEDULE_TIP = _for_schedules(
    "schedule tip",
    "A tip in this channel, as often as you like",
    "/schedule tip 09:00 weekdays",
    (_TIME, _days("weekdays"), _ZONE, _TOPIC, _START, _END, _LATE, _NOTIFY, _EVERYONE),
    needs_channel=True,
)
SCHEDULE_REPORT = _for_schedules(
    "schedule report",
    "What the team knows, posted in this channel",
    "/schedule report 16:00 Friday",
    (_TIME, _days("Friday"), _ZONE, _START, _END, _LATE, _NOTIFY, _EVERYONE),
    needs_channel=True,
)
SCHEDULE_GAME = _for_schedules(
    "schedule game",
    "An invitation to a live game in this channel; the first one who joins opens its lobby",
    "/schedule game 15:00 Friday questions:5",
    (
        _TIME,
        _days("Friday"),
        _ZONE,
        _TOPIC,
        _QUESTIONS,
        _SECONDS,
        _MODE,
        Option("players", "with how many it begins; 2 where left out", Kind.INTEGER, minimum=1, maximum=50),
        Option(
            "lobby", "minutes from the first one's joining; 5 where left out", Kind.INTEGER, minimum=1, maximum=20
        ),
        _START,
        _END,
        _NOTIFY,
        _EVERYONE,
    ),
    needs_channel=True,
)
SCHEDULE_COURSE = _for_schedules(
    "schedule course",
    "A run of working days in one step: a tip each morning, a report in the end; shown before it begins",
    "/schedule course 10 09:00",
    (
        Option("length", "how many working days; 10 where left out", Kind.INTEGER, minimum=1, maximum=30),
        _TIME,
        _ZONE,
        _TOPIC,
        _START,
        _NOTIFY,
        _EVERYONE,
    ),
    needs_channel=True,
)
SCHEDULE_CHALLENGE = _for_schedules(
    "schedule challenge",
    "A challenge opened in this channel, as often as you like",
    "/schedule challenge 09:00 Monday closes:2d",
    (
        _TIME,
        _days("Monday"),
        _ZONE,
        _TOPIC,
        _OF_FIVE,
        _OF_THIRTY,
        Option("closes", "after how long, such as 4h or 2 days; a day where left out"),
        _START,
        _END,
        _LATE,
        _NOTIFY,
        _EVERYONE,
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
    (Option("command", "the command to explain, or scoring", completes=True),),
)

GROUPS = {
    "game": "Live quiz games in a channel",
    "team": "Teams that last beyond a game",
    "season": "Seasons of the leaderboard, with a beginning and an end",
    "schedule": "Posts that come by themselves, for administrators",
    "privacy": "What I hold about you: take it along, or delete it",
}
"""What the commands whose names begin alike are for."""

CATALOGUE = (
    COMPARE,
    DEFINE,
    ASK,
    TIP,
    QUIZ,
    GAME_START,
    GAME_JOIN,
    GAME_PAUSE,
    GAME_SKIP,
    GAME_STOP,
    GAME_INVITE,
    GAME_ACCEPT,
    CHALLENGE,
    TEAM_CREATE,
    TEAM_JOIN,
    TEAM_LIST,
    TEAM_LEAVE,
    LEADERBOARD,
    SEASON_START,
    SEASON_END,
    SEASON_LIST,
    REVIEW,
    REMIND,
    PROGRESS,
    SCHEDULE_TIP,
    SCHEDULE_REPORT,
    SCHEDULE_GAME,
    SCHEDULE_COURSE,
    SCHEDULE_CHALLENGE,
    SCHEDULE_LIST,
    SCHEDULE_PREVIEW,
    SCHEDULE_SKIP,
    SCHEDULE_NOW,
    SCHEDULE_PAUSE,
    SCHEDULE_RESUME,
    SCHEDULE_REMOVE,
    SETTINGS,
    LINK,
    UNLINK,
    PRIVACY_EXPORT,
    PRIVACY_ERASE,
    HELP,
)
