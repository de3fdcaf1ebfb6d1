"""What members wish for themselves and no command grants, with what can be done instead. Pure."""

from bot.features.talk.wishes.words import SAID, SCORES
from bot.language.rich_text import CommandMention, text

_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn"
    r"|fall|winter|(?:last |this )?year|20\d\d)"
)
_WRONG = (
    r"(?:(?:my |our )?(?:mistakes?|errors|weak (?:spots?|points?)|weaknesses|wrong answers)|what i (?:got|get) wrong)"
)
_AS_A_FILE = r"(?:as|to|in|into) (?:an? )?(?:file|csv|spreadsheet|table|excel)(?: file| sheet)?"
_A_TEAM = r"(?!(?:the|a|an|my|our|another|this|that|game|in|us|me|it|everyone|challenge)\b)\w+"

OTHER_PERIODS = text(
    "I count the last 7 or 30 days, a season, or all time: ",
    CommandMention("/leaderboard month"),
    " or ",
    CommandMention("/leaderboard all"),
    ".",
)
"""What can be done instead of showing the leaderboard of another period."""

NOT_GRANTED = (
    (
        rf"what (?:did|do) i get wrong|(?:show|repeat|practi[cs]e|review|learn from|go over)(?: me)? {_WRONG}"
        rf"|(?:quiz|test|ask) me (?:on|about) {_WRONG}|{_WRONG}",
        text(
            "Flashcards on what you missed come back sooner: ",
            CommandMention("/review"),
            "; ",
            CommandMention("/progress"),
            " shows where you're weak.",
        ),
    ),
    (
        r"(?:i (?:need|want|would like) )?more time(?: (?:for|to answer) .+)?|(?:go |play )?slower"
        r"|(?:(?:it|this) is |you are )?too fast|not so fast|slow down",
        text(
            CommandMention("/settings more_time:1.5"),
            " gives you more time for each question of a game or challenge.",
        ),
    ),
    (
        r"(?:more|fewer|less|\d+) questions (?:per|in (?:a|each|every|my)|a) quiz|(?:longer|shorter) quiz"
        r"|make (?:(?:the|my|our) )?quiz (?:longer|shorter)|(?:set|change) (?:the )?quiz length(?: to \d+)?",
        text(CommandMention("/settings questions:10"), " sets how many questions your quizzes have."),
    ),
    (
        r"(?:give me )?(?:more|fewer|less|\d+|too many)(?: new)? (?:flash ?)?cards"
        r"(?: (?:a|per|each|every) day| daily)?",
        text(
            CommandMention("/settings new_cards:5"),
            " sets how many new cards you get a day, and ",
            CommandMention("/settings reviews:50"),
            " how many come back.",
        ),
    ),
    (
        r"(?:put me (?:in|into)|(?:move|switch|add) me to|i (?:want|would like) to (?:be in|join)|switch to)"
        rf" (?:the )?(?:team ({_A_TEAM})|({_A_TEAM}) team)|join (?:the )?({_A_TEAM}) team"
        rf"|join a team named ({_A_TEAM})",
        text("Join it with ", CommandMention(f"/team join {SAID}"), "; you leave the team you're in."),
    ),
    (
        r"change (?:the )?colou?r of (?:our|my|the|a) team(?: to \w+)?"
        r"|(?:change|set|choose|pick)(?: (?:our|my|the|a))? teams? colou?r(?: to \w+)?",
        text(
            "A team keeps the colour that it's created with: ", CommandMention("/team create Foxes colour:red"), "."
        ),
    ),
    (
        r"(?:split|divide|sort|put|group) (?:us|everyone|everybody|people|the (?:team|channel|group|room))(?: up)?"
        r" (?:in|into|to)(?: \w+){0,2} (?:teams|groups|sides)"
        r"|(?:make|form|build|pick) (?:the |some |random |two |fair )*teams",
        text("A team game puts everyone who joins into a team: ", CommandMention("/game start mode:teams"), "."),
    ),
    (
        rf"(?:export|download|save)(?: (?:all|the|my|our|these|those))* (?:{SCORES}|answers)"
        rf"(?: {_AS_A_FILE})?|(?:results|scores) {_AS_A_FILE}",
        text(
            "“Results as a file” is a button under the results of each game and challenge; ",
            CommandMention("/privacy export"),
            " is a file of your own answers.",
        ),
    ),
    (
        rf"(?:leader ?board|ranking|standings|scores?|results?|winners?) (?:of|for|in|from) {_MONTHS}",
        OTHER_PERIODS,
    ),
    (
        r"what can (?:i|we) win|what (?:is|are) the prizes?|(?:is|are) there (?:a |any )?(?:prize|reward)s?",
        text("A place on the podium, and a mention by name; any other prize is up to your team."),
    ),
    (
        r"what happens (?:when|after|at the end of) (?:the )?season(?: (?:ends?|is over|finishes))?",
        text("I post the final standings; points stay on the leaderboards by week, month and all time."),
    ),
)
"""Such wishes, with what can be done instead."""
