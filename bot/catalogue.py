"""The one catalogue of commands: name, options and who may use it."""

from bot.call import Command, Kind, Option, Suggestion

MOST_QUESTIONS = 20
"""Questions of the longest quiz taken alone."""

MOST_CARDS = 999
"""Cards of the longest day of reviews."""

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
REVIEW = Command(
    "review",
    "Flashcards for you alone; each comes back when you are about to forget it",
    "/review data",
    (_TOPIC,),
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
        Option("new_cards", "how many new cards you meet in a day", Kind.INTEGER, maximum=MOST_CARDS),
        Option("reviews", "how many cards come back to you in a day", Kind.INTEGER, maximum=MOST_CARDS),
        Option(
            "retention",
            "how many of 100 cards you want to know when they come back",
            Kind.INTEGER,
            minimum=70,
            maximum=97,
        ),
        Option("pack", "what I teach in this channel (for administrators)", completes=True),
    ),
)
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
    REVIEW,
    PROGRESS,
    SETTINGS,
    LINK,
    UNLINK,
    PRIVACY_EXPORT,
    PRIVACY_ERASE,
    HELP,
)
