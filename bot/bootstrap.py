"""The composition root: the one place that builds the parts, and the only one that imports adapters."""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from bot.application import Application
from bot.catalogue import CATALOGUE, EDIT, GROUPS, PARTS
from bot.content.finding.answerer import Answerer
from bot.content.reading.library import Library
from bot.content.reading.problems import PackError
from bot.features.analysis.commands import AnalysisCommands
from bot.features.analysis.result_commands import ResultCommands
from bot.features.authoring.commands import AuthoringCommands
from bot.features.authoring.drafting import Drafting
from bot.features.authoring.editors_channel import EditorsChannel
from bot.features.authoring.news import EditorsNews
from bot.features.authoring.report_commands import ReportCommands
from bot.features.authoring.reporting import Reporting
from bot.features.authoring.suggesting import Suggesting
from bot.features.authoring.suggestion_commands import SuggestionCommands
from bot.features.challenges import nudges, opening, posted_question
from bot.features.challenges.closing import ChallengeResults
from bot.features.challenges.commands import ChallengeCommands
from bot.features.challenges.service import Challenges
from bot.features.challenges.telling import ClosingWords
from bot.features.courses.commands import CourseCommands
from bot.features.courses.service import Courses
from bot.features.delivery.clock import Clock, SystemClock
from bot.features.exports.commands import ExportCommands
from bot.features.games import posted_game
from bot.features.games.appointments import Appointments
from bot.features.games.commands import GameCommands
from bot.features.games.composer import Composer
from bot.features.games.host import Host
from bot.features.games.host_commands import Hosting
from bot.features.games.host_words import HostWords
from bot.features.games.player_commands import Play
from bot.features.games.replays import Replays
from bot.features.games.teller import Teller
from bot.features.help.commands import HelpCommands
from bot.features.imports.commands import ImportCommands
from bot.features.imports.service import Imports
from bot.features.league import seasons
from bot.features.league.commands import LeaderboardCommands
from bot.features.league.leaderboard import Leaderboards
from bot.features.league.season_commands import SeasonCommands
from bot.features.league.seasons import Seasons
from bot.features.learners.link_commands import LinkCommands
from bot.features.learners.linking import Linking
from bot.features.learners.names import Names
from bot.features.learners.notices import Notices
from bot.features.learners.settings_commands import SettingsCommands
from bot.features.learners.starting import Starting
from bot.features.learners.store.settings import Chosen
from bot.features.learners.themes import PictureThemes
from bot.features.lessons import posted_tips
from bot.features.lessons.commands import LessonCommands
from bot.features.lessons.follow_ups import FollowUps
from bot.features.lessons.reading import Reading
from bot.features.lessons.store.reads import Marks
from bot.features.lessons.tip import Tips
from bot.features.lessons.unanswered import Unanswered
from bot.features.operating.service import Operator
from bot.features.packs.brought import BroughtFiles
from bot.features.packs.commands import PackCommands
from bot.features.packs.editors import Editors
from bot.features.packs.model import Quota
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import Packs
from bot.features.privacy.commands import PrivacyCommands
from bot.features.privacy.service import Memory, Privacy
from bot.features.progress import posted_report
from bot.features.progress.commands import ProgressCommands
from bot.features.progress.homes import Homes
from bot.features.quizzes.commands import QuizCommands
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import SoloQuizzes
from bot.features.reminders import notes
from bot.features.reminders.commands import ReminderCommands
from bot.features.reminders.service import Reminders
from bot.features.reviews.commands import ReviewCommands
from bot.features.reviews.session import Reviews
from bot.features.scheduling.commands import ScheduleCommands
from bot.features.scheduling.edit_commands import EditCommands
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.kinds import AnyComposer, Composers, Kind
from bot.features.scheduling.service import Schedules
from bot.features.teams.commands import TeamCommands
from bot.features.teams.service import Teams
from bot.illustrations.illustrator import Illustrator
from bot.language.diagnosis import Finding
from bot.language.kept import Kept
from bot.language.people import PLAYGROUND
from bot.language.permissions import Permissions
from bot.language.port import Access, Boards, Platform, Port, Roles
from bot.language.routes import Routes
from bot.meaning.model import Model, ModelError, embedded, in_folder
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.runtime.health import Health
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.history import History

if TYPE_CHECKING:
    from adapters.http import HttpServer
    from adapters.web.server import Site
    from bot.features.delivery.posting import Posting

_log = logging.getLogger(__name__)

_FIRST_LINE = "/quiz questions:1"
"""What the playground says for a newcomer: a question is the best welcome."""

_EXAMINING = 10.0
"""Seconds that the model has to answer when it's examined."""


