"""Uploads to Slack: pictures, which blocks show by their ids, and files, which are shared with one person.

Source: https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

import asyncio
import json
import logging
from collections.abc import Collection, Iterator

from cachetools import LRUCache

from adapters.slack.outbound.api import Api, ApiError, Refused, Unsure
from adapters.slack.outbound.direct import DirectConversations
from adapters.slack.workspace.installations import Installations
from bot.language.message import File, Image, Message

_log = logging.getLogger(__name__)

_REMEMBERED = 500
"""At most this many pictures' ids are cached; the least recently shown is dropped first."""


class Uploads:
    """Uploads pictures and files.

    Args:
        installations: calls Slack with the workspace's token.
        api: uploads the bytes.
        direct: opens conversations with one person.
    """

    def __init__(self, installations: Installations, api: Api, direct: DirectConversations) -> None:
        self._installations = installations
        self._direct = direct
        self._api = api
        self._ids: LRUCache[tuple[str, Image], str] = LRUCache(_REMEMBERED)
        self._under_way: dict[tuple[str, Image], asyncio.Task[str | None]] = {}
        self._without: set[str] = set()

    async def pictures(self, message: Message, team: str) -> dict[Image | File, str]:
        """Upload a message's pictures if needed, and return their ids, without pictures that couldn't be uploaded."""
        found: dict[Image | File, str] = {}
        for image in _images(message):
            file = self._ids.get((team, image)) or await self._begun(image, team)
            if file:
                found[image] = file
        return found

    def begin(self, message: Message, team: str) -> bool:
        """Start uploading a message's pictures without waiting; return whether any had to be uploaded.

        Args:
            message: whose files to upload.
            team: the id of the workspace.
        """
        new = [image for image in _images(message) if (team, image) not in self._ids and team not in self._without]
        for image in new:
            self._begun(image, team)
        return bool(new)

    def _begun(self, image: Image, team: str) -> "asyncio.Task[str | None]":
        """Return the task that uploads a picture; start it unless it's already running."""
        key = (team, image)
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._picture(image, team))
            self._under_way[key].add_done_callback(lambda _: self._under_way.pop(key))
        return self._under_way[key]

    async def files(self, message: Message, team: str, user: str) -> dict[Image | File, str]:
        """Share a message's files with one person as direct messages.

        Args:
            message: whose files to upload.
            team: the id of the workspace.
            user: the id of the person.

        Returns:
            The id of the conversation for each file; empty if Slack didn't accept all of them.
        """
        files = [block for block in message.blocks if isinstance(block, File)]
        if not files:
            return {}
        try:
            place = await self._direct.open(team, user)
            ids = [(await self._upload(team, file.name, file.data), file.name) for file in files]
            await self._complete(team, ids, channel_id=place)
        except ApiError as error:
            _log.warning("couldn't share files: %s", error)
            return {}
        return dict.fromkeys(files, place)

    async def _picture(self, image: Image, team: str) -> str | None:
        if team in self._without:
            return None
        try:
            file = await self._upload(team, image.name, image.data, alt_txt=image.alt[:1_000])
            await self._complete(team, [(file, image.alt[:200])])
        except ApiError as error:
            _log.warning("couldn't upload a picture, so it's described: %s", error)
            if isinstance(error, Refused) and error.code == "missing_scope":
                self._without.add(team)
            return None
        self._ids[team, image] = file
        return file

    async def _upload(self, team: str, name: str, content: bytes, **more: str) -> str:
        """Upload bytes, and return the file's id; nobody sees the file until the upload is completed.

        Raises:
            ApiError: Slack doesn't accept the bytes, or doesn't return a URL for them.
        """
        method = "files.getUploadURLExternal"
        form = {"filename": name, "length": str(len(content)), **more}
        place = await self._installations.call(team, method, form=form)
        file = _told(method, place.get("file_id"))
        await self._api.upload(_told(method, place.get("upload_url")), content)
        return file

    async def _complete(self, team: str, files: Collection[tuple[str, str]], **where: str) -> None:
        """Complete uploads, given as pairs of file id and title.

        Raises:
            ApiError: Slack refused, or it's unknown whether it did.
        """
        listed = json.dumps([{"id": file, "title": title} for file, title in files])
        await self._installations.call(team, "files.completeUploadExternal", form={"files": listed, **where})


def _images(message: Message) -> Iterator[Image]:
    return (block for block in message.blocks if isinstance(block, Image))


def _told(method: str, value: object) -> str:
    """Return a string from Slack's answer.

    Raises:
        Unsure: it's missing.
    """
    if not isinstance(value, str) or not value:
        raise Unsure(f"Slack's answer to {method} is incomplete.")
    return value
