"""Every action that a button can carry. Raise an action's version when its fields change meaning."""

from bot.press import Action, action


@action("topics", version=1, command="compare")
class ShowTopics(Action):
    """The overview of all topics."""

    pack: str


@action("topic", version=1, command="compare")
class ShowTopic(Action):
    """The comparison table of a topic."""

    pack: str
    topic: str
    picture: bool = False


@action("aspect", version=1, command="compare")
class ShowComparison(Action):
    """One aspect of a topic."""

    pack: str
    comparison: str


@action("term", version=1, command="define")
class ShowTerm(Action):
    """A glossary entry."""

    pack: str
    term: str


@action("tip", version=1, command="tip")
class ShowTip(Action):
    """Another tip, of one topic or of any."""

    pack: str
    topic: str = ""


@action("reread", version=1, command="tip")
class RereadTip(Action):
    """A tip by its id, as a search found it."""

    pack: str
    tip: str


@action("opinion", version=1, command="tip")
class SayOfTip(Action):
    """What somebody says of a tip: that they knew it, or that it was useful."""

    pack: str
    tip: str
    known: bool


@action("example", version=1, command="compare")
class ShowExample(Action):
    """A worked example: the task alone, or with its solution."""

    pack: str
    example: str
    solved: bool = False


@action("quiz", version=1, command="quiz")
class StartQuiz(Action):
    """A fresh quiz, alone, on one topic or on all."""

    pack: str
    topic: str = ""
    questions: int = 5


@action("ask", version=1, command="quiz")
class ShowQuestion(Action):
    """A question of a quiz under way; past the last one, the summary."""

    quiz: str
    position: int


@action("answer", version=1, command="quiz")
class ChooseAnswer(Action):
    """A choice made in a quiz: the number of an option, as the pack orders them."""

    quiz: str
    position: int
    choice: int


@action("words", version=1, command="quiz")
class TypeAnswer(Action):
    """An answer typed in a quiz."""

    quiz: str
    position: int


@action("order", version=1, command="quiz")
class PickNext(Action):
    """An order being built in a quiz: the digits of the items picked so far, as the pack orders them."""

    quiz: str
    position: int
    picked: str = ""


@action("schedule", version=1, command="schedule list")
class ShowSchedule(Action):
    """One schedule, and what can be done with it."""

    number: int


@action("coming", version=1, command="schedule preview")
class PreviewSchedule(Action):
    """When a schedule posts next, and what."""

    number: int


@action("pause", version=1, command="schedule pause")
class PauseSchedule(Action):
    """Post no more for now."""

    number: int


@action("resume", version=1, command="schedule resume")
class ResumeSchedule(Action):
    """Post again."""

    number: int


@action("skip", version=1, command="schedule skip")
class SkipDay(Action):
    """Leave out the next post, if it is still the one of this day (counted from the year 1)."""

    number: int
    day: int


@action("now", version=1, command="schedule now")
class PostNow(Action):
    """Post at once, besides what is planned."""

    number: int


@action("remove", version=1, command="schedule remove")
class RemoveSchedule(Action):
    """Post never again, once it is sure."""

    number: int
    sure: bool = False


@action("course", version=1, command="schedule course")
class BeginCourse(Action):
    """A course as it was shown, begun."""

    course: int


@action("uncourse", version=1, command="schedule list")
class RemoveCourse(Action):
    """Nothing more of a course, once it is sure."""

    course: int
    sure: bool = False


@action("daily", version=1, command="schedule tip")
class OfferTips(Action):
    """A tip every weekday, shown before it is begun."""


@action("begin", version=1, command="schedule tip")
class BeginTips(Action):
    """A tip every weekday, begun."""


@action("zone", version=1, command="settings")
class ChooseZone(Action):
    """The team's time zone, typed into a form; then the offer of daily tips again."""


@action("join", version=1, command="game start")
class JoinGame(Action):
    """Playing along in a game; in a team by its id, or wherever one is missing."""

    game: str
    team: str = ""


@action("open", version=1, command="game start")
class OpenGame(Action):
    """Playing along in a game that a schedule invites to; whoever is first opens its lobby.

    `until` is the minute, counted from 1970, after which the invitation is over.
    """

    game: str
    schedule: int
    until: int


@action("leave", version=1, command="game start")
class LeaveGame(Action):
    """No longer playing along."""

    game: str


