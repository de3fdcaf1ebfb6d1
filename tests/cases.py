"""The commands and presses that every platform is tested with, on the small pack. A new one needs a line here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.features.analysis.actions import ShowGaps, ShowReport, TakeChallengeFile, TakeGameFile
from bot.features.asking.actions import NotMeant, ShowCard, ShowSolution
from bot.features.asking.missing import carried
from bot.features.authoring.actions import (
    AcceptSuggestion,
    AddMore,
    AnswerReport,
    ChangeSuggestion,
    ChooseEditorsChannel,
    DeclineSuggestion,
    DropDraft,
    EditItem,
    PublishDraft,
    ReportAnswer,
    ReportItem,
    SettleDraft,
    ShowDraft,
    ShowSuggestion,
    StopPosting,
    Suggest,
    WriteItem,
)
from bot.features.challenges.actions import (
    CloseChallenge,
    OpenUsual,
    ReviewChallenge,
    ReviewChallengeFrom,
    ShowTurn,
    StopNudges,
    TakeChallenge,
    TryChoice,
    TryOrder,
    TryWords,
)
from bot.features.courses.actions import BeginCourse
from bot.features.games.actions import (
    HostGame,
    JoinGame,
    LeaveGame,
    OpenGame,
    PlayAgain,
    PlayChoice,
    PlayOrder,
    PlayWords,
    ReviewGame,
    ReviewGameFrom,
    RuleGame,
    ShowControls,
    TakeHint,
)
from bot.features.help.actions import KeepAsItIs, ShowHelp
from bot.features.imports.actions import BackToPreview, DropFile, KeepFile, PublishFile, ReadColumn, ShowColumn
from bot.features.league.actions import EndSeason, ResetSeason, UndoReset
from bot.features.learners.actions import LinkSelves, TypeZone
from bot.features.lessons.actions import (
    RereadTip,
    SayOfTip,
    ShareTip,
    ShowComparison,
    ShowExample,
    ShowTerm,
    ShowTip,
    ShowTopic,
    ShowTopics,
)
from bot.features.packs.actions import (
    AskToEdit,
    BringBackPack,
    LetEdit,
    NameEditor,
    RemovePack,
    RestoreVersion,
    ShowChanges,
    ShowHistory,
    ShowPack,
    UsePack,
)
from bot.features.privacy.actions import EraseEverything
from bot.features.progress.actions import ShowProgress, ShowTeam
from bot.features.quizzes.actions import (
    ChooseAnswer,
    PickNext,
    SaySure,
    ShowMissed,
    ShowMissedFrom,
    ShowQuestion,
    StartQuiz,
    TypeAnswer,
)
from bot.features.reminders.actions import BeginDue, RemindMe, StopReminding
from bot.features.reviews.actions import (
    BringBack,
    BuryCard,
    RateCard,
    RecallCard,
    RevealCard,
    StartReview,
    SuspendCard,
    UndoRating,
)
from bot.features.reviews.deck import Deck
from bot.features.scheduling.actions import (
    ApplyChange,
    BeginTips,
    BringBackCourse,
    BringBackSchedule,
    ChooseZone,
    EditSchedule,
    NewSchedule,
    OfferTips,
    PauseSchedule,
    PostNow,
    PreviewSchedule,
    RemoveCourse,
    RemoveSchedule,
    ResumeSchedule,
    ShowSchedule,
    SkipDay,
    UnskipDay,
)
from bot.features.teams.actions import BringBackTeam, RemoveTeam
from bot.language.actions import Action, encode
from bot.language.offers import FillIn, RunCommand, TypeIn, packed
from tests.packs import pets


@dataclass(frozen=True)
class Use:
    """A command as someone uses it.

    Args:
        command: its name.
        says: a text that the answer contains.
        options: the values given, by option.
        private: whether only the asker sees the answer.
    """

    command: str
    says: str
    options: Mapping[str, str | int] = field(default_factory=dict)
    private: bool = True

    @property
    def line(self) -> str:
        """Return the command as it's typed, without the slash."""
        return " ".join([self.command, *(f'{name}:"{value}"' for name, value in self.options.items())])

    def __str__(self) -> str:
        return self.line