@dataclass(frozen=True, slots=True)
class Core:
    """What was built, as far as others need it.

    Args:
        application: the front door.
        library: the packs.
        database: where everything is kept.
        boards: where games are shown, by the platform's name; the code that connects a platform adds its own.
        access: knows where the bot may post, likewise.
        roles: who has which role, likewise, for the platforms that don't tell it with what a member asks for.
        memories: what remembers people beside the database; the code that connects a platform adds its own.
        host: runs games.
        composers: make the messages of schedules, by kind.
        chosen: settings.
        reviews: serves flashcards.
        reminders: serves those who want to be reminded.
        illustrator: draws what messages only name.
        random: seeded in tests.
        answerer: finds answers to questions.
        shelf: has the packs of tenants.
        own_packs: publishes them.
    """

    application: Application
    library: Library
    database: Database
    boards: dict[str, Boards]
    access: dict[str, Access]
    roles: dict[str, Roles]
    memories: list[Memory]
    host: Host
    composers: Composers
    chosen: Chosen
    reviews: Reviews
    reminders: Reminders
    illustrator: Illustrator
    random: Random
    answerer: Answerer
    shelf: Shelf
    own_packs: OwnPacks


def build(
    library: Library,
    database: Database,
    pictures: PictureCache,
    random: Random,
    clock: Clock | None = None,
    answerer: Answerer | None = None,
    quota: Quota | None = None,
) -> Core:
    """Build the core.

    Args:
        library: the packs.
        database: where everything is kept.
        pictures: draws cards.
        random: seeded in tests.
        clock: tells when what is wanted at once is due; None for the real one.
        answerer: finds answers to questions; None for one that goes by their words alone.
        quota: how much of their own tenants may have; None for what's usual.
    """
    answerer = answerer or Answerer((), None)
    chosen = Chosen(database)
    kept = Kept()
    shelf = Shelf(library, database)
    packs = Packs(shelf, chosen)
    quota = quota or Quota()
    own_packs = OwnPacks(database, shelf, quota, SystemRandom())
    editors = Editors(database)
    imports = Imports(own_packs, BroughtFiles(database), editors, quota.file_megabytes)
    reading = Reading(Marks(database.writer))
    tips = Tips(database, bank)
    reviews = Reviews(database, chosen)
    linking = Linking(database, PERSONAL_DATA)
    reminders = Reminders(database, chosen, reviews, linking)
    notices = Notices(database)
    season = Seasons(database)
    boards: dict[str, Boards] = {}
    challenges = Challenges(shelf, database, random, ClosingWords(shelf, database, Teller(boards)))
    access: dict[str, Access] = {}
    permissions = Permissions(access)
    roles: dict[str, Roles] = {}
    starting = Starting(database, chosen, roles)
    illustrator = Illustrator(library, pictures, shelf.image, PictureThemes(chosen))
    composer = Composer(shelf, illustrator)
    host = Host(database, composer, boards)
    play = Play(host, composer, database)
    hosting = Hosting(host, database, permissions, random)
    scheduled: Sequence[Kind] = (
        posted_tips.PostedTips(shelf, tips, database),
        posted_report.PostedReports(shelf, database),
        posted_game.PostedGames(shelf, random),
        notes.ReminderNotes(shelf),
        opening.PostedChallenges(shelf, random),
        posted_question.PostedQuestions(shelf, random),
    )
    drafting = Drafting(own_packs, editors)
    suggesting = Suggesting(database, packs, own_packs, editors, drafting, random)
    reporting = Reporting(database, packs, own_packs, editors, random)
    own: Sequence[AnyComposer] = (
        # In this order: what a challenge brings counts for a season that closes after it.
        ChallengeResults(shelf, database),
        nudges.ChallengeNudges(shelf, random),
        HostWords(random),
        seasons.SeasonClosings(database),
        seasons.SeasonOpenings(),
        EditorsNews(suggesting, reporting),
    )
    kinds = {each.name: each for each in scheduled}
    composers: Composers = {each.name: each for each in (*own, *scheduled)}
    courses = Courses(database, chosen, permissions, kinds)
    follow_ups = FollowUps()
    memories: list[Memory] = [host, notices, follow_ups]
    privacy = Privacy(database, PERSONAL_DATA, linking, packs, reviews, illustrator, memories)
    editing = Editing(database, packs, chosen, permissions, kinds)
    schedules = Schedules(
        database, chosen, permissions, kinds, editing, random, clock or SystemClock(), daily=posted_tips.KIND
    )
    unanswered = Unanswered(database, random)
    lessons = LessonCommands(packs, tips, reading, answerer, follow_ups, unanswered)
    authoring = AuthoringCommands(packs, own_packs, editors, drafting, kept)
    progress = ProgressCommands(packs, database, chosen, reviews, reading)
    homes = Homes(packs, library, database, chosen, progress, reminders, host, schedules, notices, reading)
    appointments = Appointments(shelf, database, host, hosting, play)
    replays = Replays(shelf, database, host, hosting, play, starting)
    routes = Routes(
        lessons,
        QuizCommands(packs, chosen, SoloQuizzes(shelf, database, random)),
        GameCommands(packs, host, play, hosting, appointments, replays, starting),
        ChallengeCommands(packs, chosen, permissions, challenges, starting),
        TeamCommands(Teams(database, random)),
        LeaderboardCommands(packs, Leaderboards(database, season)),
        SeasonCommands(chosen, permissions, season),
        ReviewCommands(packs, reviews, reminders),
        ReminderCommands(packs, reminders),
        progress,
        ScheduleCommands(packs, chosen, kinds, schedules, courses),
        EditCommands(EDIT, schedules, editing),
        CourseCommands(packs, courses),
        PackCommands(packs, own_packs, editors, notices),
        authoring,
        ImportCommands(imports, own_packs),
        ExportCommands(own_packs, editors, illustrator),
        AnalysisCommands(packs, database, editors),
        ReportCommands(reporting, editors),
        SuggestionCommands(packs, suggesting, editors, EditorsChannel(chosen, permissions, editors)),
        ResultCommands(shelf, database, host),
        SettingsCommands(packs, chosen, reminders, starting),
        LinkCommands(linking, chosen),
        PrivacyCommands(privacy, chosen, reading, kept),
        HelpCommands(packs, CATALOGUE, GROUPS, PARTS),
    )
    application = Application(
        CATALOGUE,
        routes,
        library,
        packs,
        linking,
        notices,
        lessons,
        progress,
        homes,
        chosen,
        kept,
        illustrator,
        authoring,
    )
    return Core(
        application,
        library,
        database,
        boards,
        access,
        roles,
        memories,
        host,
        composers,
        chosen,
        reviews,
        reminders,
        illustrator,
        random,
        answerer,
        shelf,
        own_packs,
    )