@action("host", version=1, command="game start")
class HostGame(Action):
    """What a host does: start, pause, resume, skip, extend, balance, stop, or kick the player with that number."""

    game: str
    act: str
    player: int = 0


@action("controls", version=1, command="game start")
class ShowControls(Action):
    """What a host may do now."""

    game: str


@action("play", version=1, command="game start")
class PlayChoice(Action):
    """A choice made in a game: the number of an option, as the pack orders them."""

    game: str
    position: int
    choice: int


@action("say", version=1, command="game start")
class PlayWords(Action):
    """An answer typed in a game."""

    game: str
    position: int


@action("sort", version=1, command="game start")
class PlayOrder(Action):
    """An order being built in a game: the digits of the items picked so far, as the pack orders them."""

    game: str
    position: int
    picked: str = ""


@action("missed", version=1, command="game start")
class ReviewGame(Action):
    """What this member did not get right in a game."""

    game: str


@action("challenge", version=1, command="challenge")
class TakeChallenge(Action):
    """Where this member is in a challenge, and on from there."""

    challenge: str


@action("turn", version=1, command="challenge")
class ShowTurn(Action):
    """A question of a challenge; its clock starts when it is shown first."""

    challenge: str
    position: int


@action("try", version=1, command="challenge")
class TryChoice(Action):
    """A choice made in a challenge: the number of an option, as the pack orders them."""

    challenge: str
    position: int
    choice: int


@action("write", version=1, command="challenge")
class TryWords(Action):
    """An answer typed in a challenge."""

    challenge: str
    position: int


@action("arrange", version=1, command="challenge")
class TryOrder(Action):
    """An order being built in a challenge: the digits of the items picked so far, as the pack orders them."""

    challenge: str
    position: int
    picked: str = ""


@action("mine", version=1, command="challenge")
class ReviewChallenge(Action):
    """This member's own answers in a challenge that has closed."""

    challenge: str


@action("close", version=1, command="challenge")
class CloseChallenge(Action):
    """A challenge closed before its time, once it is sure."""

    challenge: str
    sure: bool = False


@action("endseason", version=1, command="season end")
class EndSeason(Action):
    """A season ended before its time."""

    number: int


@action("review", version=1, command="review")
class StartReview(Action):
    """The next card to review, of one topic or of all."""

    pack: str
    topic: str = ""


@action("reveal", version=1, command="review")
class RevealCard(Action):
    """The back of a card; like all presses on cards, it names how often it had been rated, to know old ones."""

    pack: str
    card: str
    number: int


@action("recall", version=1, command="review")
class RecallCard(Action):
    """The back of a card, after its answer was typed."""

    pack: str
    card: str
    number: int


@action("rate", version=1, command="review")
class RateCard(Action):
    """How well a card was remembered: 1 again, 2 hard, 3 good, 4 easy."""

    pack: str
    card: str
    number: int
    rating: int


@action("undo", version=1, command="review")
class UndoRating(Action):
    """The last rating of a card taken back."""

    pack: str
    card: str
    number: int


@action("bury", version=1, command="review")
class BuryCard(Action):
    """A card put aside until tomorrow."""

    pack: str
    card: str
    number: int


@action("suspend", version=1, command="review")
class SuspendCard(Action):
    """A card put aside for good."""

    pack: str
    card: str
    number: int


@action("restore", version=1, command="review")
class BringBack(Action):
    """All suspended cards brought back."""

    pack: str


@action("due", version=1, command="review")
class BeginDue(Action):
    """The first of the cards that a reminder told of; where is the id of the tenant that it was chosen in."""

    pack: str
    where: str


@action("remind", version=1, command="remind")
class RemindMe(Action):
    """A private note every day when cards are due; where as in BeginDue, or "" for here."""

    where: str = ""


@action("unremind", version=1, command="remind")
class StopReminding(Action):
    """No such notes any more."""

    where: str


@action("progress", version=2, command="progress")
class ShowProgress(Action):
    """What this member has seen, answered and reviewed."""

    pack: str
    picture: bool = False


@action("team", version=1, command="progress")
class ShowTeam(Action):
    """What the members of a place know."""

    pack: str


@action("erase", version=1, command="privacy erase")
class EraseEverything(Action):
    """Everything held about this member deleted."""


@action("help", version=1, command="help")
class ShowHelp(Action):
    """How one command is used."""

    name: str