USES = (
    Use("compare", "Pets compared", private=False),
    Use("compare", "Plays indoors", {"topic": "care", "aspect": "exercise", "sides": "cat"}, private=False),
    Use("compare", "Daily care", {"topic": "care", "show": "picture"}, private=False),
    Use("define", "glass container", {"term": "aquarium"}, private=False),
    Use("ask", "walk", {"question": "who needs several walks a day?"}, private=False),
    Use("tip", "Daily care", {"topic": "care"}, private=False),
    Use("quiz", "Question 1 of 1", {"topic": "care", "questions": 1}),
    Use("review", "Today: ", {"topic": "care"}),
    Use("remind", "I'll remind you", {"time": "8:30", "zone": "europe/berlin"}),
    Use("remind", "You have no reminders", {"time": "off"}),
    Use("progress", "Your progress"),
    Use("progress", "Your progress", {"show": "picture"}),
    Use("progress", "A report needs", {"show": "team"}, private=False),
    Use("game start", "A game needs a channel I can post in"),  # nobody hosts games here
    Use("game join", "There's no game on in this channel"),
    Use("game leave", "There's no game on in this channel"),
    Use("game pause", "There's no game on in this channel"),
    Use("game skip", "There's no game on in this channel"),
    Use("game stop", "There's no game on in this channel"),
    Use("game again", "No game has been played here lately"),
    Use("game invite", "Only an administrator can invite another side", {"name": "Foxes"}),
    Use("game accept", "Only an administrator can accept an invitation", {"code": "k3m9q2ab"}),
    Use("challenge", "2 questions on Daily care, 30 seconds each", {"topic": "care", "questions": 2}, private=False),
    Use("season start", "Only an administrator can start a season", {"name": "Spring", "end": "2099-06-30"}),
    Use("season end", "Only an administrator can end a season"),
    Use("season reset", "Only an administrator can reset a season"),
    Use("season list", "There's no season yet"),
    Use("leaderboard", "There's no season yet", {"period": "season"}),
    Use("team create", "🔴 Foxes", {"name": "Foxes", "colour": "red"}, private=False),
    Use("team join", "There's no team “Owls”", {"team": "Owls"}),
    Use("team leave", "You aren't in a team"),
    Use("team list", "There are no teams yet"),
    Use("team rename", "There are no teams yet", {"team": "Foxes", "name": "Wolves"}),
    Use("team remove", "There are no teams yet", {"team": "Foxes"}),
    Use("leaderboard", "Nobody has scored in that time yet", {"period": "week"}),
    Use("schedule tip", "Only an administrator can schedule posts", {"time": "09:00"}),
    Use("schedule report", "Only an administrator can schedule posts", {"days": "first Monday"}),
    Use("schedule game", "Only an administrator can schedule posts", {"time": "15:00", "lobby": 3}),
    Use("schedule course", "Only an administrator can schedule posts", {"length": 5, "time": "09:00"}),
    Use("schedule challenge", "Only an administrator can schedule posts", {"closes": "2 days"}),
    Use("schedule question", "Only an administrator can schedule posts", {"closes": "4h"}),
    Use("schedule list", "Only an administrator can schedule posts"),
    Use("schedule preview", "Only an administrator can schedule posts"),
    Use("schedule skip", "Only an administrator can schedule posts"),
    Use("schedule edit", "Only an administrator can schedule posts", {"time": "10:00"}),
    Use("schedule unskip", "Only an administrator can schedule posts"),
    Use("schedule now", "Only an administrator can schedule posts"),
    Use("schedule pause", "Only an administrator can schedule posts"),
    Use("schedule resume", "Only an administrator can schedule posts"),
    Use("schedule remove", "Only an administrator can schedule posts"),
    Use("pack list", "Pets compared"),
    Use("pack use", "Only an administrator can choose what I teach", {"pack": "pets"}),
    Use("pack stop", "Only an administrator can choose what I teach", {"pack": "pets"}),
    Use("pack show", "Pets compared"),
    Use("pack history", "You have no packs of your own yet"),
    Use("pack restore", "You have no packs of your own yet", {"version": 1}),
    Use("pack export", "Only administrators and the editors they name"),
    Use("pack rename", "Only administrators and the editors they name", {"title": "Cats and dogs"}),
    Use("pack remove", "Only administrators and the editors they name"),
    Use("pack report", "Only administrators and the editors they name"),
    Use("pack hide", "Only administrators and the editors they name", {"part": "aquarium"}),
    Use("pack unhide", "Only administrators and the editors they name", {"part": "aquarium"}),
    Use("pack editors", "Administrators edit packs"),
    Use("pack import", "Only administrators and the editors they name"),
    Use("pack log", "Only administrators and the editors they name"),
    Use("pack add", "Only administrators and the editors they name"),
    Use("pack edit", "Only administrators and the editors they name", {"part": "aquarium"}),
    Use("pack problems", "Only administrators and the editors they name"),
    Use("pack draft", "Only administrators and the editors they name"),
    Use("suggest", "What would you like me to teach?"),
    Use("pack suggestions", "Only administrators and the editors they name"),
    Use("settings", "Settings saved", {"questions": 7}),
    Use("link", "Keep it to yourself"),
    Use("link", "That code doesn't work", {"code": "abcd-efgh"}),
    Use("unlink", "You aren't linked with anywhere else"),
    Use("privacy export", "Everything I keep about you"),
    Use("privacy erase", "You can't undo this"),
    Use("help", "What I can do"),
    Use("help", "See how the sides differ", {"command": "compare"}),
    Use("help", "See all seasons, past and present", {"command": "season"}),
)