@asynccontextmanager
async def core(settings: Settings) -> AsyncIterator[Core]:
    """Open the core; close it in the end.

    Args:
        settings: where the packs and the database are.

    Raises:
        PackError: there's no pack to teach from.
        StoreError: the database can't be opened.
    """
    library = await asyncio.to_thread(Library, settings.content, settings.cache)
    if not library.packs:
        raise PackError(library.problems)
    for problem in library.problems:
        _log.warning("%s", problem)
    pictures = PictureCache()
    database = await _database(settings)
    async with _models(settings) as models:
        answerer = Answerer(models, settings.cache)
        try:
            quota = _quota(settings)
            built = build(library, database, pictures, SystemRandom(), answerer=answerer, quota=quota)
            await built.shelf.look()
            yield built
        finally:
            answerer.close()
            pictures.close()
            await database.close()


@asynccontextmanager
async def operating(settings: Settings) -> AsyncIterator[Operator]:
    """Open the database for the person who runs Versed, whatever packs there are; close it in the end.

    Args:
        settings: where it is.

    Raises:
        StoreError: it can't be opened.
    """
    database = await _database(settings)
    try:
        yield operator(settings, database)
    finally:
        await database.close()


def operator(settings: Settings, database: Database) -> Operator:
    """Build what serves the person who runs Versed.

    Args:
        settings: how much of their own tenants may have.
        database: where everything is kept.
    """
    return Operator(database, Linking(database, PERSONAL_DATA).purge, _quota(settings), SystemClock())


async def _database(settings: Settings) -> Database:
    copies = None if settings.migrate_without_backup else settings.backups
    return await Database.open(settings.database_url, copies=copies)


def _quota(settings: Settings) -> Quota:
    return Quota(settings.packs_per_tenant, settings.pack_items, settings.pack_megabytes, settings.file_megabytes)


@asynccontextmanager
async def _models(settings: Settings) -> AsyncIterator[Sequence[Model]]:
    """Open the models that tell what texts mean: the one that's set, then the one in Versed."""
    if settings.ask_model is None:
        yield [embedded()]
    elif settings.ask_url is None:
        yield [in_folder(Path(settings.ask_model)), embedded()]
    else:
        from adapters.embeddings import Endpoint  # late, as few have one

        key = settings.ask_key.get_secret_value() if settings.ask_key else None
        endpoint = Endpoint(settings.ask_url, settings.ask_model, key)
        try:
            yield [endpoint, embedded()]
        finally:
            await endpoint.close()


