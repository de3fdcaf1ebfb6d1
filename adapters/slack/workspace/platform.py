"""The Slack platform for the core: builds the adapter's parts, runs them, and stops them."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from aiohttp import web

from adapters.http import HttpServer
from adapters.pending_requests import PendingRequests
from adapters.private_answers import PrivateAnswers
from adapters.slack.inbound.app import App
from adapters.slack.inbound.commands import SlashCommands
from adapters.slack.inbound.deliveries import CLAIMS, LASTS, Deliveries
from adapters.slack.inbound.events import Events
from adapters.slack.inbound.files import SharedFiles
from adapters.slack.inbound.http import Receiver
from adapters.slack.inbound.interactions import Interactions
from adapters.slack.inbound.replies import Replies
from adapters.slack.inbound.responder import Responder
from adapters.slack.inbound.socket import Socket
from adapters.slack.origin import Origin, ReplyPath
from adapters.slack.outbound.api import Api, ApiError
from adapters.slack.outbound.boards import ANSWERS_LAST, SlackBoards
from adapters.slack.outbound.direct import DirectConversations
from adapters.slack.outbound.escape import phrase_for
from adapters.slack.outbound.late_pictures import LatePictures
from adapters.slack.outbound.pages import Renderer
from adapters.slack.outbound.port import SlackPort
from adapters.slack.outbound.queue import PacedQueue
from adapters.slack.outbound.uploads import Uploads
from adapters.slack.workspace.access import SlackAccess
from adapters.slack.workspace.channels import Channels
from adapters.slack.workspace.greetings import Greetings
from adapters.slack.workspace.groups import Groups
from adapters.slack.workspace.home import Home
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.members import Members
from adapters.slack.workspace.oauth import Installing
from adapters.slack.workspace.oauth_states import OAuthStates
from adapters.slack.workspace.presence import SlackPresence
from adapters.slack.workspace.token_encryption import vault_of
from bot.dispatch.application import Application
from bot.language.port import Access, Boards, PlatformError, Port, Roles
from bot.runtime.bulkhead import bulkhead
from bot.runtime.settings import Settings
from bot.runtime.tasks import Tasks
from bot.storage.database import Database
from bot.storage.deliveries import expire
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_ANSWERED_WITHIN = timedelta(minutes=29)
"""How long Slack accepts answers to a request: 30 minutes, minus a margin."""
_DRAIN = 9.0
"""Seconds that running tasks get to finish when Versed stops."""
_MOST_WAIT = 20.0
_TIDY_EVERY = 3600.0
_KEPT = timedelta(days=3)
"""How long records of served events are kept: longer than Slack repeats any delivery."""


class Slack:
    """The connection to Slack: over Socket Mode if there's an app token, else over HTTP.

    Args:
        settings: the tokens, and the URL of Slack's API.
        application: the core.
        database: stores installations and deliveries.
        http: serves Slack's requests, and the pages for adding Versed.

    Raises:
        PlatformError: a setting is missing.
    """

    name = "slack"

    def __init__(self, settings: Settings, application: Application, database: Database, http: HttpServer) -> None:
        _check(settings)
        self._database = database
        self._api = Api(settings.slack_api)
        self._tasks = Tasks()
        self._installations = Installations(settings, self._api, database, _utc_now, application.tenants.erasure)
        phrase = phrase_for(command.name for command in application.catalogue)
        renderer, queue = Renderer(phrase), PacedQueue()
        direct = DirectConversations(self._installations)
        self._late = LatePictures()
        uploads = Uploads(self._installations, self._api, direct)
        members = Members(self._installations, settings.slack_admins)
        channels = Channels(self._installations)
        replies = Replies(self._installations, self._api, renderer, queue, uploads, direct)
        deliveries = Deliveries(database, _utc_now)
        answers: PrivateAnswers[ReplyPath] = PrivateAnswers(ANSWERS_LAST)
        self._pending = PendingRequests(database, self.name, _secret(settings), _ANSWERED_WITHIN, _utc_now)
        responder = Responder(
            application,
            self._installations,
            members,
            channels,
            replies,
            deliveries,
            self._pending,
            answers,
            lambda reply_path: self._home.renew(reply_path),
        )
        self.access: Access = SlackAccess(self._installations)
        groups = Groups(self._installations)
        slash_commands = SlashCommands(application, self._installations, channels, groups, members, responder, phrase)
        files = SharedFiles(self._installations, settings.slack_api)
        interactions = Interactions(
            application, slash_commands, self._installations, groups, responder, files, self._tasks, phrase
        )
        presence = SlackPresence(self._installations)
        self._home = Home(application, self._installations, renderer, responder, presence)
        self.port: Port = SlackPort(self._installations, renderer, queue, uploads, direct, self._late)
        self._greetings = Greetings(application, self._installations, database, self.port, _utc_now)
        events = Events(
            application, slash_commands, self._installations, self._home, self._greetings, responder, files, _utc_now
        )
        self._app = app = App(
            self._api,
            slash_commands,
            interactions,
            events,
            deliveries,
            self._installations,
            self._tasks,
            self._pending,
            _utc_now,
        )
        self.roles: Roles | None = groups
        self.boards: Boards = SlackBoards(
            self._installations, renderer, queue, uploads, self._api, answers, self._late, direct
        )
        self._socket: Socket | None = None
        self._receiver: Receiver | None = None
        self._take_requests(settings, app, http)
        self._is_identified = False
        self._stopped = asyncio.Event()

    def _take_requests(self, settings: Settings, app: App, http: HttpServer) -> None:
        """Set up Socket Mode or HTTP for Slack's requests, and the pages for adding the app.

        Args:
            settings: the app's settings.
            app: serves the requests.
            http: the HTTP server.
        """
        if settings.slack_app_token is not None:
            self._socket = Socket(self._api, settings.slack_app_token.get_secret_value(), app, self._tasks)
        elif settings.slack_signing_secret is not None:
            self._receiver = Receiver(settings.slack_signing_secret.get_secret_value(), app, _utc_now)
            http.add(self._receiver.routes())
        if self._installations.takes_more:
            states = OAuthStates(vault_of(settings), self._database, _utc_now)
            installing = Installing(settings, self._installations, states, self._api.root, self._welcome)
            http.add(installing.routes())
        http.add([web.get("/healthz/slack", self._health)])

    async def run(self) -> None:
        """Serve until closed.

        Raises:
            PlatformError: Slack doesn't accept a token.
        """
        beside = [asyncio.create_task(work) for work in (self._tidy(), self._pending.run(self._app.resume))]
        serving = [asyncio.create_task(work) for work in (self._identify(), self._serve())]
        try:
            done, _ = await asyncio.wait(serving, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in (*beside, *serving):
                task.cancel()
            await asyncio.gather(*beside, *serving, return_exceptions=True)

    async def close(self) -> None:
        """Stop taking requests, finish running tasks, and disconnect."""
        self._stopped.set()
        if self._receiver is not None:
            self._receiver.close()
        if self._socket is not None:
            await self._socket.close()
        await self._late.close()
        await self._tasks.drain(_DRAIN)
        await self._api.close()

    def is_ready(self) -> bool:
        """Return whether it's connected and serving; without a token that Slack accepts, posts had better wait."""
        is_connected = self._socket is None or self._socket.is_open
        return self._is_identified and is_connected and self._installations.has_token

    async def _health(self, _request: web.Request) -> web.Response:
        """Say whether Slack's requests can be sent here; /healthz answers 503 while Discord is down, too."""
        return web.Response(text="ok") if self.is_ready() else web.Response(text="not connected", status=503)

    async def _serve(self) -> None:
        """Stay connected until closed.

        Raises:
            PlatformError: Slack doesn't allow the app to connect.
        """
        if self._socket is not None:
            await self._socket.run()
        else:
            await self._stopped.wait()

    async def _identify(self) -> None:
        """Find out which workspace the configured token belongs to, retrying while Slack isn't reachable.

        Raises:
            PlatformError: Slack doesn't accept the token.
        """
        wait = 1.0
        while not self._stopped.is_set():
            try:
                await self._installations.identify()
            except (ApiError, StoreError) as error:
                _log.warning("Slack or the store isn't answering (%s); trying again in %.0f s", error, wait)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), wait)
                wait = min(wait * 2, _MOST_WAIT)
            else:
                self._is_identified = True
                return

    async def _welcome(self, team: str, user: str) -> None:
        """Greet the person who added Versed by direct message, and show their App Home."""
        if user:
            self._tasks.start(self._greetings.installed(team, user))
            origin = Origin(team, "", user, user, None, "", "", direct=True, at=_utc_now())
            self._tasks.start(self._show_home(ReplyPath(origin)))

    async def _show_home(self, reply_path: ReplyPath) -> None:
        try:
            await self._home.show(reply_path)
        except ApiError as error:
            _log.warning("couldn't show App Home: %s", error)

    async def _tidy(self) -> None:
        """Periodically delete old records and workspaces whose grace period is over, and try a dead token again."""
        while True:
            try:
                with bulkhead("old events"):
                    await self._database.transact(partial(expire, platform=self.name, before=_utc_now() - _KEPT))
                    await self._database.transact(partial(expire, platform=CLAIMS, before=_utc_now() - LASTS))
                if self._is_identified:  # else a workspace that has just come back might be deleted
                    with bulkhead("removed workspaces"):
                        await self._installations.grace.end()
            except StoreError as error:
                _log.warning("couldn't delete old events or workspaces: %s", error)
            with bulkhead("token"):
                await self._check_token()
            await asyncio.sleep(_TIDY_EVERY)

    async def _check_token(self) -> None:
        try:
            await self._installations.check_again()
        except ApiError as error:
            _log.warning("couldn't ask Slack about SLACK_BOT_TOKEN: %s", error)


def _secret(settings: Settings) -> str:
    """Return the secret for encrypting requests that still need an answer: one that only this app has."""
    secrets = (settings.slack_signing_secret, settings.slack_app_token, settings.slack_bot_token)
    return next((each.get_secret_value() for each in secrets if each is not None), "")


def _check(settings: Settings) -> None:
    """Check that the required settings are there.

    Raises:
        PlatformError: one is missing.
    """
    if settings.slack_client_id is not None and settings.slack_client_secret is None:
        raise PlatformError("SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET as well; both are on the app's page.")
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise PlatformError(
            "Slack needs SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP; see the app's page."
        )


def _utc_now() -> datetime:
    return datetime.now(UTC)