@dataclass(frozen=True)
class Press:
    """A button as someone presses it.

    Args:
        action: the action it carries.
        says: a text that the answer contains.
        after: the actions that they pressed before.
        types: what they type into its form; None if it has no form.
        private: whether only they see the answer.
    """

    action: Action
    says: str
    after: tuple[Action, ...] = ()
    types: str | None = None
    private: bool = True

    def __str__(self) -> str:
        return self.action.tag


_CARDS = Deck(pets()).cards
_CARD = _CARDS[0].code
_TYPED = next(card.code for card in _CARDS if card.typed.answers)

IMPORTING = (
    PublishFile("0f", False),
    KeepFile("0f"),
    DropFile("0f"),
    ShowColumn("0f", 0),
    ReadColumn("0f", 0, "back"),
    BackToPreview("0f"),
)

PRESSES = (
    Press(ShowTopics("pets"), "Pets compared"),
    Press(ShowTopic("pets", "care"), "Daily care"),
    Press(ShowTopic("pets", "care", picture=True), "Daily care"),
    Press(ShowComparison("pets", "hygiene"), "Washes itself"),
    Press(ShowTerm("pets", "aquarium"), "glass container"),
    Press(ShowCard("pets", "walks"), "About three times a day."),
    Press(ShowSolution("pets", "walks-choice"), "The dog. Dogs need exercise outdoors."),
    Press(ShowTip("pets", "home"), "Fresh water"),
    Press(RereadTip("pets", "sand"), "Fresh sand"),
    Press(ShareTip("pets", "sand"), "Fresh sand", private=False),
    Press(ShowExample("pets", "family"), "Two children"),
    Press(ShowExample("pets", "family", solved=True), "Both, together"),
    Press(StartQuiz("pets", "care", 2), "Question 1"),
    Press(ShowMissed("gone"), "I can't find that quiz here"),
    Press(ShowMissedFrom("gone", 3), "I can't find that quiz here"),
    Press(SaySure("gone", 0, 2), "I can't find that quiz here"),
    Press(StartReview("pets", "care"), "Today: "),
    Press(RevealCard("pets", _CARD, 0), "How well did you know it?"),
    Press(RecallCard("pets", _TYPED, 0), "Not quite.", types="something else"),
    Press(RateCard("pets", _CARD, 0, 3), "Today: "),
    Press(UndoRating("pets", _CARD, 1), "Undone", after=(RateCard("pets", _CARD, 0, 3),)),
    Press(BuryCard("pets", _CARD, 0), "Set aside until tomorrow"),
    Press(SuspendCard("pets", _CARD, 0), "you won't see that card again"),
    Press(BringBack("pets"), "They're back", after=(SuspendCard("pets", _CARD, 0),)),
    Press(RemindMe(), "I'll remind you"),
    Press(StopReminding(""), "I won't remind you any more", after=(RemindMe(),)),
    Press(BeginDue("pets", ""), "Today: "),
    Press(UsePack("pets", True), "Only an administrator can choose what I teach"),
    Press(ShowPack("pets"), "Pets compared"),
    Press(ShowGaps("pets"), "Only administrators and the editors they name"),
    Press(ShowReport("pets", 1), "Only administrators and the editors they name"),
    Press(ShowHistory("pets"), "That pack isn't here any more"),
    Press(ShowChanges("pets", 2), "Only administrators and the editors they name"),
    Press(RestoreVersion("pets", 1), "Only administrators and the editors they name"),
    Press(RemovePack("pets"), "Only administrators and the editors they name"),
    Press(BringBackPack("pets"), "Only administrators and the editors they name"),
    Press(AskToEdit(), "I've told the administrators"),
    Press(LetEdit("ben", True), "Only an administrator can say who edits packs"),
    Press(NameEditor(), "Only an administrator can say who edits packs"),
    Press(
        ReportItem("pets", "tip", "sand"), "Thank you! I've told the people who can change it", types="It isn't so."
    ),
    Press(ReportAnswer("gone", 0), "I can't find that answer of yours"),
    Press(AnswerReport("gone", True), "Only administrators and the editors they name"),
    Press(Suggest("idea"), "Thank you! I've told the editors", types="More about cats"),
    Press(ShowSuggestion(1), "Only administrators and the editors they name"),
    Press(ChooseEditorsChannel(), "Only an administrator can choose where suggestions are posted"),
    Press(StopPosting(), "Only an administrator can choose where suggestions are posted"),
    Press(AcceptSuggestion("gone"), "Only administrators and the editors they name"),
    Press(ChangeSuggestion("gone"), "Only administrators and the editors they name"),
    Press(DeclineSuggestion("gone"), "Only administrators and the editors they name"),
    Press(AddMore("pets"), "Only administrators and the editors they name"),
    Press(WriteItem("card"), "Only administrators and the editors they name"),
    Press(EditItem("c", "pets", "sand", 1), "Only administrators and the editors they name"),
    Press(PublishDraft("pets"), "Only administrators and the editors they name"),
    Press(ShowDraft("pets"), "Only administrators and the editors they name"),
    Press(DropDraft("pets"), "That draft is gone"),
    Press(SettleDraft("pets", 2, "0f"), "Only administrators and the editors they name"),
    *(Press(each, "Only administrators and the editors they name") for each in IMPORTING),
    Press(ShowProgress("pets"), "Your progress"),
    Press(ShowProgress("pets", picture=True), "Your progress"),
    Press(ShowTeam("pets"), "A report needs"),
    Press(EraseEverything(), "It's all gone"),
    Press(NotMeant("pets", carried("who washes itself?")), "Sorry about that."),
    Press(SayOfTip("pets", "sand", known=True), "Good to know"),
    Press(JoinGame("gone"), "I can't find that game here"),
    Press(OpenGame("gone", 1, 29_000_000), "This game was called off"),
    Press(OpenGame("preview", 0, 0), "That's how it'll look"),
    Press(LeaveGame("gone"), "I can't find that game here"),
    Press(HostGame("gone", "start"), "I can't find that game here"),
    Press(ShowControls("gone"), "I can't find that game here"),
    Press(PlayChoice("gone", 0, 1), "I can't find that game here"),
    Press(PlayWords("gone", 0), "I can't find that game here"),
    Press(PlayOrder("gone", 0), "I can't find that game here"),
    Press(TakeGameFile("gone"), "I can't find that game here"),
    Press(TakeChallengeFile("gone"), "I can't find that challenge here"),
    Press(ReviewGame("gone"), "I can't find that game here"),
    Press(ReviewGameFrom("gone", 3), "I can't find that game here"),
    Press(RuleGame("gone", "mode", "duel"), "I can't find that game here"),
    Press(PlayAgain("gone"), "I can't find that game here"),
    Press(TakeHint("gone", 0), "I can't find that game here"),
    Press(TakeChallenge("gone"), "I can't find that challenge here"),
    Press(ShowTurn("gone", 0), "I can't find that challenge here"),
    Press(TryChoice("gone", 0, 1), "I can't find that challenge here"),
    Press(TryWords("gone", 0), "I can't find that challenge here"),
    Press(TryOrder("gone", 0), "I can't find that challenge here"),
    Press(ReviewChallenge("gone"), "I can't find that challenge here"),
    Press(ReviewChallengeFrom("gone", 3), "I can't find that challenge here"),
    Press(CloseChallenge("gone"), "I can't find that challenge here"),
    Press(OpenUsual(), "5 questions, 30 seconds each", private=False),
    Press(StopNudges("here"), "I won't tell you before a challenge closes"),
    Press(RemoveTeam("gone"), "That team is already gone"),
    Press(BringBackTeam("gone"), "That team can't come back"),
    Press(ResetSeason(1), "Only an administrator can reset a season"),
    Press(UndoReset(1, "0"), "Only an administrator can reset a season"),
    Press(EndSeason(1), "Only an administrator can end a season"),
    Press(ShowSchedule(1), "Only an administrator can change schedules"),
    Press(PreviewSchedule(1), "Only an administrator can change schedules"),
    Press(PauseSchedule(1), "Only an administrator can change schedules"),
    Press(ResumeSchedule(1), "Only an administrator can change schedules"),
    Press(SkipDay(1, 739_000), "Only an administrator can change schedules"),
    Press(UnskipDay(1, 739_000), "Only an administrator can change schedules"),
    Press(EditSchedule(1, 0), "Only an administrator can change schedules"),
    Press(ApplyChange(1, 2), "Only an administrator can change schedules"),
    Press(PostNow(1), "Only an administrator can change schedules"),
    Press(RemoveSchedule(1), "Only an administrator can change schedules"),
    Press(BringBackSchedule(1, paused=False), "Only an administrator can change schedules"),
    Press(BeginCourse(1), "Only an administrator can change schedules"),
    Press(BringBackCourse(1, ""), "Only an administrator can change schedules"),
    Press(RemoveCourse(1), "Only an administrator can change schedules"),
    Press(NewSchedule("tip"), "Only an administrator can schedule posts"),
    Press(OfferTips(), "Only an administrator can set up daily tips"),
    Press(BeginTips(), "Only an administrator can set up daily tips"),
    Press(ChooseZone(), "Only an administrator can choose the team's time zone"),
    Press(TypeZone(), "Europe/Berlin", types="berlin"),
    Press(LinkSelves("abcdefgh"), "That code doesn't work"),
    Press(RunCommand(packed(["settings", "questions", "7"])), "Settings saved"),
    Press(TypeIn(packed([encode(RecallCard("pets", _TYPED, 0)), "something else"])), "Not quite."),
    Press(KeepAsItIs(), "Nothing's changed"),
    Press(ShowHelp("tip"), "Get a short lesson"),
    Press(ShowHelp("season"), "See all seasons, past and present"),
)

IN_A_QUIZ: frozenset[type[Action]] = frozenset({ShowQuestion, ChooseAnswer, TypeAnswer, PickNext})
"""Presses that belong to a quiz in progress; tested by playing one."""

WITH_FIELDS: frozenset[type[Action]] = frozenset({FillIn})
"""Presses that open a form with several fields; tested where each platform shows one."""