def posting(core: Core, ports: Mapping[str, Port], is_ready: Callable[[str], bool]) -> "Posting":
    """Build what posts in the background.

    Args:
        core: the running core.
        ports: where to, by the platform's name.
        is_ready: whether a platform can be posted to now.
    """
    from bot.features.delivery.delivery import Delivery  # late, as `versed say` has no use for it
    from bot.features.delivery.posting import Posting
    from bot.features.scheduling.outcomes import ScheduleOutcomes
    from bot.features.scheduling.planner import Planner

    clock = SystemClock()
    planner = Planner(core.database, core.composers, clock, core.random)
    delivery = Delivery(core.database, ports, clock, ScheduleOutcomes(), core.illustrator.illustrate)
    return Posting(planner, delivery, list(ports), is_ready)


async def playground(
    settings: Settings, core: Core, host: str, port: int, health: Callable[[], Health]
) -> "tuple[Site, str | None]":
    """Open the playground.

    Returns:
        The playground, and the administrators' key where it was made for this start alone.

    Args:
        settings: the keys for colleagues.
        core: what serves it.
        host: to bind to.
        port: to listen on; 0 for any free one.
        health: tells how this process is doing.

    Raises:
        Refusal: it can't listen there, or must not.
    """
    from adapters.web import server  # late, as `versed say` and `versed run` have no use for it
    from adapters.web.guard import Keys

    given = settings.play_admin_key.get_secret_value() if settings.play_admin_key else None
    made = secrets.token_urlsafe(16) if settings.play_key and given is None else None
    sharing: server.Sharing | None = None
    if settings.play_key is not None:
        names = frozenset(name.lower() for name in settings.play_hosts)
        keys = Keys(settings.play_key.get_secret_value(), given or made or "", names)
        sharing = server.Sharing(keys, Names(core.database))
    site = await server.start(
        core.application,
        host=host,
        port=port,
        sharing=sharing,
        first=_FIRST_LINE,
        history=History(core.database, PLAYGROUND.key),
        health=health,
    )
    core.boards["web"] = site.boards
    core.memories.append(site.memory)

    def tell_slips() -> None:
        site.show_slips([each.brief for each in core.library.problems])

    core.library.subscribe(tell_slips)
    tell_slips()
    return site, made


def http_server(settings: Settings, health: Callable[[], Health]) -> "HttpServer":
    """Build the server of health and metrics.

    Args:
        settings: where it listens.
        health: tells how this process is doing.
    """
    from adapters.http import HttpServer  # late, as `versed say` has no use for it

    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None
    return HttpServer(settings.http_host, settings.listens_on or 0, health, token)


def platforms(settings: Settings, core: Core, http: "HttpServer") -> list[Platform]:
    """Build the platforms that are set up.

    Args:
        settings: which those are.
        core: what serves them.
        http: takes Slack's requests.
    """
    found: list[Platform] = []
    if settings.discord_token is not None:
        from adapters.discord.setup.platform import Discord

        found.append(Discord(settings, core.application, core.database))
    if settings.has_slack:
        from adapters.slack.workspace.platform import Slack

        found.append(Slack(settings, core.application, core.database, http))
    core.boards.update({platform.name: platform.boards for platform in found})
    core.access.update({platform.name: platform.access for platform in found})
    core.roles.update({platform.name: platform.roles for platform in found if platform.roles is not None})
    return found


async def examine_models(settings: Settings) -> Finding:
    """Find out what `versed doctor` says of the model that questions are answered by."""
    async with _models(settings) as models:
        chosen, *others = models
        try:
            await asyncio.to_thread(chosen.encode, "hello", within=_EXAMINING)
        except ModelError as error:
            instead = f"; {others[0].name} answers instead" if others else "; words alone answer"
            return Finding("ask", False, str(error).rstrip(".") + instead)
        return Finding("ask", True, f"{chosen.name} answers")


async def examine_platforms(settings: Settings) -> list[Finding]:
    """Find out what `versed doctor` says of each platform."""
    found: list[Finding] = []
    if settings.discord_token is not None:
        from adapters.discord.setup import doctor as discord

        found += await discord.examine(settings)
    if settings.has_slack:
        from adapters.slack.workspace import doctor as slack

        found += await slack.examine(settings)
    return found or [Finding("platforms", True, "none set up; `versed play` doesn't need one")]


def slack_manifest(public_url: str | None) -> str:
    """Write the manifest to make an app on Slack with, as JSON.

    Args:
        public_url: where Slack can send requests to, such as https://versed.example.org; None for Socket Mode.
    """
    from adapters.slack.workspace.manifest import manifest

    return json.dumps(manifest(CATALOGUE, public_url), indent=2)
