"""Pictures, uploaded to Slack once each, to be shown by their file ids."""

import json
import logging
from collections import OrderedDict

from adapters.slack.api import Api, ApiError, Refused
from adapters.slack.installations import Installations
from bot.message import Image, Message

_log = logging.getLogger(__name__)

_REMEMBERED = 500
"""Pictures whose ids are remembered."""


class Pictures:
    """Uploads pictures.

    Args:
        installations: call Slack.
        api: sends the bytes.
    """

    def __init__(self, installations: Installations, api: Api) -> None:
        self._installations = installations
        self._api = api
        self._ids: OrderedDict[tuple[str, Image], str] = OrderedDict()
        self._without: set[str] = set()

    async def of(self, said: Message, team: str) -> dict[Image, str]:
        """The ids of a message's pictures in a workspace; one that Slack does not take is left out.

        Source: https://docs.slack.dev/messaging/working-with-files#uploading_files
        """
        found = {}
        for image in (block for block in said.blocks if isinstance(block, Image)):
            file = self._ids.get((team, image)) or await self._upload(image, team)
            if file:
                found[image] = file
        return found

    async def _upload(self, image: Image, team: str) -> str | None:
        if team in self._without:
            return None
        try:
            size = len(image.png)
            form = {"filename": image.name, "length": str(size), "alt_txt": image.alt[:1_000]}
            place = await self._installations.call(team, "files.getUploadURLExternal", form=form)
            file, url = str(place.get("file_id") or ""), str(place.get("upload_url") or "")
            if not file or not url:
                return None
            await self._api.upload(url, image.png)
            files = json.dumps([{"id": file, "title": image.alt[:200]}])
            await self._installations.call(team, "files.completeUploadExternal", form={"files": files})
        except ApiError as error:
            _log.warning("a picture could not be uploaded, so it is described: %s", error)
            if isinstance(error, Refused) and error.code == "missing_scope":
                self._without.add(team)
            return None
        self._ids[team, image] = file
        if len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)
        return file
